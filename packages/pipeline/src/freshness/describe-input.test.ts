import { describeInput, settingsRead } from './describe-input';

const FILE = 'data/configs/experiments/first/experiment.json';
const INPUT = `json:{workspaceRoot}/${FILE}[teachers,distillation]`;

it('names each key of a config that changed, with both values', () => {
  const before = { [FILE]: { teachers: ['a'], distillation: { alpha: 0.5, scales: 2 } } };
  const now = { [FILE]: { teachers: ['a', 'b'], distillation: { alpha: 0.6, loss: 'mae' } } };
  expect(describeInput(INPUT, before, now)).toEqual([
    `${FILE}: teachers.1 was not set, is "b"`,
    `${FILE}: distillation.alpha was 0.5, is 0.6`,
    `${FILE}: distillation.scales was 2, is not set`,
    `${FILE}: distillation.loss was not set, is "mae"`,
  ]);
});

it('names nothing that the task ignores: the list of a grid says nothing to its member', () => {
  const before = { [FILE]: { distillation: { alpha: [0.3, 0.7], alphaDecay: 1 } } };
  const now = { [FILE]: { distillation: { alpha: [0.3, 0.5], alphaDecay: 2 } } };
  expect(describeInput(`${INPUT}![distillation.alpha]`, before, now)).toEqual([
    `${FILE}: distillation.alphaDecay was 1, is 2`,
  ]);
});

it('reads the file and the keys of an input, with or without what is ignored', () => {
  const read = { file: FILE, keys: ['teachers', 'distillation'] };
  expect(settingsRead({ inputs: { [INPUT]: '1' } })).toEqual([read]);
  expect(settingsRead({ inputs: { [`${INPUT}![distillation.alpha]`]: '1' } })).toEqual([read]);
});

it('says when a config was edited under a running task', () => {
  const settings = { [FILE]: { distillation: { alpha: 0.6 } } };
  expect(describeInput(INPUT, settings, settings)).toEqual([`${FILE} changed while the task ran`]);
});

it.each([
  [
    'runtime:node tools/experiments/fingerprint.js data/configs/datasets/a/dataset.json',
    'the raw data that data/configs/datasets/a/dataset.json names changed',
  ],
  [
    'runtime:node tools/experiments/fingerprint.js data/artifacts/a/backtest/manifest.json',
    'the artifact in data/artifacts/a/backtest changed',
  ],
  ['{packages/evaluate,packages/engine}/dist/**/*.js:packages/evaluate/dist', 'the code of evaluate changed'],
  ['data/artifacts/*/*/{manifest,engine}.json:data/artifacts/a/ingest', 'the artifact of a:ingest changed'],
  [
    'data/artifacts/*/*/{manifest,engine}.json:data/artifacts/engine/provision',
    'the engine (data/artifacts/engine/provision/engine.json) changed',
  ],
  ['data/raw/flights.csv:data/raw/flights.csv', 'data/raw/flights.csv changed'],
  [
    'workspace:[{workspaceRoot}/nx.json,{workspaceRoot}/.gitignore,{workspaceRoot}/.nxignore]',
    'nx.json, .gitignore or .nxignore changed',
  ],
  ['workspace:[{workspaceRoot}/tsconfig.base.json]', 'tsconfig.base.json changed'],
  ['npm:zod', 'the npm package zod changed'],
  ['a:ProjectConfiguration', 'the target names or tags of project a changed'],
  ['contracts:packages/contracts/**/*,!packages/contracts/**/*.test.ts', 'the sources of contracts changed'],
  ['something of a later Nx', 'something of a later Nx changed'],
])('"%s" is "%s"', (input, words) => {
  expect(describeInput(input, {}, {})).toEqual([words]);
});
