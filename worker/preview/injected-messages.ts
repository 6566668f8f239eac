// What the workbench and the client that is injected into previewed pages say to each other by postMessage. Either side
// checks who sent it: the workbench by the frame and the preview's origin, the client by the parent window. What comes from
// a page is its programs' word: the workbench checks its form as well.

import * as v from 'valibot';
import { hotUpdateError, previewMessage } from '../protocol/preview-message.ts';
import { text, type Wire } from '../protocol/schema.ts';

/** To the page in the preview's frame. */
export const messageToPreview = v.variant('holdfast', [
  v.object({ holdfast: v.literal('back') }),
  v.object({ holdfast: v.literal('forward') }),
  v.object({ holdfast: v.literal('reload') }),
]);
export type MessageToPreview = Wire<typeof messageToPreview>;

export const messageFromPreview = v.variant('holdfast', [
  /** An error that nobody caught there, or that it logged. */
  v.object({ holdfast: v.literal('preview-message'), message: previewMessage }),
  v.object({ holdfast: v.literal('hot-update-error'), error: hotUpdateError }),
  /**
   * On load, and on every change of its address (history API and fragments included): the whole URL, as it sees it, and
   * whether its frame has entries before and after it.
   */
  v.object({
    holdfast: v.literal('location'),
    href: text,
    title: text,
    canGoBack: v.boolean(),
    canGoForward: v.boolean(),
  }),
  /** It goes: what comes has no client where it is no HTML. */
  v.object({ holdfast: v.literal('leaving') }),
]);
export type MessageFromPreview = Wire<typeof messageFromPreview>;
