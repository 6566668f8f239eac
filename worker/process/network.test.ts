import { expect, test } from 'vitest';
import type { Pid, Port } from '../protocol/ids.ts';
import { ContainerLink } from './container-link.ts';
import { Network } from './network.ts';

const own = 5 as Pid;
const port = 3000 as Port;
const nothing = () => {};

test('a port that was closed is free, though the machine still tells of its opening', () => {
  const link = new ContainerLink({ postMessage: nothing }, () => 0);
  const causality = { stamp: () => undefined, seen: () => true };
  const network = new Network(link, own, new Map(), causality);
  network.listen(port, nothing, nothing).close();
  network.addressChanged(port, own);
  expect(network.addresses.has(port)).toBe(false);
  network.listen(port, nothing, nothing);
  // Of the close before.
  network.addressChanged(port, null);
  expect(network.addresses.get(port)).toBe(own);
});
