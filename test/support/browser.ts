import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian, Ubuntu, Fedora and macOS put it; CHROMIUM says otherwise. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Starts a real browser. Fails where there is none, because a page nobody has looked at is not tested. */
export async function startBrowser(): Promise<Browser> {
  const path = [process.env['CHROMIUM'] ?? '', ...PLACES].find((place) => place !== '' && existsSync(place));
  if (path === undefined) {
    throw new Error('no browser: apt-get install -y --no-install-recommends chromium, or set CHROMIUM to its path');
  }
  // A container has no user namespaces for the sandbox and little shared memory; the page is our own file.
  return chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}
