import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '@tsdistill/testing';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type DataKind, writeEvaluatedExperiment } from '../testing/evaluated-experiment';

/** @file The report page in a browser: Debian's Chromium, or the one that TSDISTILL_CHROMIUM names. */

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const CHROMIUM = process.env['TSDISTILL_CHROMIUM'] ?? '/usr/bin/chromium';
const KINDS: readonly DataKind[] = ['wave', 'panel'];
const MOST_BYTES = 3e6;
const pages = new Map<DataKind, string>();
let browser: Browser;

beforeAll(async () => {
  for (const kind of KINDS) {
    const root = temporaryFolder();
    await writeEvaluatedExperiment(root, kind);
    const { status, stderr } = spawnSync('node', [BIN, 'report', 'trial'], { cwd: root, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    pages.set(kind, join(root, 'data/artifacts/trial/report/report.html'));
  }
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

interface Opened {
  readonly page: Page;
  /** What the page complained of. */
  readonly complaints: string[];
  /** Addresses that it asked for beside itself. */
  readonly requests: string[];
}

async function open(kind: DataKind, width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const address = `file://${pages.get(kind)}`;
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => request.url() !== address && requests.push(request.url()));
  await page.goto(address);
  return { page, complaints, requests };
}

describe.each(KINDS)('the report of a %s', (kind) => {
  it('is one file of at most 3 MB that asks for nothing and complains of nothing', async () => {
    const { page, complaints, requests } = await open(kind, 1280);
    expect(readFileSync(pages.get(kind)!).length).toBeLessThan(MOST_BYTES);
    expect([complaints, requests]).toEqual([[], []]);
    await page.close();
  });

  it.each([1280, 390])('does not scroll sideways at a width of %d', async (width) => {
    const { page } = await open(kind, width);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.close();
  });

  it('draws every chart with marks inside its frame, and names each', async () => {
    const { page } = await open(kind, 1280);
    const charts = await page.$$eval('figure.chart:not([hidden] *)', (figures) =>
      figures.map((figure) => {
        const svg = figure.querySelector('svg')!;
        const { width, height } = svg.getBoundingClientRect();
        const marks = [...svg.querySelectorAll<SVGGraphicsElement>('path, polyline, polygon, circle, line')];
        const drawn = marks.filter((mark) => mark.getBBox().width + mark.getBBox().height > 0);
        const named = (svg.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id));
        return {
          id: figure.id,
          text: named.every((element) => (element?.textContent ?? '').length > 5),
          area: width * height,
          markCount: drawn.length,
          wrong: /NaN|Infinity|undefined/.test(svg.outerHTML),
        };
      }),
    );
    const expected = ['forest', 'against-parameters', 'against-ms1', 'by-step', 'by-channel', 'following', 'tasks'];
    const shown = charts.map(({ id }) => id);
    expect(shown).toEqual(expect.arrayContaining([...expected, 'window-best-0', 'window-worst-0', 'training-1']));
    expect(shown.includes('by-series')).toBe(kind === 'panel');
    // A panel has too few windows in a row to correlate, and too few values for a slice.
    expect(shown.includes('residual-autocorrelation')).toBe(kind === 'wave');
    expect(shown.includes('slices')).toBe(kind === 'wave');
    expect(charts.filter(({ text, area, markCount, wrong }) => !text || area < 20_000 || markCount < 4 || wrong)).toEqual([]);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('has no serious violation of accessibility in %s', async (scheme) => {
    for (const width of [1280, 390]) {
      const { page } = await open(kind, width, scheme);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
      await page.close();
    }
  });

  it('has other colours in the dark', async () => {
    const grounds = await Promise.all(
      (['light', 'dark'] as const).map(async (scheme) => {
        const { page } = await open(kind, 1280, scheme);
        const ground = await page.$eval('body', (body) => getComputedStyle(body).backgroundColor);
        await page.close();
        return ground;
      }),
    );
    expect(grounds).toEqual(['rgb(246, 247, 249)', 'rgb(13, 17, 23)']);
  });
});

it('shows texts of a config as they are, and runs none of them', async () => {
  const { page, complaints } = await open('wave', 1280);
  expect(await page.textContent('.facts dd >> text=alert')).toBe('<script>alert("&")</script>');
  expect(complaints).toEqual([]);
  await page.close();
});

it('shows the windows of the channel that is chosen by keyboard', async () => {
  const { page } = await open('wave', 1280);
  await page.focus('#channel');
  await page.keyboard.press('ArrowDown');
  const chosen = await page.$eval('#channel', (list) => (list as HTMLSelectElement).selectedOptions[0]?.text);
  const visible = await page.$$eval('figure[id^="window-"] h3', (titles) =>
    titles.filter((title) => title.getClientRects().length > 0).map((title) => title.textContent),
  );
  expect(visible).toEqual(['Best', 'Median', 'Worst'].map((rank) => `${rank} window: ${chosen}`));
  await page.close();
});

it('sorts the table of models by a heading, models without a value last in both directions', async () => {
  const { page } = await open('wave', 1280);
  const column = async () => {
    const texts = await page.$$eval('table.models tbody tr', (rows) =>
      rows.map((row) => (row as HTMLTableRowElement).cells[1]?.dataset['value'] ?? ''),
    );
    return texts.map((text) => (text === '' ? null : Number(text)));
  };
  const known = (await column()).filter((value) => value !== null).sort((a, b) => a - b);
  await page.focus('table.models th button');
  await page.keyboard.press('Enter');
  expect(await column()).toEqual([...known, null, null]);
  await page.keyboard.press('Enter');
  expect(await column()).toEqual([...known.reverse(), null, null]);
  expect(await page.getAttribute('table.models th[aria-sort]', 'aria-sort')).toBe('descending');
  await page.close();
});
