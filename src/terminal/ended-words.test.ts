import { expect, it } from 'vitest';
import type { SessionId } from '../../worker/protocol/ids.ts';
import type { RuntimeState, SessionInfo } from '../../worker/kernel/state.ts';
import { fakeState } from '../testing/fake-kernel.ts';
import { endedWords } from './ended-words.ts';

const session = (kind: SessionInfo['kind'], status: SessionInfo['status']): SessionInfo => ({
  id: 's' as SessionId,
  kind,
  title: 'jsh',
  cols: 80,
  rows: 24,
  pid: null,
  status,
});
const running = fakeState({ status: 'running', server: { status: 'none' } });
const stopped = fakeState({ status: 'stopped', reason: 'stopped' });
const words = (info: SessionInfo | null, state: RuntimeState) => endedWords(info, state, 'attached');

it('K10: a terminal says why nobody reads it', () => {
  expect(words(session('primary', 'live'), running)).toBeNull();
  expect(words(session('primary', 'exited'), running)).toEqual({
    text: 'The shell ended. Press Enter to start a new one.',
    canStart: true,
  });
  expect(words(session('shell', 'exited'), running)).toEqual({ text: 'This shell ended.', canStart: false });
  expect(words(session('server', 'exited'), running)).toEqual({
    text: 'The server is not running.',
    canStart: false,
  });
  expect(words(session('primary', 'exited'), stopped)).toEqual({
    text: 'Stopped. Press Enter to start a shell.',
    canStart: true,
  });
  expect(words(session('server', 'exited'), stopped)).toEqual({ text: 'Stopped', canStart: false });
  expect(words(session('primary', 'restored'), stopped)).toEqual({
    text: 'The browser ended this session; files and screens were restored. Press Enter to start again.',
    canStart: true,
  });
  expect(words(session('server', 'restored'), stopped)).toEqual({
    text: 'The browser ended this server; its screen was restored. Run starts it again.',
    canStart: false,
  });
});

it('says nothing while it attaches, or before the first shell', () => {
  expect(endedWords(null, stopped, 'attaching')).toBeNull();
  expect(words(null, fakeState())).toBeNull();
});
