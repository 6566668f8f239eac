// npm sorts names as English does, not by code unit: the order decides placement and the lockfile's layout.

export const compareNames: (a: string, b: string) => number = new Intl.Collator('en').compare;
