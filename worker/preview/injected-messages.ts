// What the workbench and the client that is injected into previewed pages say to each other by postMessage. Either side
// checks who sent it: the workbench by the frame and the preview's origin, the client by the parent window.

/** To the page in the preview's frame. */
export type MessageToPreview =
  | { readonly holdfast: 'navigate'; readonly href: string }
  | { readonly holdfast: 'back' }
  | { readonly holdfast: 'forward' }
  | { readonly holdfast: 'reload' };

/** From the page: an error that nobody caught there, or that it logged; the fields we show of WebContainer's message. */
export interface ErrorFromPreview {
  readonly holdfast: 'preview-message';
  readonly message: { readonly type: string; readonly message: string };
}

/** From the page: on load, and on every change of its address (history API and fragments included). */
export interface MessageFromPreview {
  readonly holdfast: 'location';
  /** The whole URL, as the page sees it. */
  readonly href: string;
  readonly title: string;
}
