import { expect, onTestFinished, test } from 'vitest';
import type { TabId } from '../protocol/ids.ts';
import type { KernelToHost, TabHello } from '../protocol/tab-messages.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { Tabs } from './tabs.ts';

/** Tabs whose locks become free when the test says so; `log` is what their owner is told. */
function tabs() {
  const log: string[] = [];
  const unload: Record<string, () => void> = {};
  const made = new Tabs({
    locks: {
      request: ((name: string, granted: () => void) => {
        unload[name] = granted;
        return new Promise(() => {});
      }) as LockManager['request'],
    },
    onAttached: (tab) => log.push(`${tab.id} attached`),
    onGone: (tab) => log.push(`${tab.id} gone`),
  });
  return { made, log, unload };
}

/** A tab that makes every worker it is asked for. */
function hello(id: string, orders: KernelToHost[]): TabHello {
  const [control, state, host] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
  host.port1.onmessage = ({ data }: MessageEvent<KernelToHost>) => {
    orders.push(data);
    if (data.type !== 'create-worker') return;
    const { port1 } = new MessageChannel();
    host.port1.postMessage({ type: 'worker', request: data.request, port: port1 }, [port1]);
  };
  onTestFinished(() => host.port1.close());
  return {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    tab: id as TabId,
    lock: id,
    knownEpoch: null,
    role: 'tab',
    isolated: true,
    create: null,
    ports: { control: control.port2, state: state.port2, host: host.port2 },
  };
}

test('a tab makes workers before it is attached, is told of each once, and attaches as one', async () => {
  const { made, log, unload } = tabs();
  const orders: KernelToHost[] = [];
  const first = hello('tab', orders);
  made.lend(first);
  const { port, home } = await made.create('w1');
  expect(port).toBeInstanceOf(MessagePort);
  expect(log).toEqual([]);
  made.attach(first);
  await made.create('w2');
  expect(log).toEqual(['tab attached']);
  expect(made.count).toBe(1);
  expect(orders.map((order) => `${order.type} ${order.name}`)).toEqual([
    'create-worker w1',
    'create-worker w2',
  ]);
  expect(home.aborted).toBe(false);
  unload['tab']?.();
  expect(home.aborted).toBe(true);
  expect(log).toEqual(['tab attached', 'tab gone']);
});

test('a tab that goes before it was attached was never there', () => {
  const { made, log, unload } = tabs();
  made.lend(hello('tab', []));
  unload['tab']?.();
  expect(log).toEqual([]);
  expect(made.count).toBe(0);
});
