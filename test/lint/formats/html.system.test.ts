import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { LintFinding } from '../../../src/lint/finding.ts';
import { startBrowser } from '../../support/browser.ts';
import { finding, write } from '../../support/report-sample.ts';
import { tempFile } from '../../support/temp-files.ts';

const attack = `</script><script>window.attacked=1</script><img src=x onerror="window.attacked=1">'"\`&`;
const hour = 3_600_000;
const start = Date.parse('2026-11-20T00:00:00Z');
const findings: readonly LintFinding[] = [
  ...Array.from({ length: 30 }, (_, at) => finding({ line: at + 1, time: start + at * hour })),
  finding({
    file: 'b.log',
    line: 2,
    rule: 'email',
    pack: 'contact',
    severity: 'medium',
    path: 'items.3.from',
    time: start,
  }),
  finding({ file: `${attack}.log`, line: 3, rule: 'ip', pack: 'network', severity: 'low', path: attack, time: start }),
];

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser?.close());

interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly troubles: string[];
}

async function open(text: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const requests: string[] = [];
  const troubles: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => troubles.push(message.text()));
  await page.goto(`file://${tempFile(text, 'report.html')}`);
  return { page, requests, troubles };
}

const visibleRows = 'tbody tr:not([hidden])';

describe('the HTML report', () => {
  it('asks for nothing but itself and runs without a complaint', async () => {
    const { requests, troubles, page } = await open(write('html', findings));
    expect(requests).toHaveLength(1);
    expect(troubles).toEqual([]);
    expect(await page.locator('h1').textContent()).toBe('32 findings');
  });

  it('filters its rows by every word of the search, and says how many are left', async () => {
    const { page } = await open(write('html', findings));
    expect(await page.locator(visibleRows).count()).toBe(32);
    await page.getByRole('searchbox').fill('EMAIL b.log');
    expect(await page.locator(visibleRows).count()).toBe(1);
    expect(await page.getByRole('status').textContent()).toBe('1 of 32');
    await page.getByRole('searchbox').fill('no such thing');
    expect(await page.getByText('No finding matches the search.').isVisible()).toBe(true);
  });

  it('sorts by a column, and back, by number where it is one', async () => {
    const { page } = await open(write('html', findings));
    const head = page.getByRole('columnheader', { name: 'Place' });
    const firstPlace = () => page.locator(`${visibleRows} .place`).nth(3).textContent();
    await page.getByRole('button', { name: 'Severity' }).click();
    expect(await page.locator(`${visibleRows} .tag`).first().textContent()).toBe('critical');
    await page.getByRole('button', { name: 'Place' }).click();
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    expect(await firstPlace()).toBe('logs/app.log:2:12');
    await page.getByRole('button', { name: 'Place' }).click();
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    expect(await page.locator(`${visibleRows} .place`).first().textContent()).toBe('logs/app.log:30:12');
  });

  it('shows the findings of a rule, a path or a file at a click', async () => {
    const { page } = await open(write('html', findings));
    await page.locator('summary', { hasText: 'email' }).click();
    await page
      .getByRole('button', { name: 'Show them' })
      .first()
      .or(page.locator('details[open] .filter'))
      .last()
      .click();
    expect(await page.locator(visibleRows).count()).toBe(1);
    await page.locator('.bars button', { hasText: 'items.*.from' }).click();
    expect(await page.locator(visibleRows).count()).toBe(1);
  });

  it('draws the findings over time, as bars with a label', async () => {
    const { page } = await open(write('html', findings));
    const chart = page.getByRole('img', { name: /Findings over time, 2026-11-20 00:00:00 to/ });
    expect(await chart.isVisible()).toBe(true);
    expect(await chart.locator('rect').count()).toBe(30);
    expect(await page.getByText('one bar is 30 minutes, the highest 3').isVisible()).toBe(true);
  });

  it.each([
    ['light', 'rgb(246, 247, 249)'],
    ['dark', 'rgb(15, 18, 23)'],
  ] as const)('follows the colour scheme %s, with text that can be read', async (scheme, background) => {
    const { page } = await open(write('html', findings), scheme);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(background);
    expect(await page.evaluate(lowestContrast)).toBeGreaterThanOrEqual(4.5);
  });

  it('takes no name for markup: not of a file, not of a key, not of a rule', async () => {
    const evil = findings.map((each) => ({ ...each, rule: `r${attack}`, preview: attack, fingerprint: attack }));
    for (const given of [findings, evil]) {
      const { page, requests } = await open(
        write('html', given, {
          end: { notes: [attack], problems: [{ file: attack, code: 'failed', message: attack }] },
        }),
      );
      expect(await page.evaluate("'attacked' in window")).toBe(false);
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.locator('script').count()).toBe(1);
      expect(requests).toHaveLength(1);
    }
  });

  it('would not run a foreign script even if one got in', async () => {
    const broken = write('html', findings).replace(
      '<main>',
      '<main><script>window.attacked=1</script><img src="http://127.0.0.1:9/x">',
    );
    const { page } = await open(broken);
    expect(await page.evaluate("'attacked' in window")).toBe(false);
  });

  it('is a page also when there is nothing to show', async () => {
    const { page, troubles } = await open(write('html', []));
    expect(await page.locator('h1').textContent()).toBe('clean');
    expect(await page.getByText('There is nothing to show.').isVisible()).toBe(true);
    expect(troubles).toEqual([]);
  });

  it('can be used with the keyboard alone, and names what it has', async () => {
    const { page } = await open(write('html', findings));
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement?.id')).toBe('search');
    expect(await page.getByRole('searchbox', { name: 'Search findings' }).count()).toBe(1);
    expect(await page.locator('th button').count()).toBe(7);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  });

  it('fits a phone without scrolling sideways', async () => {
    const { page } = await open(write('html', findings));
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  it('lists no more rows than a browser can handle, and says so', () => {
    const many = Array.from({ length: 5200 }, (_, line) => finding({ line }));
    const text = write('html', many);
    expect(text.split('<tr>').length - 2).toBe(5000);
    expect(text).toContain('The first 5,000 are listed; 200 more were found.');
  });
});

/** The lowest contrast of any text to what lies behind it (WCAG 2.2, relative luminance), for the page to run. */
const lowestContrast = `(() => {
  const parse = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color[3] !== 0) return color;
    }
    return [255, 255, 255];
  };
  let lowest = 21;
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!hasText || element.closest('script, style, .hidden, .skip, svg') !== null) continue;
    const [text, ground] = [luminance(parse(getComputedStyle(element).color)), luminance(behind(element))];
    lowest = Math.min(lowest, (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05));
  }
  return lowest;
})()`;
