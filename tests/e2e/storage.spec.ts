import { expect, test } from './machine.ts';

/** A package that was kept long ago and that no project has. */
async function keepUnused(): Promise<void> {
  const opened = Promise.withResolvers<IDBDatabase>();
  const request = indexedDB.open('holdfast-packs');
  request.onsuccess = () => opened.resolve(request.result);
  const database = await opened.promise;
  const stored = Promise.withResolvers<void>();
  const transaction = database.transaction('packs', 'readwrite');
  transaction.objectStore('packs').put(
    {
      ...{ format: 1, paths: 'index.js', numbers: new Float64Array([0o644, 0, 2048]), size: 2048 },
      ...{ bytes: new Blob(['x'.repeat(2048)]), storedAt: 1 },
      ...{ manifest: { name: 'long-gone', version: '1.0.0' }, bundled: {} },
    },
    'pack:sha512-long-gone',
  );
  transaction.oncomplete = () => stored.resolve();
  await stored.promise;
  database.close();
}

/** Counts in `window.reports` how often the page asks for what is stored; serialized, hence without closures. */
function countReports(): void {
  interface Port {
    postMessage: (this: MessagePort, message: unknown, ...rest: unknown[]) => void;
  }
  const port = MessagePort.prototype as unknown as Port;
  const post = port.postMessage;
  let reports = 0;
  port.postMessage = function (message, ...rest) {
    const path = (message as { path?: readonly string[] } | null)?.path;
    if (path?.includes('report') === true) Reflect.set(window, 'reports', ++reports);
    post.call(this, message, ...rest);
  };
}

test('the storage view shows the packages with who uses them, and clears the unused ones', async ({
  machine,
}) => {
  const { page } = machine;
  await machine.template('koa');
  expect(await machine.exec('npm', ['install'])).toMatchObject({ code: 0 });
  await page.evaluate(keepUnused);

  // Through the palette, by keyboard alone.
  const row = (name: string) =>
    page.getByTestId('stored-packages').getByRole('listitem').filter({ hasText: name });
  await expect(async () => {
    await page.keyboard.press('F1');
    await expect(page.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('storage');
    await expect(page.getByRole('option').first()).toHaveText('Storage and packages…');
    await page.keyboard.press('Enter');
    // Storage is written a moment behind the install.
    await expect(row('koa@').filter({ hasText: 'Koa app' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(row('long-gone@1.0.0')).toContainText('unused');
  await expect(page.getByTestId('storage-unused')).toContainText('2.0 KB');
  await page.getByTestId('clear-unused').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Cleared 1 package, 2.0 KB')).toBeVisible();
  await expect(row('long-gone@1.0.0')).toHaveCount(0);
  await expect(row('koa@')).toBeVisible();
  await expect(page.getByTestId('clear-unused')).toBeDisabled();
  const compiled = page.getByTestId('storage-compiled');
  await expect(compiled).toHaveCount(0);
  await page.keyboard.press('Escape');

  // What is kept of compiled WebAssembly.
  await page.evaluate(async () => {
    const cache = await caches.open('holdfast-wasm');
    await cache.put('/__holdfast/wasm/sha512-x-3', new Response('x'.repeat(3072)));
  });
  await page.evaluate(countReports);
  await page.getByTestId('status-offline').click();
  await expect(compiled).toContainText('1 file, 3.0 KB');
  // The kernel is asked once, not for as long as the view is open.
  await expect(row('koa@')).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, 'reports') as number)).toBe(1);
  await compiled.getByRole('button').click();
  await expect(page.getByText('Cleared compiled WebAssembly, 3.0 KB')).toBeVisible();
  await expect(compiled).toHaveCount(0);
  expect(await page.evaluate(() => caches.has('holdfast-wasm'))).toBe(false);
  await page.keyboard.press('Escape');

  // From the status bar, and what is installed is still there.
  await page.getByTestId('status-offline').click();
  await expect(row('koa@')).toBeVisible();
  expect(await machine.exec('node', ['-p', 'typeof require("koa")'])).toMatchObject({ stdout: 'function\n' });
});
