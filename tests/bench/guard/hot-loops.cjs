// Hot loops of many shapes, as programs have them: what a guard in loops may cost is measured on these. Each takes some
// milliseconds. Loaded twice by measure.cjs: as the project's own code and as a package's.
const numbers = Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 10_007);
const text = 'The quick brown fox jumps over 12 lazy dogs; (a + b) * 42 = "c". '.repeat(400);
const list = (() => {
  let head = null;
  for (const value of numbers) head = { value, next: head };
  return head;
})();

exports.loops = {
  integers() {
    let sum = 0;
    for (let i = 0; i < 400_000; i++) sum = (sum + (i ^ 5)) | 0;
    return sum;
  },
  arraySum() {
    let sum = 0;
    for (let round = 0; round < 20; round++) for (let i = 0; i < numbers.length; i++) sum += numbers[i];
    return sum;
  },
  arraySumOf() {
    let sum = 0;
    for (let round = 0; round < 20; round++) for (const value of numbers) sum += value;
    return sum;
  },
  whileBreak() {
    let found = 0;
    for (let wanted = 0; wanted < 100; wanted++) {
      let i = 0;
      while (true) {
        if (numbers[i] === wanted * 33) break;
        if (++i === numbers.length) break;
      }
      found += i;
    }
    return found;
  },
  stringBuilding() {
    let result = '';
    let i = 0;
    while (result.length < 40_000) result += String.fromCharCode(97 + (i++ % 26));
    return result.length;
  },
  matrixMultiply() {
    const n = 60;
    const a = Float64Array.from({ length: n * n }, (_, i) => i % 13);
    const c = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += a[i * n + k] * a[k * n + j];
        c[i * n + j] = sum;
      }
    return c[n + 1];
  },
  sieve() {
    const n = 100_000;
    const composite = new Uint8Array(n + 1);
    let primes = 0;
    for (let i = 2; i <= n; i++) {
      if (composite[i] === 1) continue;
      primes++;
      for (let j = i * i; j <= n; j += i) composite[j] = 1;
    }
    return primes;
  },
  tokenizer() {
    let tokens = 0;
    const isDigit = (c) => c >= 48 && c <= 57;
    const isLetter = (c) => (c | 32) >= 97 && (c | 32) <= 122;
    for (let round = 0; round < 4; round++) {
      let at = 0;
      while (at < text.length) {
        const c = text.charCodeAt(at);
        if (c === 32) at++;
        else if (isDigit(c)) {
          while (at < text.length && isDigit(text.charCodeAt(at))) at++;
          tokens++;
        } else if (isLetter(c)) {
          while (at < text.length && isLetter(text.charCodeAt(at))) at++;
          tokens++;
        } else {
          at++;
          tokens++;
        }
      }
    }
    return tokens;
  },
  linkedList() {
    let sum = 0;
    for (let round = 0; round < 10; round++)
      for (let node = list; node !== null; node = node.next) sum += node.value;
    return sum;
  },
  generator() {
    function* naturals() {
      let i = 0;
      while (true) yield i++;
    }
    let sum = 0;
    for (const value of naturals()) {
      if (value > 30_000) break;
      sum += value;
    }
    return sum;
  },
  collatz() {
    let longest = 0;
    for (let start = 1; start < 3_000; start++) {
      let n = start;
      let steps = 0;
      do {
        n = n % 2 === 0 ? n / 2 : 3 * n + 1;
        steps++;
      } while (n > 1);
      if (steps > longest) longest = steps;
    }
    return longest;
  },
  binarySearch() {
    let found = 0;
    for (let wanted = 0; wanted < 20_000; wanted++) {
      let low = 0;
      let high = 65_535;
      while (low <= high) {
        const middle = (low + high) >> 1;
        if (middle * 3 < wanted) low = middle + 1;
        else high = middle - 1;
      }
      found += low;
    }
    return found;
  },
  hash() {
    let hash = 0x811c9dc5;
    for (let round = 0; round < 8; round++)
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return hash >>> 0;
  },
  mandelbrot() {
    const size = 60;
    let inside = 0;
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        const a = (column / size) * 3 - 2;
        const b = (row / size) * 2 - 1;
        let x = 0;
        let y = 0;
        let steps = 0;
        while (x * x + y * y <= 4 && steps < 200) {
          const next = x * x - y * y + a;
          y = 2 * x * y + b;
          x = next;
          steps++;
        }
        if (steps === 200) inside++;
      }
    return inside;
  },
  nestedCalls() {
    const weigh = (a, b) => (a ^ b) & 15;
    let sum = 0;
    for (let i = 0; i < 500; i++) for (let j = 0; j < 500; j++) sum += weigh(i, j);
    return sum;
  },
  sort() {
    const heap = numbers.slice();
    for (let gap = heap.length >> 1; gap > 0; gap >>= 1)
      for (let i = gap; i < heap.length; i++) {
        const value = heap[i];
        let j = i;
        while (j >= gap && heap[j - gap] > value) {
          heap[j] = heap[j - gap];
          j -= gap;
        }
        heap[j] = value;
      }
    return heap[77];
  },
  greatestDivisor() {
    let sum = 0;
    for (let i = 1; i < 15_000; i++) {
      let a = 1071 * i;
      let b = 462 + i;
      while (b !== 0) {
        const rest = a % b;
        a = b;
        b = rest;
      }
      sum += a;
    }
    return sum;
  },
  queue() {
    const seen = new Uint8Array(50_000);
    const waiting = [1];
    let visited = 0;
    while (waiting.length > 0) {
      const n = waiting.pop();
      visited++;
      for (const next of [n * 2, n * 2 + 1]) {
        if (next >= seen.length || seen[next] === 1) continue;
        seen[next] = 1;
        waiting.push(next);
      }
    }
    return visited;
  },
};
