// What the journeys through React on the several Vites share: the page of the template, hot reload, and the build.

import type { RuntimeState } from '../../worker/kernel/state.ts';
import { expect, test, type Machine } from './machine.ts';

const app = 'src/App.jsx';

/** A new project of that template, its dev server not running yet. */
export async function reactProject(machine: Machine, template: string) {
  await machine.template(template);
  const { preview } = machine;
  const heading = preview.locator('h1');
  const button = preview.getByRole('button');
  const source = await machine.read(app);
  return {
    heading,
    /** A component that was just loaded is clicked `clicks` times; an edit then reaches the page, and the count stays. */
    hotReload: async (title: string, clicks: number): Promise<void> => {
      for (let click = 0; click < clicks; click++) await button.click();
      await expect(button).toHaveText(`count is ${clicks}`);
      await machine.write(app, source.replace('Hello, React', title));
      await expect(heading).toHaveText(title);
      await expect(button).toHaveText(`count is ${clicks}`);
    },
  };
}

/** Who listens where. */
export function listeners({ ports }: Pick<RuntimeState, 'ports'>) {
  return ports.map(({ port, pid }) => ({ port, pid }));
}

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
