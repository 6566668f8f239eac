// An applet's input through a web compression stream.

import type { Input } from './applet.ts';

/** Rejects with TypeError where the input is not in the stream's format. */
export async function transform(
  input: Input,
  stream: { readonly readable: ReadableStream<Uint8Array>; readonly writable: WritableStream<BufferSource> },
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const reader = stream.readable.getReader();
  const writer = stream.writable.getWriter();
  const fed = (async () => {
    for (let chunk = await input.read(); chunk !== null; chunk = await input.read())
      await writer.write(chunk as Uint8Array<ArrayBuffer>);
    await writer.close();
  })();
  // What goes wrong shows on the reading side too; this side must only not be unhandled.
  fed.catch((error: unknown) => void writer.abort(error).catch(() => {}));
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    await write(value);
  }
  await fed;
}
