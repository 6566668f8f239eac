// What SQLite's wasm imports: the clock, the time zone and more memory. The calls of its own Unix filesystem are refused: files
// go through file-vfs.ts.

const pageSize = 65_536;
/** What the wasm declares at most, in bytes. */
const heapMax = 2_147_483_648;
const initialPages = 128;
const ENOSYS = -52;

export function createMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: initialPages, maximum: heapMax / pageSize });
}

function grow(memory: WebAssembly.Memory, bytes: number): boolean {
  const size = memory.buffer.byteLength;
  // Twice as much each time: growing moves everything.
  for (const wanted of [Math.max(bytes, size * 2), bytes]) {
    if (wanted > heapMax) continue;
    try {
      memory.grow(Math.ceil((wanted - size) / pageSize));
      return true;
    } catch {
      // The browser has not that much: the exact size is tried.
    }
  }
  return false;
}

const dayMs = 86_400_000;

/** Fills a `struct tm` with the local time of `seconds` since the epoch. */
function localTime(memory: WebAssembly.Memory, seconds: bigint, target: number): void {
  const date = new Date(Number(seconds) * 1000);
  const year = date.getFullYear();
  const offset = (month: number) => new Date(year, month, 1).getTimezoneOffset();
  const [winter, summer] = [offset(0), offset(6)];
  const inSummer = winter !== summer && date.getTimezoneOffset() === Math.min(winter, summer);
  const yearDay = Math.floor(
    (Date.UTC(year, date.getMonth(), date.getDate()) - Date.UTC(year, 0, 1)) / dayMs,
  );
  new Int32Array(memory.buffer, target, 10).set([
    date.getSeconds(),
    date.getMinutes(),
    date.getHours(),
    date.getDate(),
    date.getMonth(),
    year - 1900,
    date.getDay(),
    yearDay,
    inSummer ? 1 : 0,
    -date.getTimezoneOffset() * 60,
  ]);
}

/** `now` in milliseconds, monotonic; `clock` in milliseconds since the epoch. */
export function createImports(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  time: { now(): number; clock(): number },
): WebAssembly.Imports {
  const known: Readonly<Record<string, (...args: never[]) => unknown>> = {
    emscripten_date_now: () => time.clock(),
    emscripten_get_now: () => time.now(),
    emscripten_get_heap_max: () => heapMax,
    emscripten_resize_heap: (bytes: number) => (grow(memory, bytes >>> 0) ? 1 : 0),
    _tzset_js: () => {},
    _localtime_js: (seconds: bigint, target: number) => localTime(memory, seconds, target),
    _munmap_js: () => ENOSYS,
  };
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    const group = (imports[from] ??= {});
    group[name] = kind === 'memory' ? memory : (known[name] ?? (() => ENOSYS));
  }
  return imports;
}
