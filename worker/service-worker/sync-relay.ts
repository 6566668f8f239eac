// The service worker's part in synchronous calls: passes the body on to the kernel and its answer back. Keeps nothing that
// outlives an event; a call that takes long is answered `pending` and asked again, so that no event holds up a new service
// worker (PLATFORM.md).

import {
  machineLock,
  machineParameter,
  syncChannel,
  syncHeader,
  type SyncMessage,
  type SyncOutcome,
} from '../protocol/sync-call.ts';

/** The kernel answers within a few milliseconds unless it has to wait itself: then look whether it lives at all. */
const lookAfterMs = 200;
/** Long enough that asking again costs nothing, short enough that an update of the service worker is not held up. */
const legMs = 2_000;

export interface SyncRelayHost {
  openChannel(name: string): Pick<BroadcastChannel, 'postMessage' | 'onmessage'>;
  /** Whether somebody holds that Web Lock. */
  isHeld(lock: string): Promise<boolean>;
  newId(): string;
}

export class SyncRelay {
  readonly #channels = new Map<string, Pick<BroadcastChannel, 'postMessage' | 'onmessage'>>();
  readonly #waiting = new Map<string, (body: ArrayBuffer | Blob) => void>();

  constructor(private readonly host: SyncRelayHost) {}

  async answer(request: Request): Promise<Response> {
    if (request.method === 'GET') return respond('pending');
    const machine = new URL(request.url).searchParams.get(machineParameter) ?? '';
    const body = await request.arrayBuffer();
    const relay = this.host.newId();
    return new Promise<Response>((resolve) => {
      const timers: ReturnType<typeof setTimeout>[] = [];
      const settle = (outcome: SyncOutcome, answer?: ArrayBuffer | Blob): void => {
        for (const timer of timers) clearTimeout(timer);
        this.#waiting.delete(relay);
        resolve(respond(outcome, answer));
      };
      this.#waiting.set(relay, (answer) => settle('answer', answer));
      const look = async (): Promise<void> => {
        if (!(await this.host.isHeld(machineLock(machine)))) settle('gone');
      };
      timers.push(
        setTimeout(() => void look(), lookAfterMs),
        setTimeout(() => settle('pending'), legMs),
      );
      this.#channel(machine).postMessage({ to: 'kernel', relay, body } satisfies SyncMessage);
    });
  }

  #channel(machine: string): Pick<BroadcastChannel, 'postMessage'> {
    let channel = this.#channels.get(machine);
    if (channel === undefined) {
      channel = this.host.openChannel(syncChannel(machine));
      channel.onmessage = ({ data }: MessageEvent<SyncMessage>) => {
        if (data.to === 'relay') this.#waiting.get(data.relay)?.(data.body);
      };
      this.#channels.set(machine, channel);
    }
    return channel;
  }
}

function respond(outcome: SyncOutcome, body?: ArrayBuffer | Blob): Response {
  // The process's worker is cross-origin isolated with the page that made it.
  const headers = { [syncHeader]: outcome, 'cache-control': 'no-store' };
  return new Response(body ?? null, { headers });
}
