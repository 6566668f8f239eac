import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { untilServed } from './until-served.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(ready: Promise<unknown> = new Promise(() => {})) {
  const navigator = { serviceWorker: { ready } } as unknown as Navigator;
  const window = { navigator, setTimeout: setTimeout as unknown as Window['setTimeout'] };
  const registration = Promise.withResolvers<void>();
  let done = false;
  const served = untilServed(window, registration.promise).then(() => (done = true));
  const isDone = async () => {
    await vi.advanceTimersByTimeAsync(0);
    return done;
  };
  return { registration, served, isDone };
}

it('waits for the service worker, not for its registration', async () => {
  const ready = Promise.withResolvers<void>();
  const { registration, isDone } = setUp(ready.promise);
  registration.resolve();
  expect(await isDone()).toBe(false);
  ready.resolve();
  expect(await isDone()).toBe(true);
});

it('goes on where none can be registered, and says nothing of it', async () => {
  const { registration, served, isDone } = setUp();
  registration.reject(new DOMException('no', 'SecurityError'));
  expect(await isDone()).toBe(true);
  await served;
});

it('goes on after ten seconds of a slow host', async () => {
  const { isDone } = setUp();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(await isDone()).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await isDone()).toBe(true);
});

it('waits for nothing in an insecure context', async () => {
  const window = { navigator: {} as Navigator, setTimeout: setTimeout as unknown as Window['setTimeout'] };
  await untilServed(window, new Promise(() => {}));
});
