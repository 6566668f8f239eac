import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { languagesTurn, languagesWaitFor, turnedTo } from './language-turn.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Whether it has resolved by now. */
async function resolved(promise: Promise<void>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await vi.advanceTimersByTimeAsync(0);
  return done;
}

test.each(['pointerdown', 'keydown', 'focusin'])('a %s in the editor is a turn to it', async (type) => {
  const element = new EventTarget();
  const turn = turnedTo(element as HTMLElement);
  expect(await resolved(turn)).toBe(false);
  element.dispatchEvent(new Event(type));
  expect(await resolved(turn)).toBe(true);
});

test('a pointer that stays over it is, one that passes is not', async () => {
  const element = new EventTarget();
  const turn = turnedTo(element as HTMLElement);
  element.dispatchEvent(new Event('pointerenter'));
  await vi.advanceTimersByTimeAsync(200);
  element.dispatchEvent(new Event('pointerleave'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await resolved(turn)).toBe(false);
  element.dispatchEvent(new Event('pointerenter'));
  await vi.advanceTimersByTimeAsync(300);
  expect(await resolved(turn)).toBe(true);
});

test('who waits while another project is shown waits for that one', async () => {
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  languagesWaitFor(first.promise);
  const turn = languagesTurn();
  languagesWaitFor(second.promise);
  first.resolve();
  expect(await resolved(turn)).toBe(false);
  second.resolve();
  expect(await resolved(turn)).toBe(true);
});
