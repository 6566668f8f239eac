import { afterEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { kernelCalls } from './kernel-api.ts';
import { checkRequest, connect, serve } from './rpc.ts';
import { nothing, text } from './schema.ts';

const table = {
  double: { args: [v.number()], optional: [], result: v.number() },
  lie: { args: [], optional: [], result: v.number() },
  fs: { read: { args: [text], optional: [text], result: nothing } },
};

interface Served {
  double(value: unknown): Promise<number>;
  lie(): Promise<number>;
  secret(): Promise<string>;
  fs: { read(...args: unknown[]): Promise<void> };
}

describe('calls', () => {
  const open: MessagePort[] = [];
  afterEach(() => open.splice(0).forEach((port) => port.close()));

  const pair = (): { api: Served; port: MessagePort; reached: unknown[] } => {
    const { port1, port2 } = new MessageChannel();
    open.push(port1, port2);
    const reached: unknown[] = [];
    const served = {
      double: async (value: number) => (reached.push(value), value * 2),
      lie: async () => 'four',
      secret: async () => (reached.push('secret'), 'told'),
      fs: { read: async (...args: unknown[]) => void reached.push(args) },
    };
    serve(served, table, port2);
    const api = connect<Served>(port1, {
      table,
      lost: new Promise<string>(() => {}),
      deadline: () => 5_000,
    });
    return { api, port: port1, reached };
  };

  it('reach the served object when they are in the table', async () => {
    const { api, reached } = pair();
    expect(await api.double(21)).toBe(42);
    await api.fs.read('a');
    await api.fs.read('a', 'b');
    expect(reached).toEqual([21, ['a'], ['a', 'b']]);
  });

  it('are the same functions whenever they are looked at', () => {
    const { api } = pair();
    expect(api.fs).toBe(api.fs);
    expect(Reflect.get(api.fs, 'read')).toBe(Reflect.get(api.fs, 'read'));
    expect(api.fs).not.toBe(Reflect.get(api, 'double'));
  });

  it('with wrong arguments are refused with what is wrong, and reach nothing', async () => {
    const { api, reached } = pair();
    await expect(api.double('x')).rejects.toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
      message: 'double: argument 1: Invalid type: Expected number but received "x"',
    });
    await expect(api.fs.read()).rejects.toThrow('fs.read: 0 arguments, 1 expected');
    await expect(api.fs.read('a', 'b', 'c')).rejects.toThrow('fs.read: 3 arguments');
    expect(reached).toEqual([]);
  });

  it('to what is not in the table are refused', async () => {
    const { api, reached } = pair();
    await expect(api.secret()).rejects.toThrow('There is no call "secret".');
    await expect((api as unknown as { fs: () => Promise<void> }).fs()).rejects.toThrow('no call "fs"');
    expect(reached).toEqual([]);
  });

  it('that are no calls at all change nothing: the next one is served', async () => {
    const { api, port } = pair();
    for (const junk of [
      null,
      7,
      'x',
      {},
      { id: 1 },
      { id: 'a', type: 'SET', path: ['double'], value: { type: 'RAW' } },
    ])
      port.postMessage(junk);
    expect(await api.double(1)).toBe(2);
  });

  it('with an answer that is not what the table says are rejected', async () => {
    const { api } = pair();
    await expect(api.lie()).rejects.toThrow('The answer to lie: Invalid type: Expected number');
  });
});

it('the kernel’s table refuses bad input by the name of the call', () => {
  const check = (path: string[], ...args: unknown[]): void =>
    checkRequest(kernelCalls, {
      id: '1',
      type: 'APPLY',
      path,
      argumentList: args.map((value) => ({ type: 'RAW', value })),
    });
  expect(() => check(['kill'], 7, 'SIGNOPE')).toThrow('kill: argument 2');
  expect(() => check(['kill'], -7, 'SIGTERM')).toThrow('kill: argument 1');
  expect(() => check(['attachPTY'], null, { cols: 80 }, new MessageChannel().port1)).toThrow(
    'attachPTY: argument 2, rows',
  );
  expect(() => check(['fs', 'mkdir'], 'a', { recursive: undefined })).not.toThrow();
  expect(() => check(['fs', 'mkdir'], 'a', undefined)).not.toThrow();
  expect(() => check(['getState', 'constructor'], 'return self')).toThrow('no call "getState.constructor"');
  expect(() => check(['constructor'])).toThrow('no call "constructor"');
  expect(() => check(['store', 'dispatch'], { type: 'stopped' })).toThrow('no call "store.dispatch"');
});
