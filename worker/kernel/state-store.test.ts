import { expect, test } from 'vitest';
import type { Epoch, Pid, Port, ProjectId } from '../protocol/ids.ts';
import { StateStore } from './state-store.ts';

const port = 3000 as Port;

function started() {
  const store = new StateStore({
    status: 'stopped',
    reason: 'new',
    detail: null,
    project: { id: 'p' as ProjectId, name: 'p' },
    epoch: 'e' as Epoch,
    container: 'embedded',
    sessions: [],
    ports: [],
    processes: [],
    tabs: 1,
    reloads: 0,
    lastEvent: 0,
    warning: null,
  });
  store.dispatch({ type: 'starting' });
  store.dispatch({ type: 'running', at: 1 });
  store.dispatch({ type: 'port-open', port: { port, url: 'http://localhost/', pid: 2 as Pid } });
  const told: { seq: number; status: string; ports: number }[] = [];
  store.subscribe(({ seq, state }) => told.push({ seq, status: state.status, ports: state.ports.length }));
  return { store, told };
}

test('each change has the next number; what changes nothing has none', () => {
  const { store, told } = started();
  store.dispatch({ type: 'stopping' });
  store.dispatch({ type: 'stopping' });
  store.dispatch({ type: 'port-close', port });
  expect(told).toEqual([
    { seq: 5, status: 'stopping', ports: 1 },
    { seq: 6, status: 'stopping', ports: 0 },
  ]);
});

test('K4: a batch is told as one change, with one number, when it is over', () => {
  const { store, told } = started();
  const result = store.batch(() => {
    store.dispatch({ type: 'stopping' });
    expect(store.state.status).toBe('stopping');
    store.batch(() => store.dispatch({ type: 'port-close', port }));
    expect(told).toEqual([]);
    return 'result';
  });
  expect(result).toBe('result');
  expect(told).toEqual([{ seq: 5, status: 'stopping', ports: 0 }]);
  store.dispatch({ type: 'stopped', reason: 'stopped', detail: null });
  expect(told.at(-1)).toEqual({ seq: 6, status: 'stopped', ports: 0 });
});

test('an empty batch is not told, a failing one as far as it came', () => {
  const { store, told } = started();
  store.batch(() => store.dispatch({ type: 'starting' }));
  expect(told).toEqual([]);
  const fail = () =>
    store.batch(() => {
      store.dispatch({ type: 'stopping' });
      throw new Error('half-way');
    });
  expect(fail).toThrow('half-way');
  expect(told).toEqual([{ seq: 5, status: 'stopping', ports: 1 }]);
});
