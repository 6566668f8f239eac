// The step that every journey through a Vite template ends with.

import { expect, test, type Machine } from './machine.ts';

/** Builds the project and serves the build: `text` stands in the one script that its page names. */
export function buildAndPreview(machine: Machine, text: string): Promise<void> {
  return test.step('the build writes dist, and vite preview serves it', async () => {
    const build = await machine.exec('npm', ['run', 'build']);
    expect(build.stdout).toMatch(/✓ built in/);
    expect(build.code).toBe(0);
    const page = await machine.read('dist/index.html');
    const script = /src="(\/assets\/[\w-]+\.js)"/.exec(page)?.[1] ?? '';
    expect(await machine.read(`dist${script}`)).toContain(text);
    await machine.page.evaluate(async () => {
      await window.holdfast.kernel.exec('npm', ['run', 'preview']);
    });
    await machine.until((state) => state.ports.some(({ port }) => port === 4173));
    const served = await machine.exec('curl', ['-s', `http://localhost:4173${script}`]);
    expect(served.stdout).toContain(text);
  });
}
