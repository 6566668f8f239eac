// What uname and its kin tell of the machine: the one there is, not one that it would like to be.

export const hostName = 'holdfast';
export const userName = 'root';
