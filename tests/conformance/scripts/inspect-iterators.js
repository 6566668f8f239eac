console.log(new Map([[1, 2]]).entries(), new Set([5]).values(), new Map([['k', 1]]).keys(), [1][Symbol.iterator](), (function* () {})(), 'x'[Symbol.iterator]());
