// Puts the preview's client into HTML documents, before any script of theirs: right behind <head>, or <html>, or the
// doctype, or in front of everything. The rest streams on untouched.

/** Enough for any doctype, comments and an <html> tag with many attributes. */
const lookBytes = 8 * 1024;

/** `script` is a whole <script> element in ASCII. */
export function injectIntoHtml(body: ReadableStream<Uint8Array>, script: string): ReadableStream<Uint8Array> {
  let pending: Uint8Array | null = new Uint8Array(0);
  const flush = (controller: TransformStreamDefaultController<Uint8Array>): void => {
    if (pending === null) return;
    // Latin-1 keeps byte positions whatever the page's encoding.
    const at = insertionPoint(new TextDecoder('latin1').decode(pending)) ?? 0;
    controller.enqueue(pending.subarray(0, at));
    controller.enqueue(new TextEncoder().encode(script));
    controller.enqueue(pending.subarray(at));
    pending = null;
  };
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (pending === null) {
          controller.enqueue(chunk);
          return;
        }
        const joined = new Uint8Array(pending.length + chunk.length);
        joined.set(pending);
        joined.set(chunk, pending.length);
        pending = joined;
        const found = /<(head|body)\b[^>]*>/i.test(new TextDecoder('latin1').decode(joined));
        if (found || joined.length >= lookBytes) flush(controller);
      },
      flush,
    }),
  );
}

/** Where in the text the script belongs, or null where there is no such tag. */
function insertionPoint(text: string): number | null {
  // Tags within comments are none.
  const blanked = text.replace(/<!--[\s\S]*?(-->|$)/g, (comment) => ' '.repeat(comment.length));
  for (const tag of [/<head\b[^>]*>/i, /<html\b[^>]*>/i, /<!doctype\b[^>]*>/i]) {
    const match = tag.exec(blanked);
    if (match !== null) return match.index + match[0].length;
  }
  return null;
}
