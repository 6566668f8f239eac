// One terminal attached to one session: replay first, then data, each acknowledged once xterm has parsed it.

import type { SessionId } from '../../worker/protocol/ids.ts';
import type { KernelApi } from '../../worker/protocol/kernel-api.ts';
import type { PtyToTab, TabToPty } from '../../worker/protocol/pty-messages.ts';
import type { TerminalLink, TerminalSink } from './kernel-connection.ts';

/** Acknowledgements are gathered up to this many characters: one message for many small writes. */
const ackCharacters = 4_000;

export async function openTerminalLink(
  kernel: KernelApi,
  session: SessionId | null,
  size: { cols: number; rows: number },
  sink: TerminalSink,
): Promise<TerminalLink> {
  const channel = new MessageChannel();
  const port = channel.port1;
  const send = (message: TabToPty): void => port.postMessage(message);
  let unsent = 0;
  let open = 0;
  const acknowledge = (chars: number): void => {
    unsent += chars;
    open -= chars;
    // The last acknowledgement of a burst goes out at once, or a paused process would wait for more output for ever.
    if (unsent < ackCharacters && open > 0) return;
    send({ type: 'ack', chars: unsent });
    unsent = 0;
  };
  port.onmessage = ({ data: message }: MessageEvent<PtyToTab>) => {
    switch (message.type) {
      case 'replay':
        open += message.data.length;
        sink.replay(message);
        acknowledge(message.data.length);
        return;
      case 'data':
        open += message.data.length;
        sink.data(message.data, () => acknowledge(message.data.length));
        return;
      case 'resize':
        sink.resize(message.cols, message.rows);
        return;
      case 'exit':
        sink.exit();
    }
  };
  const attached = await kernel.attachPTY(session, size, channel.port2, sink.scrollback);
  return {
    session: attached,
    write: (data) => send({ type: 'input', data }),
    resize: (cols, rows) => send({ type: 'resize', cols, rows }),
    [Symbol.dispose]: () => {
      send({ type: 'detach' });
      port.onmessage = null;
      port.close();
    },
  };
}
