// How a tab attaches to a kernel: the hello on its SharedWorker port, the state that it gets from then on, and the orders to
// its host services (DESIGN.md, "host services").

import * as v from 'valibot';
import { snapshot } from '../kernel/state.ts';
import { newProject } from './kernel-api.ts';
import { filePlace } from './open-file.ts';
import { count, epoch, messagePort, parse, tabId, text, type Wire } from './schema.ts';
import { PROTOCOL_VERSION } from './version.ts';

/** First message of a tab on its SharedWorker port; transfers the three ports. */
export const tabHello = v.object({
  type: v.literal('hello'),
  protocol: v.number(),
  tab: tabId,
  /** Web Lock that the tab holds for as long as it lives. */
  lock: text,
  /** The epoch that the tab knew before, where it was attached before. */
  knownEpoch: v.nullable(epoch),
  ports: v.object({ control: messagePort, state: messagePort, host: messagePort }),
  /** A visitor only makes a call or two (create, rename, remove): it is no tab, shows nothing and creates no workers. */
  role: v.picklist(['tab', 'visitor']),
  /** Cross-origin isolated: its dedicated workers can share memory. */
  isolated: v.boolean(),
  /** Set where the tab opens a project that it wants made; ignored where the project exists. */
  create: v.nullable(newProject),
});
export type TabHello = Wire<typeof tabHello>;

/** On the state port: a snapshot first, then changes with consecutive `seq`; a gap means: ask for a new snapshot. */
export const stateToTab = v.variant('type', [
  v.object({ type: v.literal('snapshot'), snapshot }),
  v.object({ type: v.literal('change'), snapshot }),
  /** A ShownFile. */
  v.object({ type: v.literal('show-file'), place: filePlace, found: v.nullable(text) }),
  /** The kernel could not start, or refused the hello; nothing follows. */
  v.object({ type: v.literal('failed'), message: text }),
]);
export type StateToTab = Wire<typeof stateToTab>;

export const kernelToHost = v.variant('type', [
  v.object({ type: v.literal('create-worker'), request: count, name: text }),
  /** A dedicated worker of the tab, which it keeps until its release; it gets the port that was left as `channel`. */
  v.object({
    type: v.literal('create-dedicated'),
    request: count,
    name: text,
    channel: v.nullable(text),
  }),
  v.object({ type: v.literal('hold-worker'), name: text }),
  /** It is to be let go of, whether it lives or not; a dedicated one ends. */
  v.object({ type: v.literal('release-worker'), name: text }),
  v.object({ type: v.literal('worker-ended'), name: text }),
]);
export type KernelToHost = Wire<typeof kernelToHost>;

export const hostToKernel = v.variant('type', [
  v.object({ type: v.literal('worker'), request: count, port: messagePort }),
  v.object({ type: v.literal('worker-failed'), request: count, message: text }),
]);
export type HostToKernel = Wire<typeof hostToKernel>;

/**
 * A dedicated worker leaves a port with its tab, for another that is yet to be created. It cannot go by the kernel: messages that
 * wait in a port in another process lose the memory that they share.
 */
export const leftChannel = v.object({
  channel: text,
  /** What the two share from the start (worker/process/shared-stamps.ts). */
  memory: v.custom<SharedArrayBuffer>(
    (value) => Object.prototype.toString.call(value) === '[object SharedArrayBuffer]',
  ),
});
export type LeftChannel = Wire<typeof leftChannel>;

/**
 * The hello in what a tab sent. Null where it is none, or one that cannot be served; then whoever sent it is told why, if it
 * gave a port on which that can be said.
 */
export function readHello(data: unknown): TabHello | null {
  try {
    const hello = parse(tabHello, data, 'The hello of this tab');
    if (hello.protocol === PROTOCOL_VERSION) return hello;
    refuseHello(
      hello,
      `This tab and the machine are of different builds (protocol ${hello.protocol} and ${PROTOCOL_VERSION}). Reload the page.`,
    );
  } catch (error) {
    const { ports } = (data ?? {}) as { ports?: Partial<TabHello['ports']> };
    if (ports?.state instanceof MessagePort)
      refuseHello(
        { ports: { state: ports.state } },
        `The machine does not understand this page (${(error as Error).message}). Reload it.`,
      );
  }
  return null;
}

/** Nothing follows it. */
export function refuseHello(
  { ports }: { readonly ports: Pick<TabHello['ports'], 'state'> },
  message: string,
): void {
  ports.state.postMessage({ type: 'failed', message } satisfies StateToTab);
}
