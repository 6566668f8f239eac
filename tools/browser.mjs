// Finds a Chromium for tests and benchmarks; what closed networks allow is tried in order (see README, "Tests").
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const candidates = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

function installed() {
  const chosen = process.env.HOLDFAST_CHROMIUM;
  if (chosen !== undefined && chosen !== '') return chosen;
  return candidates.find((path) => existsSync(path));
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path !== '' && existsSync(path) ? path : undefined;
}

/** The path of a Chromium, installing one where there is none. Throws with what to do where that fails. */
export async function findChromium() {
  const found = installed() ?? (await playwrightsOwn());
  if (found !== undefined) return found;
  console.log('No Chromium found: trying Playwright’s, then Debian’s package.');
  const playwright = spawnSync('npx', ['playwright', 'install', '--with-deps', 'chromium'], {
    stdio: 'inherit',
    timeout: 180_000,
  });
  if (playwright.status === 0) {
    const own = await playwrightsOwn();
    if (own !== undefined) return own;
  }
  try {
    execFileSync('apt-get', ['update'], { stdio: 'inherit' });
    execFileSync('apt-get', ['install', '-y', 'chromium'], { stdio: 'inherit' });
  } catch {
    // The check below tells what is wrong.
  }
  const debian = installed();
  if (debian !== undefined) return debian;
  throw new Error('No Chromium. Install one, or set HOLDFAST_CHROMIUM to its path.');
}

/**
 * Not wanted of a browser under test. The first two are pages of the browser's own behind each window's address bar, which load
 * as much as an app does. Of several such switches only the last counts, so that the others are Playwright's, once more.
 */
const disabledFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** Flags that a headless Chromium needs as root and behind a closed network. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${disabledFeatures.join()}`,
];
