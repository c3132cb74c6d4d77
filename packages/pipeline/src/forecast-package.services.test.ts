import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { openDataset, openModel } from '@tsdistill/contracts';
import { compileInference } from '@tsdistill/engine';
import {
  exportForecaster,
  hardObjective,
  loadWindowData,
  ModelConfig,
  predictWindows,
  restoreForecaster,
  selectWindows,
  TrainingConfig,
  trainModel,
  type Windows,
} from '@tsdistill/forecasting';
import { silentHost, temporaryFolder, waveTime, waveValue, writeWaveDataset } from '@tsdistill/testing';
import { buildSync } from 'esbuild';

/** @file The packed runtime in an empty project: the snippets of its README, in Node and in Chromium. Needs npm's registry or cache. */

const WAVE = { rowCount: 240, channelCount: 2, horizon: 4, season: 8 };
const LOOKBACK = 16;
const PACKAGE = resolve(__dirname, '../../forecast');
const TSC = require.resolve('typescript/bin/tsc');
const CHROMIUM = process.env['TSDISTILL_CHROMIUM'] ?? '/usr/bin/chromium';
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const project = at('project');
const snippetsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code ?? '');
const snippets = snippetsOf(join(PACKAGE, 'README.md'));

interface Forecast {
  readonly timestamps: readonly string[];
  readonly values: Readonly<Record<string, readonly number[]>>;
}

let expected: Forecast;
beforeAll(async () => {
  await writeWaveDataset(at('dataset'), WAVE);
  const dataset = openDataset(at('dataset'));
  const model = ModelConfig.parse({ architecture: 'gru', lookback: LOOKBACK, options: { units: 4 } });
  const training = TrainingConfig.parse({ epochs: 1, learningRate: 0.01 });
  const objective = (windows: Windows) => hardObjective('mse', windows, 2);
  const task = { dataset, config: { model, training }, seed: 1, inputs: {}, objective, section: {} };
  await trainModel(task, at('model'), silentHost(root));
  expected = nativeForecast();
  installPacked();
}, 300_000);

/** The forecast at the last test origin by the compiled graph; its scaler is the identity. */
function nativeForecast(): Forecast {
  const artifact = openModel(at('model'));
  const forecaster = restoreForecaster(artifact);
  const windows = selectWindows(loadWindowData(openDataset(at('dataset'))), 'test', LOOKBACK);
  const predictor = compileInference({ ...forecaster, parameters: artifact.parameters });
  const batches = [...predictWindows(predictor, { forecaster, windows })].map(({ count, forecast }) =>
    forecast.slice(0, count * 8),
  );
  predictor.dispose();
  const last = batches.at(-1)!.slice(-8);
  const origin = WAVE.rowCount - WAVE.horizon;
  return {
    timestamps: [0, 1, 2, 3].map((step) => new Date(waveTime(origin + step)).toISOString().replace('.000', '')),
    values: Object.fromEntries(
      ['wave0', 'wave1'].map((name, c) => [name, [0, 1, 2, 3].map((step) => last[step * 2 + c]!)]),
    ),
  };
}

function installPacked(): void {
  mkdirSync(project);
  const run = (command: string, given: readonly string[], cwd: string) =>
    execFileSync(command, given, { cwd, encoding: 'utf8' });
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', root], PACKAGE)) as [
    { filename: string },
  ];
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true }));
  run('npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', at(filename)], project);
  exportForecaster(openModel(at('model')), join(project, 'student'));
  const rows = Array.from({ length: LOOKBACK + 3 }, (_, index) => WAVE.rowCount - WAVE.horizon - LOOKBACK - 3 + index);
  const column = (channel: number) => rows.map((row) => waveValue(row, channel, WAVE.season));
  const history = {
    timestamps: rows.map((row) => new Date(waveTime(row))),
    values: { wave0: column(0), wave1: column(1) },
  };
  writeFileSync(join(project, 'history.json'), JSON.stringify(history));
}

function expectSame(found: Forecast): void {
  expect(found.timestamps).toEqual(expected.timestamps);
  for (const [name, values] of Object.entries(expected.values))
    values.forEach((value, step) => expect(Math.abs(found.values[name]![step]! - value)).toBeLessThanOrEqual(1e-5));
}

it('runs in Node as its README says, and forecasts what the native graph does', () => {
  writeFileSync(join(project, 'main.cjs'), snippets[0]!);
  const text = execFileSync('node', ['main.cjs'], {
    cwd: project,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expectSame(JSON.parse(text) as Forecast);
});

it('has the same snippets in docs/use-a-student.md', () => {
  expect(snippetsOf(resolve(PACKAGE, '../../docs/use-a-student.md'))).toEqual(snippets);
});

it.each([
  ['commonjs', 'node10'],
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])(
  'has types that a strict project of %s compiles with, those of libraries checked too',
  (module, moduleResolution) => {
    const code = `import { ForecastError, loadForecaster, type History } from '@tsdistill/forecast';
    export async function next(history: History): Promise<number | string | undefined> {
      try {
        const forecaster = await loadForecaster({ load: () => Promise.resolve({}) });
        const { values, intervals } = await forecaster.forecast(history, { known: { promo: [1, 0] } });
        return values['wave0']?.[0] ?? intervals[0]?.level;
      } catch (error) {
        return error instanceof ForecastError ? error.code : undefined;
      }
    }`;
    writeFileSync(join(project, 'typed.ts'), code);
    const strict = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
    };
    const compilerOptions = {
      ...strict,
      module,
      moduleResolution,
      target: 'es2022',
      lib: ['es2022'],
      types: [],
      noEmit: true,
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.ts'] }));
    const { status, stdout } = spawnSync('node', [TSC, '-p', project], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '']);
  },
);

it('is imported by an ES module too', () => {
  const code =
    "import { loadForecaster } from '@tsdistill/forecast'; console.log((await loadForecaster('student')).horizon);";
  writeFileSync(join(project, 'main.mjs'), code);
  expect(
    execFileSync('node', ['main.mjs'], { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  ).toBe('4\n');
});

(existsSync(CHROMIUM) ? it : it.skip)('runs in a browser as its README says', async () => {
  writeFileSync(join(project, 'app.js'), snippets[1]!);
  buildSync({ absWorkingDir: project, entryPoints: ['app.js'], outfile: join(project, 'bundle.js'), bundle: true });
  const tell = "new MutationObserver(() => fetch('/result', { method: 'POST', body: target.textContent }))";
  const page = `<p id="forecast"></p><script>const target = document.querySelector('#forecast');
    ${tell}.observe(target, { childList: true });</script><script src="bundle.js"></script>`;
  writeFileSync(join(project, 'index.html'), page);
  expectSame(JSON.parse(await openInChromium()) as Forecast);
});

/** Serves the project to a headless Chromium. @returns what the page sends to /result */
async function openInChromium(): Promise<string> {
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json' };
  let receive: (text: string) => void;
  const result = new Promise<string>((done) => (receive = done));
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    if (path === '/result') {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => receive(body));
      response.end();
    } else if (existsSync(join(project, path))) {
      response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
      response.end(readFileSync(join(project, path)));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${at('profile')}`];
  const browser = spawn(CHROMIUM, [...flags, '--remote-debugging-port=0', `http://127.0.0.1:${port}/`], {
    stdio: 'ignore',
  });
  try {
    return await result;
  } finally {
    const gone = new Promise((done) => browser.on('close', done));
    browser.kill();
    await gone;
    server.close();
  }
}
