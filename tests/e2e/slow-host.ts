// The built app from a host that holds back, or refuses, what the test says: a network that fails at the wrong moment.

import { EventEmitter, once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appUrl } from './machine.ts';

export interface SlowHost extends AsyncDisposable {
  readonly url: string;
  /** Answers to these paths wait from now on. Resolves when the first of them is asked for. */
  hold(path: RegExp): Promise<void>;
  /** They go out, and later ones at once. */
  release(): void;
  /** The next answer to one of these paths is an error. Resolves when it was given. */
  refuseOnce(path: RegExp): Promise<void>;
}

export async function startSlowHost(): Promise<SlowHost> {
  let held: RegExp | null = null;
  let refused: RegExp | null = null;
  const events = new EventEmitter<{ asked: []; released: []; refused: [] }>();
  const server = createServer((incoming, outgoing) => {
    const forward = (): void => {
      const target = new URL(incoming.url ?? '/', appUrl());
      const onward = request(target, { method: incoming.method, headers: incoming.headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      incoming.pipe(onward);
    };
    if (refused?.test(incoming.url ?? '') === true) {
      refused = null;
      outgoing.writeHead(503).end();
      events.emit('refused');
      return;
    }
    if (held?.test(incoming.url ?? '') !== true) {
      forward();
      return;
    }
    events.emit('asked');
    events.once('released', forward);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    async hold(path) {
      held = path;
      await once(events, 'asked');
    },
    async refuseOnce(path) {
      refused = path;
      await once(events, 'refused');
    },
    release() {
      held = null;
      events.emit('released');
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
