import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openBacktest, openEvaluation } from '@tsdistill/contracts';
import { runBacktest, runEvaluate } from '@tsdistill/evaluate';
import { runSoftTargets } from '@tsdistill/soft-targets';
import { runStudentDistill } from '@tsdistill/student-distill';
import { runTeacherTrain } from '@tsdistill/teacher-train';
import { silentHost, temporaryFolder, waveTime, writePanelDataset, writeWaveDataset } from '@tsdistill/testing';
import axe from 'axe-core';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { ExperimentFile } from './config-files/experiment-file';
import { StudentFile } from './config-files/student-file';
import { TeacherFile } from './config-files/teacher-file';
import { readConfig } from './read-config';

/** @file The report page in a browser: Debian's Chromium, or the one that TSDISTILL_CHROMIUM names. */

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const CHROMIUM = process.env['TSDISTILL_CHROMIUM'] ?? '/usr/bin/chromium';
const SEEDS = [0, 1];
const HOSTILE = '<script>alert("&")</script>';
const KINDS: readonly DataKind[] = ['wave', 'panel'];
/** All of the page of a wave stands in that of two runs. */
const PAGES: readonly PageName[] = ['panel', 'overview', 'two runs'];
const MOST_BYTES = 3e6;
const pages = new Map<PageName, string>();
let browser: Browser;

