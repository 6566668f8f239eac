// Errors are data: what crosses between contexts keeps its code, errno, syscall, path, dest and cause.

export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly errno?: number;
  readonly syscall?: string;
  readonly path?: string;
  readonly dest?: string;
  readonly cause?: WireError;
}

const fields = ['code', 'errno', 'syscall', 'path', 'dest'] as const;

/** Anything thrown, as plain data. */
export function encodeError(thrown: unknown): WireError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown) };
  const wire: Record<string, unknown> = { name: thrown.name, message: thrown.message };
  if (thrown.stack !== undefined) wire['stack'] = thrown.stack;
  for (const field of fields) {
    const value: unknown = (thrown as unknown as Record<string, unknown>)[field];
    if (typeof value === 'string' || typeof value === 'number') wire[field] = value;
  }
  if (thrown.cause !== undefined) wire['cause'] = encodeError(thrown.cause);
  return wire as unknown as WireError;
}

/** An Error again, with every field that was sent. */
export function decodeError(wire: WireError): Error {
  const error = new Error(
    wire.message,
    wire.cause === undefined ? undefined : { cause: decodeError(wire.cause) },
  );
  error.name = wire.name;
  if (wire.stack !== undefined) error.stack = wire.stack;
  for (const field of fields) {
    if (wire[field] !== undefined)
      Object.defineProperty(error, field, {
        value: wire[field],
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return error;
}
