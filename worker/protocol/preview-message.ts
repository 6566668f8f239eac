// What previewed pages report of themselves, as @webcontainer/api's `preview-message` event has it, and the script that the
// API lets every preview run (`setPreviewScript`).

import * as v from 'valibot';
import { port, text, type Wire } from './schema.ts';

const place = { previewId: text, port, pathname: text, search: text, hash: text };
/** A page could send any amount; this is what an error has at most. */
const words = v.pipe(text, v.maxLength(100_000));
const thrown = { message: words, stack: v.optional(words) };

export const previewMessage = v.variant('type', [
  v.object({ ...place, type: v.literal('PREVIEW_UNCAUGHT_EXCEPTION'), ...thrown }),
  v.object({ ...place, type: v.literal('PREVIEW_UNHANDLED_REJECTION'), ...thrown }),
  /** `args` as text: what was logged may not be a thing that can be cloned. */
  v.object({ ...place, type: v.literal('PREVIEW_CONSOLE_ERROR'), args: v.array(words), stack: words }),
]);
export type PreviewReport = Wire<typeof previewMessage>;

/**
 * What Vite told a page of an edit that it cannot build, where it is seen as an overlay: its terminal need not show it. `file`,
 * `line` and `column` as far as the plugin gave them.
 */
export const hotUpdateError = v.object({
  port,
  message: words,
  file: v.exactOptional(text),
  line: v.exactOptional(v.number()),
  column: v.exactOptional(v.number()),
});
export type HotUpdateError = Wire<typeof hotUpdateError>;

export const previewScript = v.object({
  source: text,
  options: v.object({
    type: v.optional(v.picklist(['module', 'importmap'])),
    defer: v.optional(v.boolean()),
    async: v.optional(v.boolean()),
  }),
});
export type PreviewScript = Wire<typeof previewScript>;
