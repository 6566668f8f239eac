import { expect, it } from 'vitest';
import { newPortState, type PortState } from './port-state.ts';
import { leadingAlong } from './thread-ports.ts';

it('finds the ports whose other ends went to a thread, by whatever way, and have not left it', () => {
  const states = new Map<object, PortState>();
  const port = (name: string, sent: readonly object[] = [], moved = false) => {
    const made = { name };
    states.set(made, { ...newPortState(), sent: [...sent], moved });
    return made;
  };
  const nested = port('nested');
  const elsewhere = port('sent on, and what went through it', [port('elsewhere')], true);
  const thread = port('thread', [port('direct', [nested]), elsewhere]);
  states.get(nested)?.sent.push(thread);

  const found = leadingAlong(thread, (each) => states.get(each) ?? newPortState());
  expect(found).toEqual([{ name: 'thread' }, { name: 'direct' }, { name: 'nested' }]);
});
