// A page with an empty Holdfast project in it, for the runners that hold the machine against the real thing.
/* global window, navigator, HTMLIFrameElement, Element -- functions that run in the page */

/**
 * Opens the app at `url` and a new project in it. `base` is the project's folder. Nothing of the previews' origins loads: the
 * workbench shows what listens in its preview, which would send requests of its own to the servers of the cases.
 */
export async function openMachine(browser, url, name) {
  const page = await browser.newPage();
  const { origin } = new URL(url);
  await page.route(
    (requested) => requested.origin !== origin,
    (route) => route.abort(),
  );
  // Requests that the service worker answers pass that route by: previews below the IDE's own origin never begin.
  await page.addInitScript(() => {
    HTMLIFrameElement.prototype.setAttribute = function (name, value) {
      const isPreview = name === 'src' && String(value).includes('/__preview/');
      Element.prototype.setAttribute.call(this, name, isPreview ? 'about:blank' : value);
    };
    // No copy of the templates' packages for visits without a network beside the cases.
    Object.defineProperty(navigator.connection, 'saveData', { value: true });
  });
  page.on('pageerror', (error) => console.log('page error:', error.message));
  await page.goto(url);
  await page.waitForFunction(() => 'holdfast' in window);
  await page.evaluate(() => window.holdfast.ready);
  await page.evaluate(async (title) => {
    const { id } = await window.holdfast.projects.create({ name: title, files: {} });
    await window.holdfast.projects.open(id);
  }, name);
  const base = await page.evaluate(async () => {
    const child = await window.holdfast.kernel.exec('pwd');
    let text = '';
    const reader = child.chunks.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value.data;
    return text.trim();
  });
  return { page, base };
}
