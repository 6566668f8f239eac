import { expect, test, vi } from 'vitest';
import type { Port } from '../protocol/ids.ts';
import type { KernelToLink, LinkToKernel } from '../protocol/preview-link.ts';
import { KernelLink, NoLink } from './kernel-link.ts';

interface Bench {
  readonly link: KernelLink;
  readonly asked: () => number;
  readonly closed: Port[][];
  /** Gives a link whose kernel says these ports are open and the origin is bound; `mute` ones answer no ping. */
  readonly give: (open: number[], options?: { mute?: boolean; bound?: null }) => (open: number[]) => void;
  /** The kernel of the last link says what the origin serves. */
  readonly bind: (port: number | null) => void;
}

function bench(): Bench {
  let asked = 0;
  const closed: Port[][] = [];
  let bind: (port: number | null) => void = () => {};
  const link = new KernelLink({
    ask: () => void asked++,
    now: () => Date.now(),
    closed: (ports) => closed.push([...ports]),
    bound: () => {},
  });
  return {
    ...{ link, closed },
    bind: (port) => bind(port),
    asked: () => asked,
    give(open, { mute = false, bound = 1 } = {}) {
      const { port1, port2 } = new MessageChannel();
      const tell = (ports: number[]): void =>
        port1.postMessage({
          type: 'ports',
          open: ports.map((port) => ({ port: port as Port, url: `http://x:${port}/` })),
        } satisfies KernelToLink);
      port1.onmessage = ({ data }: MessageEvent<LinkToKernel>) => {
        if (data.type === 'ping' && !mute) port1.postMessage({ type: 'pong' } satisfies KernelToLink);
      };
      bind = (port) =>
        port1.postMessage({
          ...{ type: 'bind', project: 'p' as never },
          port: port as Port | null,
        } satisfies KernelToLink);
      bind(bound);
      tell(open);
      link.use(port2);
      return tell;
    },
  };
}

test('it asks until a window gives a link', async () => {
  const { link, asked, give } = bench();
  const ports = link.ports();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([asked(), link.isLinked]).toEqual([1, false]);
  give([3000]);
  expect([[...(await ports).keys()], await link.boundPort(), link.urlOf(3000 as Port)]).toEqual([
    [3000],
    1,
    'http://x:3000/',
  ]);
});

test('ports that close are told; a poll wakes at the change', async () => {
  const { link, give, closed } = bench();
  const tell = give([3000, 4000]);
  await link.ready();
  const open = link.changedUntil(5_000, async () => (await link.ports()).has(5000 as Port), null);
  tell([4000]);
  tell([4000, 5000]);
  expect([await open, closed]).toEqual([true, [[3000]]]);
});

test('a port that was open a moment ago comes back, one that was not does not', async () => {
  const { link, give } = bench();
  const tell = give([3000]);
  await link.ready();
  // It refused already, which is not told yet.
  const again = link.comesBack(3000 as Port, link.version);
  tell([]);
  tell([3000]);
  expect(await again).toBe(true);
  tell([]);
  await vi.waitFor(() => expect(link.urlOf(3000 as Port)).toBeUndefined());
  const reopened = link.comesBack(3000 as Port, link.version);
  tell([3000]);
  expect(await reopened).toBe(true);
  // Opened between the refusal and the question.
  expect(await link.comesBack(3000 as Port, link.version - 1)).toBe(true);
  expect(await link.comesBack(4000 as Port, link.version)).toBe(false);
});

test('an origin that served something a moment ago serves again, one that did not does not', async () => {
  const { link, give, bind } = bench();
  give([3000]);
  expect(await link.boundPort()).toBe(1);
  bind(null);
  await vi.waitFor(async () => expect(await link.boundPort()).toBeNull());
  const again = link.bindsAgain();
  bind(2);
  expect([await again, await link.boundPort()]).toEqual([true, 2]);
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  try {
    const late = bench();
    late.give([3000]);
    await late.link.ready();
    late.bind(null);
    await vi.waitFor(async () => expect(await late.link.boundPort()).toBeNull());
    const never = late.link.bindsAgain();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await never).toBe(false);
    expect(await late.link.bindsAgain()).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});

test('what a kernel does not name when it is first heard may have ended just before', async () => {
  const first = bench();
  const tell = first.give([], { bound: null });
  expect(await first.link.boundPort()).toBeNull();
  const [port, origin] = [first.link.comesBack(3000 as Port, first.link.version), first.link.bindsAgain()];
  first.bind(1);
  tell([3000]);
  expect([await port, await origin]).toEqual([true, true]);
});

test('nobody waits long for a port that stays closed, whoever tells of it', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  try {
    const { link, give } = bench();
    give([3000]);
    await link.ready();
    // Another window's link to the same kernel.
    give([]);
    await link.ready();
    const back = link.comesBack(3000 as Port, link.version);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await back).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});

test('a kernel that no longer answers is replaced by the next link', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  try {
    const { link, give, asked } = bench();
    give([3000], { mute: true });
    await link.ready();
    await vi.advanceTimersByTimeAsync(3_000);
    const ready = link.ports();
    await vi.advanceTimersByTimeAsync(2_500);
    expect(asked()).toBe(1);
    give([4000]);
    await vi.waitFor(() => expect(link.isLinked).toBe(true));
    expect([...(await ready).keys()]).toEqual([4000]);
  } finally {
    vi.useRealTimers();
  }
});

test('without any window it gives up after the deadline', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  try {
    const { link, asked } = bench();
    const ready = link.ready();
    const refused = expect(ready).rejects.toBeInstanceOf(NoLink);
    await vi.advanceTimersByTimeAsync(10_500);
    await refused;
    expect(asked()).toBe(10);
  } finally {
    vi.useRealTimers();
  }
});
