// In memory: a change of the server's files starts it anew, and so these notes.
export const notes = [{ id: 1, text: 'Hello from Express' }];
