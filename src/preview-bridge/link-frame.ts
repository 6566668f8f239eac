// For a preview in a tab of its own: a hidden frame of the IDE's origin, which can reach the kernel (same site, so the same
// SharedWorkers), hands over links. Lives as long as the page.

import type { ProjectId } from '../../worker/protocol/ids.ts';
import {
  linkPage,
  type BridgeReady,
  type GiveLink,
  type NoKernel,
  type WantLink,
} from '../../worker/protocol/preview-link.ts';

/** Loading the frame and asking the kernel. */
const answerMs = 8_000;

export class LinkFrame {
  #frame: Promise<Window> | null = null;

  constructor(
    private readonly window: Window,
    private readonly ide: string,
  ) {}

  /** A link to that project's kernel, or null where none is alive (or the IDE's origin does not answer). */
  async get(project: ProjectId): Promise<GiveLink | null> {
    const { window, ide } = this;
    const answer = Promise.withResolvers<GiveLink | null>();
    const timer = window.setTimeout(() => answer.resolve(null), answerMs);
    const onMessage = (event: MessageEvent<GiveLink | NoKernel | null>): void => {
      if (event.origin !== ide) return;
      if (event.data?.holdfast === 'link') answer.resolve(event.data);
      else if (event.data?.holdfast === 'no-kernel') answer.resolve(null);
    };
    window.addEventListener('message', onMessage);
    try {
      this.#frame ??= this.#open();
      const target = await Promise.race([this.#frame, answer.promise]);
      if (target !== null && 'postMessage' in target)
        target.postMessage({ holdfast: 'want-link', project } satisfies WantLink, ide);
      return await answer.promise;
    } finally {
      window.clearTimeout(timer);
      window.removeEventListener('message', onMessage);
    }
  }

  #open(): Promise<Window> {
    const { window, ide } = this;
    return new Promise((resolve) => {
      const { document } = window;
      const frame = document.createElement('iframe');
      frame.hidden = true;
      frame.title = '';
      frame.src = ide + linkPage;
      const onMessage = (event: MessageEvent<BridgeReady | null>): void => {
        if (event.origin !== ide || event.source !== frame.contentWindow) return;
        if (event.data?.holdfast !== 'bridge-ready' || frame.contentWindow === null) return;
        window.removeEventListener('message', onMessage);
        resolve(frame.contentWindow);
      };
      window.addEventListener('message', onMessage);
      document.documentElement.append(frame);
    });
  }
}
