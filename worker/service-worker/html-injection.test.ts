import { expect, test } from 'vitest';
import { injectIntoHtml } from './html-injection.ts';

const script = '<script></script>';

async function inject(...chunks: (string | Uint8Array)[]): Promise<string> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
      controller.close();
    },
  });
  return new Response(injectIntoHtml(body, script)).text();
}

test.each([
  ['<!doctype html><html><head><title>x</title>', `<!doctype html><html><head>${script}<title>x</title>`],
  ['<HTML lang="a>"><body>x', `<HTML lang="a>${script}"><body>x`],
  ['<!doctype html><p>no head', `<!doctype html>${script}<p>no head`],
  ['<h1>bare', `${script}<h1>bare`],
  ['', script],
  ['<!-- <head> --><head data-x="1"><b>', `<!-- <head> --><head data-x="1">${script}<b>`],
  ['<header>no head</header>', `${script}<header>no head</header>`],
])('%s', async (page, expected) => {
  expect(await inject(page)).toBe(expected);
});

test('a tag that is cut between chunks, and bytes that are no ASCII', async () => {
  const page = '<html><head><title>ü 🚀</title>';
  const bytes = [...new TextEncoder().encode(page)].map((byte) => Uint8Array.of(byte));
  expect(await inject(...bytes)).toBe(`<html><head>${script}<title>ü 🚀</title>`);
});