beforeAll(async () => {
  for (const kind of KINDS) {
    const root = temporaryFolder();
    await writeEvaluatedExperiment(root, kind);
    pages.set(kind, writeReport(root, ['trial'], 'trial/report'));
    if (kind === 'panel') continue;
    pages.set('overview', writeOverview(root));
    pages.set('two runs', writeTwoRuns(root));
    pages.set('stale', writeReport(root, ['grid'], 'grid/report'));
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

async function open(kind: PageName, width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const address = `file://${pages.get(kind)}`;
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => request.url() !== address && requests.push(request.url()));
  await page.goto(address);
  return { page, complaints, requests };
}

type Chart = Awaited<ReturnType<typeof describeChart>>;

async function describeChart(figure: Locator) {
  const svg = figure.locator('svg');
  const { width = 0, height = 0 } = (await svg.boundingBox()) ?? {};
  const markup = await svg.innerHTML();
  const ids = (await svg.getAttribute('aria-labelledby'))?.split(' ') ?? [''];
  return {
    id: await figure.getAttribute('id'),
    names: await Promise.all(ids.map(async (id) => (await svg.locator(`#${id}`).textContent()) ?? '')),
    area: width * height,
    markCount: markup.match(/<(?:path|polyline|polygon|circle|line) /g)?.length ?? 0,
    wrong: /NaN|Infinity|undefined/.test(markup),
  };
}

describe.each(PAGES)('the page of %s', (kind) => {
  it('is one file of at most 3 MB that asks for nothing and complains of nothing', async () => {
    const { page, complaints, requests } = await open(kind, 1280);
    expect(readFileSync(pages.get(kind)!).length).toBeLessThan(MOST_BYTES);
    expect([complaints, requests]).toEqual([[], []]);
    await page.close();
  });

  it.each([1280, 390])('does not scroll sideways at a width of %d', async (width) => {
    const { page } = await open(kind, width);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('has no serious violation of accessibility in %s', async (scheme) => {
    for (const width of [1280, 390]) {
      const { page } = await open(kind, width, scheme);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
      await page.close();
    }
  });

  it('has other colours in the dark', async () => {
    const grounds = await Promise.all(
      (['light', 'dark'] as const).map(async (scheme) => {
        const { page } = await open(kind, 1280, scheme);
        const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
        await page.close();
        return ground;
      }),
    );
    expect(grounds).toEqual(['rgb(246, 247, 249)', 'rgb(13, 17, 23)']);
  });
});

describe.each(KINDS)('the report of a %s', (kind) => {
  it('draws every chart, and names each', async () => {
    const { page } = await open(kind, 1280);
    const charts = await Promise.all((await page.locator('figure.chart:visible').all()).map(describeChart));
    const expected = [
      ...['forest', 'against-parameters', 'against-ms1', 'against-trainingSeconds', 'by-step', 'by-channel', 'tasks'],
      ...['residual-histogram', 'following', 'window-best-0', 'window-median-0', 'window-worst-0'],
      ...['training-0', 'training-1', 'training-2', 'training-3'],
      ...['interval-coverage', 'interval-channels', 'interval-width'],
    ];
    const shown = charts.map(({ id }) => id);
    expect(shown).toEqual(expect.arrayContaining(expected));
    expect(shown.includes('by-series')).toBe(kind === 'panel');
    expect(shown.includes('calibration')).toBe(kind === 'panel');
    expect(shown.includes('backtest-errors') && shown.includes('backtest-naive')).toBe(kind === 'wave');
    // A panel has too few windows in a row to correlate, and too few values for a slice.
    expect(shown.includes('residual-autocorrelation')).toBe(kind === 'wave');
    expect(shown.includes('slices')).toBe(kind === 'wave');
    const isPoor = ({ names, area, markCount, wrong }: Chart) =>
      names.some((name) => name.length < 6) || area < 20_000 || markCount < 4 || wrong;
    expect(charts.filter(isPoor)).toEqual([]);
    await page.close();
  });
});

it('answers first, each answer with its seeds and its interval where it has one', async () => {
  const { page } = await open('wave', 1280);
  const cards = await page.locator('section.verdict .card').allInnerTexts();
  const [size, speed, retention, teacher, twin, placebo] = cards;
  expect(cards).toHaveLength(6);
  expect([size, speed]).toEqual([expect.stringContaining('smaller'), expect.stringMatching(/faster|slower|As fast/)]);
  for (const card of [retention, teacher, twin, placebo])
    expect(card).toMatch(/95\u00a0% interval: .+ … .+, 2 seeds, 157 windows\./);
  const { verdict, comparisons } = openEvaluation(join(dirname(pages.get('wave')!), '../evaluate')).summary;
  expect(twin).toContain(
    { helps: 'It helps', hurts: 'It hurts', 'cannot tell': 'Cannot tell', void: 'Void' }[verdict.outcome],
  );
  const seeds = comparisons.find(({ role, metric }) => role === 'twin' && metric === 'mse')!.seeds;
  expect(twin).toMatch(new RegExp(`By seed – ${seeds.map(({ seed }) => `${seed}: [+−]\\S+\\s%`).join(', ')}\\.`));
  await page.close();
});

it('has a curve for every loss term of a training, with its values by seed and epoch', async () => {
  const { page } = await open('wave', 1280);
  const student = page.locator('#training-1');
  await student.locator('summary').click();
  const [head, ...rows] = await student.locator('tr').allInnerTexts();
  expect(head?.split('\t').sort()).toEqual(['hard', 'loss', 'seed and epoch', 'soft', 'validation']);
  expect(rows.map((row) => row.split('\t')[0])).toEqual(
    SEEDS.flatMap((seed) => [1, 2, 3].map((epoch) => `${seed}, ${epoch}`)),
  );
  for (const colour of ['ink', 'rival', 'placebo', 'teacher'])
    expect(await student.locator(`svg [stroke="var(--${colour})"]`).count()).toBeGreaterThanOrEqual(SEEDS.length);
  await page.close();
});

it('says where data and results come from: data card, configs, versions, and every stage with rows, bytes and time', async () => {
  const { page } = await open('wave', 1280);
  const terms = await page.locator('dl.facts dt').allInnerTexts();
  expect(terms).toEqual(
    expect.arrayContaining(['source', 'licence', 'span', 'gaps', 'policies', 'scaler', 'commit', 'versions']),
  );
  expect(await page.locator('details.config summary').allInnerTexts()).toEqual([
    ...['trial/experiment.json', 'small/student.json', 'big/teacher.json', 'made/dataset.json'],
  ]);
  const table = page.locator('[aria-label="Stages"] table');
  expect(await table.locator('thead th').allInnerTexts()).toEqual(['stage', 'made', 'kB', 'seconds', 'in this run']);
  const rows = (await table.locator('tbody tr').allInnerTexts()).map((row) => row.split('\t'));
  const seeded = (task: string) => SEEDS.map((seed) => `${task}-s${seed}`);
  expect(rows.map(([task]) => task)).toEqual([
    ...['dataset-made:ingest', 'teacher-big:teacher-train', 'teacher-big:soft-targets'],
    ...[...seeded('trial:student-distill'), ...seeded('student-small:student-alone')],
    ...[...seeded('trial:placebo-smoothed-labels'), 'trial:evaluate'],
  ]);
  expect(rows.map(([, made]) => made)).toEqual(
    expect.arrayContaining(['800 rows × 3', expect.stringMatching(/^157 windows × \d+$/)]),
  );
  for (const [, , kilobytes, seconds] of rows.slice(1))
    for (const text of [kilobytes, seconds]) expect(text).toMatch(/\d/);
  await page.close();
});

it('shows texts of a config as they are, and runs none of them', async () => {
  const { page, complaints } = await open('wave', 1280);
  expect(await page.textContent('.facts dd >> text=alert')).toBe(HOSTILE);
  expect(complaints).toEqual([]);
  await page.close();
});

it('shows the windows of the channel that is chosen by keyboard', async () => {
  const { page } = await open('wave', 1280);
  await page.focus('#channel');
  await page.keyboard.press('ArrowDown');
  const chosen = await page.locator('#channel option:checked').textContent();
  const visible = await page.locator('figure[id^="window-"] h3:visible').allTextContents();
  expect(visible).toEqual(['Best', 'Median', 'Worst'].map((rank) => `${rank} window: ${chosen}`));
  await page.close();
});

it('shades the interval around the student’s forecast, and writes down its bounds', async () => {
  const { page } = await open('wave', 1280);
  const chart = page.locator('#window-worst-0');
  expect(await chart.locator('svg path[fill="var(--student)"][fill-opacity="0.16"]').count()).toBe(1);
  await chart.locator('summary').click();
  const rows = await chart.locator('tbody tr').allInnerTexts();
  expect(rows).toHaveLength(4);
  for (const row of rows) {
    const [student = NaN, lower = NaN, upper = NaN] = [3, 5, 6].map((cell) => Number(row.split('\t')[cell]));
    expect(lower).toBeLessThan(student);
    // The scaler is linear, so the forecast lies in the middle; three digits are shown.
    expect(Math.abs((lower + upper) / 2 - student)).toBeLessThan(0.11);
  }
  await page.close();
});

it('says how much of the truth the intervals hold, as the evaluation measured it', async () => {
  const { page } = await open('wave', 1280);
  const summary = openEvaluation(join(dirname(pages.get('wave')!), '../evaluate')).summary;
  const students = summary.intervals!.models.filter(({ role }) => role === 'student');
  const share = (of: (level: (typeof students)[number]['levels'][number]) => number) =>
    ((100 * students.reduce((sum, { levels }) => sum + of(levels[1]!), 0)) / students.length).toFixed(1);
  const cells = await page
    .locator('[aria-label="Coverage of the intervals"] tbody tr:nth-child(2)')
    .locator('th, td')
    .allInnerTexts();
  expect([cells[0], cells[1], cells[3]]).toEqual([
    'student, 90\u00a0%',
    `${share(({ coverage }) => coverage!)}\u00a0%`,
    `${share(({ rolling }) => rolling.coverage!)}\u00a0%`,
  ]);
  await page.close();
});

it('shows the errors of a backtest by period as it measured them, with its origins and their span', async () => {
  const { page } = await open('wave', 1280);
  const { summary } = openBacktest(join(dirname(pages.get('wave')!), '../backtest'));
  const lead = await page.locator('section:has(#backtest) .lead').innerText();
  // Every eighth of the 157 origins from row 640 on.
  const [first, last] = [640, 640 + 19 * 8].map((row) =>
    new Date(waveTime(row)).toISOString().slice(0, 16).replace('T', ' '),
  );
  expect(lead).toContain(
    `mean over seeds 0, 1: forecasts of 4 steps from 20 origins (of each series one in 8), ${first} … ${last} (UTC).`,
  );
  const chart = page.locator('#backtest-errors');
  await chart.locator('summary').click();
  const rows = await chart.locator('tbody tr').allInnerTexts();
  const loss = (models: (typeof summary.overall)['models']) =>
    (models.reduce((sum, { mse }) => sum + mse!, 0) / models.length).toPrecision(3);
  expect(rows.map((row) => row.split('\t').slice(0, 3))).toEqual([
    ...summary.periods.map(({ start, windowCount, models }) => [start, `${windowCount}`, loss(models)]),
    ['all', '20', loss(summary.overall.models)],
  ]);
  const marks = await chart.locator('svg path[fill="var(--student)"][fill-opacity="0.6"]').count();
  expect(marks).toBe(SEEDS.length * summary.periods.length);
  expect(await page.locator('section:has(#backtest) .warning').count()).toBe(0);
  await page.close();
});

it('says how to make a backtest where there is none, and that one is stale whose students are others', async () => {
  const none = await open('panel', 1280);
  expect(await none.page.innerText('section:has(#backtest) code')).toBe('npx tsdistill backtest trial');
  expect(await none.page.locator('#backtest-errors').count()).toBe(0);
  await none.page.close();
  const stale = await open('stale', 1280);
  expect(await stale.page.innerText('section:has(#backtest) .warning')).toBe(
    'Stale: these are forecasts of other students than those of this page. npx tsdistill backtest grid makes the backtest again.',
  );
  await stale.page.close();
});

it('shows pinball loss, coverage and calibration of models that forecast quantiles, as the evaluation measured them', async () => {
  const { page } = await open('panel', 1280);
  const { models } = openEvaluation(join(dirname(pages.get('panel')!), '../evaluate')).summary;
  const roles = ['teacher', 'student', 'twin'] as const;
  const means = roles.map((role) => models.find((model) => model.role === role)!.mean);
  const percent = (name: string) => means.map((mean) => `${(100 * mean[name]!).toFixed(1)}\u00a0%`);
  const cells = async (name: string) => {
    const row = page.locator(`[aria-label="Calibration of the quantiles"] tr:has(th:text-is("${name}")) td`);
    return (await row.allInnerTexts()).slice(0, roles.length);
  };
  expect(await cells('at or below the level 10\u00a0%')).toEqual(percent('below0.1'));
  expect(await cells('inside the central 80\u00a0%')).toEqual(percent('coverage0.8'));
  const headings = await page.locator('table.models thead th').allInnerTexts();
  const place = headings.findIndex((heading) => heading.startsWith('pinball'));
  expect(headings[place + 1]).toContain('in 80\u00a0%');
  const values = (column: number) =>
    page
      .locator(`table.models tbody td:nth-child(${column + 1})`)
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-value')));
  const known = (name: string) => models.map(({ mean }) => (mean[name] == null ? null : `${mean[name]}`));
  expect(await values(place)).toEqual(known('pinball'));
  expect(await values(place + 1)).toEqual(known('coverage0.8'));
  await page.close();
});

it('sorts the table of models by a heading, models without a value last in both directions', async () => {
  const { page } = await open('wave', 1280);
  const column = async () => {
    const cells = await page.locator('table.models tbody td:nth-child(2)').all();
    const texts = await Promise.all(cells.map((cell) => cell.getAttribute('data-value')));
    return texts.map((text) => (text === null ? null : Number(text)));
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

it('shows every experiment with its answers and its page, and the members of a grid, the best first', async () => {
  const { page } = await open('overview', 1280);
  const rows = await page.locator('table.experiments tbody tr').allInnerTexts();
  expect(rows.map((text) => text.split('\n')[0])).toEqual(['grid', 'trial']);
  expect(rows[0]).toContain('best: alpha=0.3');
  expect(
    await page.locator('table.experiments a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
  ).toEqual(['../../trial/report/report.html']);
  const members = await page.locator('table.members tbody tr').all();
  const cells = await Promise.all(members.map((row) => row.locator('th, td').allInnerTexts()));
  // 0.44 / 0.4 is 10 % more.
  expect(cells).toEqual([
    ['alpha=0.3', '2', '0.4000 ±.0100', '0.5000', 'chosen'],
    ['alpha=0.7', '1', '0.4400', '0.5200', '+10.0\u00a0%'],
  ]);
  const charts = await Promise.all((await page.locator('figure.chart:visible').all()).map(describeChart));
  expect(charts.map(({ id, wrong }) => [id, wrong])).toEqual([
    ['beside-twin', false],
    ['beside-teacher', false],
  ]);
  await page.close();
});

it('lays a second run over the first: one line each in both charts, and a column each', async () => {
  const { page } = await open('two runs', 1280);
  const table = page.locator('[aria-label="Beside grid"] table');
  expect(await table.locator('thead th').allInnerTexts()).toEqual(['', 'trial', 'grid']);
  const { models } = openEvaluation(join(dirname(pages.get('two runs')!), '../evaluate')).summary;
  const loss = models.find(({ role }) => role === 'student')!.mean['mse']!.toFixed(4);
  const cells = table.locator('tr:has(th:text-is("student: MSE, standardized")) td');
  expect(await cells.allInnerTexts()).toEqual([loss, loss]);
  for (const [id, perRun] of [
    ['beside-steps', 1],
    ['beside-training', SEEDS.length],
  ] as const)
    for (const role of ['student', 'rival'])
      expect(
        await page
          .locator(`#${id} svg polyline[stroke="var(--${role})"], #${id} svg path[stroke="var(--${role})"]`)
          .count(),
      ).toBe(perRun);
  expect(await page.locator('nav a >> text=Beside').count()).toBe(1);
  await page.close();
});

/** A page that is looked at. */
type PageName = DataKind | 'overview' | 'two runs' | 'stale';

/** A wave: one series, all observed, 157 test windows, a backtest. A panel: three short series, one value in five missing, quantiles. */
type DataKind = 'wave' | 'panel';

/**
 * Trains and evaluates the experiment `trial` on small data: configs and artifacts lie below `root` where Nx puts them, all made by
 * the stages themselves. The licence of the data is a text that must be escaped.
 */
async function writeEvaluatedExperiment(root: string, kind: DataKind): Promise<void> {
  const files = writeConfigs(root, kind);
  const artifact = (project: string, target: string) => join(root, 'data/artifacts', project, target);
  const dataset = artifact('dataset-made', 'ingest');
  await writeData(dataset, kind);
  const host = silentHost(join(root, 'data/work'));
  const experiment = readConfig(files.experiment, ExperimentFile);
  const { student } = readConfig(files.student, StudentFile);
  const teacher = readConfig(files.teacher, TeacherFile);
  const [model, softTargets] = [artifact('teacher-big', 'teacher-train'), artifact('teacher-big', 'soft-targets')];
  await runTeacherTrain(teacher['teacher-train'], { dataset, out: model }, host);
  await runSoftTargets(teacher['soft-targets'], { dataset, teacher: model, foldTeachers: [], out: softTargets }, host);
  const { distillation, combine } = experiment;
  const folders = { student: [] as string[], twin: [] as string[], placebo: [] as string[] };
  const train = async (role: keyof typeof folders, out: string, more: object, heard: string[] = []) => {
    const training = { student, seed: Number(out.at(-1)), ...more };
    await runStudentDistill(training, { dataset, softTargets: heard, tuning: undefined, out }, host);
    folders[role].push(out);
  };
  for (const seed of SEEDS) {
    const hears = { distillation, combine };
    await train('student', artifact('trial', `student-distill-s${seed}`), hears, [softTargets]);
    await train('twin', artifact('student-small', `student-alone-s${seed}`), {});
    const placebo = { ...hears, placebo: 'smoothed-labels' };
    await train('placebo', artifact('trial', `placebo-smoothed-labels-s${seed}`), placebo);
  }
  const evaluated = {
    ...{ dataset, softTargets: [softTargets], teacher: [model], student: folders.student, twin: folders.twin },
    placebos: [{ name: 'smoothed-labels', folders: folders.placebo }],
    out: artifact('trial', 'evaluate'),
  };
  await runEvaluate({ name: 'trial', config: experiment.evaluate, combine, folders: evaluated }, host);
  if (kind === 'wave') {
    const backtest = { dataset, models: folders.student, out: artifact('trial', 'backtest') };
    await runBacktest({ since: undefined, every: 8 }, backtest, host);
    const ofTwins = { dataset, models: folders.twin, out: artifact('grid', 'backtest') };
    await runBacktest({ since: undefined, every: 8 }, ofTwins, host);
  }
  const members = [
    { label: 'alpha=0.3', seedCount: 2, mse: 0.4, mseSd: 0.01, mae: 0.5 },
    { label: 'alpha=0.7', seedCount: 1, mse: 0.44, mseSd: null, mae: 0.52 },
  ];
  const grid = { choice: { split: 'validation' as const, members }, fingerprints: [] };
  const out = artifact('grid', 'evaluate');
  await runEvaluate({ name: 'grid', config: experiment.evaluate, combine, folders: { ...evaluated, out }, grid }, host);
}

/** The same trainings under another name, judged by another evaluation. @returns the page of both */
function writeTwoRuns(root: string): string {
  const artifacts = join(root, 'data/artifacts');
  for (const name of readdirSync(join(artifacts, 'trial')).filter((each) => /-s\d$/.test(each)))
    cpSync(join(artifacts, 'trial', name), join(artifacts, 'grid', name), { recursive: true });
  return writeReport(root, ['trial', '--with', 'grid'], 'trial/report-with-grid');
}

/** @returns the page that `tsdistill report` writes into a folder of the artifacts */
function writeReport(root: string, words: readonly string[], folder: string): string {
  const { status, stderr } = spawnSync('node', [BIN, 'report', ...words], { cwd: root, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return join(root, 'data/artifacts', folder, 'report.html');
}

/** @returns the page of all that is evaluated below `root` */
function writeOverview(root: string): string {
  const { status, stderr } = spawnSync('node', [BIN, 'overview'], { cwd: root, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return join(root, 'data/artifacts/pipeline/report/report.html');
}

async function writeData(folder: string, kind: DataKind): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  if (kind === 'panel') await writePanelDataset(folder, { masked: true, filled: 0 });
  else await writeWaveDataset(folder, { rowCount: 800, channelCount: 3, horizon: 4, season: 8, noise: 0.3 });
}

function writeConfigs(root: string, kind: DataKind) {
  const quantiles = kind === 'panel' ? [0.1, 0.5, 0.9] : [];
  const model = { architecture: 'mlp', lookback: 8, normalisation: 'revin', options: { hidden: 8 }, quantiles };
  const training = { epochs: 3, batchSize: 16, learningRate: 0.01 };
  const write = (kind: string, name: string, value: object) => {
    const file = join(root, 'data/configs', `${kind}s`, name, `${kind}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(value, null, 2));
    return file;
  };
  const ingest = { files: 'made.csv', timestamp: 'date', frequency: 'PT1H', season: 8, horizon: 4 };
  write('dataset', 'made', { about: { source: 'a formula', licence: HOSTILE }, ingest });
  const experiment = {
    student: 'small',
    teachers: ['big'],
    placebos: ['smoothed-labels'],
    distillation: { alpha: 0.5 },
    evaluate: { bootstrap: { resamples: 100 } },
  };
  return {
    teacher: write('teacher', 'big', {
      dataset: 'made',
      'teacher-train': { model: { ...model, options: { hidden: 32 } }, training },
    }),
    student: write('student', 'small', { dataset: 'made', seeds: SEEDS, student: { model, training } }),
    grid: write('experiment', 'grid', { ...experiment, distillation: { alpha: [0.3, 0.7] } }),
    experiment: write('experiment', 'trial', experiment),
  };
}
