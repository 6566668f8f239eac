import { expect, test } from 'vitest';
import { HttpClient } from '../preview/http/http-client.ts';
import { HttpError } from '../preview/http/http-message.ts';
import type { Port, ProjectId } from '../protocol/ids.ts';
import { CookieJars } from './cookies.ts';
import { KernelLink } from './kernel-link.ts';
import { PreviewResponder } from './preview-responder.ts';

/** A responder before one server: `answers` are what its requests come to, in turn; `back` whether it listens again. */
function bench(answers: readonly (string | Error)[], back: boolean) {
  const responder = new PreviewResponder({
    jars: new CookieJars(
      () => Promise.reject(new Error('no storage')),
      () => 0,
    ),
    ideUrl: 'http://ide.test/',
    cookiesChanged: () => {},
    waitUntil: () => {},
  });
  const link = new KernelLink({ ask: () => {}, now: () => 0, closed: () => {}, bound: () => {} });
  link.ready = () => Promise.resolve();
  link.comesBack = () => Promise.resolve(back);
  let asked = 0;
  const client = new HttpClient(() => {
    throw new Error('not connected in this test');
  });
  client.request = () => {
    const answer = answers[asked++] ?? new Error('one request too many');
    if (typeof answer !== 'string') return Promise.reject(answer);
    const body = new Blob([answer]).stream();
    return Promise.resolve({
      status: 200,
      statusText: 'OK',
      httpVersion: '1.1',
      headers: [],
      body,
      trailers: Promise.resolve([]),
    });
  };
  const respond = (method: string) => {
    const request = new Request('http://preview.test/', { method });
    Object.defineProperty(request, 'mode', { value: 'navigate' });
    const target = {
      project: 'p' as ProjectId,
      port: 3000 as Port,
      path: '/',
      baseUrl: 'http://preview.test/',
    };
    return responder.respond(request, { ...target, link, client });
  };
  return { respond, asked: () => asked };
}

const hungUp = new HttpError('ECONNRESET', 'socket hang up');

test('a page whose server ended before its answer is asked for again once the server is back', async () => {
  const { respond, asked } = bench([hungUp, 'the new server'], true);
  const response = await respond('GET');
  expect([response.status, await response.text(), asked()]).toEqual([200, 'the new server', 2]);
});

test('a page whose server does not come back says what happened', async () => {
  const { respond, asked } = bench([hungUp], false);
  const response = await respond('GET');
  expect([response.status, asked()]).toEqual([502, 1]);
  expect(await response.text()).toContain('The server broke off the connection');
});

test('a form that was sent is not sent again', async () => {
  const { respond, asked } = bench([hungUp], true);
  expect([(await respond('POST')).status, asked()]).toEqual([502, 1]);
});
