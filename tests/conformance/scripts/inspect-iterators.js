console.log([1][Symbol.iterator](), (function* () {})(), 'x'[Symbol.iterator](), [1].entries());
