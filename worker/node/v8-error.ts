// V8's stack trace API (https://v8.dev/docs/stack-trace-api), which TypeScript's library does not declare.

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- any function: only its identity counts
type AnyFunction = Function;

export const V8Error = Error as ErrorConstructor & {
  /** The stack of `error` becomes that of `below`'s caller. */
  captureStackTrace(error: Error, below?: AnyFunction): void;
  stackTraceLimit: number;
};
