// The screenshots of `node tools/ui-preview.mjs --shots FOLDER`: each state of the workbench worth a look.

const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

async function open(browser, url, { viewport, theme, query = '' }) {
  const context = await browser.newContext({
    viewport,
    colorScheme: theme,
    hasTouch: viewport === phone,
    deviceScaleFactor: viewport === phone ? 2 : 1,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.log('page error:', error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') console.log('console:', message.text());
  });
  await page.goto(url + query);
  await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(900);
  return page;
}

export async function takeShots(browser, url, folder) {
  const only = process.env.ONLY?.split(',');
  const shot = async (name, options, act) => {
    if (only !== undefined && !only.some((wanted) => name.includes(wanted))) return;
    const page = await open(browser, url, options);
    try {
      await act?.(page);
      await page.screenshot({ path: `${folder}/${name}.png` });
      console.log(name);
    } catch (error) {
      console.log(name, 'failed:', error.message);
      await page.screenshot({ path: `${folder}/${name}-failed.png` });
    }
    await page.context().close();
  };
  const run = async (page) => {
    await page.getByTestId('run').click();
    await page.getByTestId('preview-frame').waitFor();
    await page.waitForTimeout(900);
  };
  for (const theme of ['dark', 'light']) {
    await shot(`${theme}-first`, { viewport: wide, theme });
    await shot(`${theme}-running`, { viewport: wide, theme }, run);
  }
  await shot(
    'dark-starting',
    { viewport: wide, theme: 'dark', query: '?install&step=3000' },
    async (page) => {
      await page.getByTestId('run').click();
      await page.getByText('Installing packages').waitFor();
    },
  );
  await shot('dark-stopped', { viewport: wide, theme: 'dark' }, async (page) => {
    await run(page);
    await page.getByTestId('stop').click();
    await page.waitForTimeout(1200);
    await page.getByTestId('terminal-tab-primary').click();
  });
  await shot('dark-palette', { viewport: wide, theme: 'dark' }, async (page) => {
    await page.keyboard.press('F1');
    await page.waitForTimeout(500);
  });
  await shot('light-quick-open', { viewport: wide, theme: 'light' }, async (page) => {
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.press('Control+p');
    await page.keyboard.type('main');
    await page.waitForTimeout(500);
  });
  await shot('dark-new-project', { viewport: wide, theme: 'dark' }, async (page) => {
    await page.getByTestId('project-switcher').click();
    await page.getByText('New project…').click();
    await page.waitForTimeout(600);
  });
  const storage = async (page) => {
    await page.keyboard.press('F1');
    await page.getByRole('combobox').fill('storage');
    await page.keyboard.press('Enter');
    await page.getByTestId('stored-packages').waitFor();
    await page.waitForTimeout(400);
  };
  await shot('dark-storage', { viewport: wide, theme: 'dark' }, storage);
  await shot('light-storage', { viewport: wide, theme: 'light' }, storage);
  await shot('phone-storage', { viewport: phone, theme: 'light' }, storage);
  await shot('light-menu', { viewport: wide, theme: 'light' }, async (page) => {
    await page.locator('[data-path="server.js"][role=treeitem]').click({ button: 'right' });
    await page.waitForTimeout(300);
  });
  await shot('dark-lost', { viewport: wide, theme: 'dark' }, async (page) => {
    await run(page);
    await page.evaluate(() => {
      const now = globalThis.fake.getSnapshot();
      globalThis.fake.setLink({
        link: 'lost',
        reason: 'The machine does not answer.',
        snapshot: now.snapshot,
      });
    });
    await page.waitForTimeout(300);
  });
  await shot('light-failed', { viewport: wide, theme: 'light' }, async (page) => {
    await page.evaluate(() =>
      globalThis.fake.setState({
        status: 'running',
        server: {
          status: 'failed',
          command: 'node server.js',
          message: 'node server.js exited with code 1 before it listened on a port.',
          session: null,
        },
        warning: { code: 'ENOSPC', message: 'Storage is full: changes are kept in memory only.' },
      }),
    );
    await page.waitForTimeout(300);
  });
  for (const view of ['files', 'editor', 'terminal', 'preview'])
    await shot(
      `phone-${view}`,
      { viewport: phone, theme: view === 'files' ? 'light' : 'dark' },
      async (page) => {
        if (view === 'preview') await run(page);
        await page.getByTestId(`mobile-${view}`).click();
        await page.waitForTimeout(500);
      },
    );
}
