import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createTestWorkspace, type TestWorkspace } from './test-workspace';
import { CSV_FILE, TINY_PIPELINE } from './tiny-pipeline';

let workspace: TestWorkspace;
beforeAll(() => {
  workspace = createTestWorkspace({ [CSV_FILE]: TINY_PIPELINE[CSV_FILE] });
});
afterAll(() => workspace.remove());

const generate = (...given: readonly string[]) => {
  const [kind = '', ...options] = given;
  return workspace.run(['g', `@tsdistill/experiments:${kind}`, ...options, '--no-interactive']);
};

it('makes an experiment from nothing, config by config, which runs', () => {
  const steps = [
    [
      'dataset',
      'shop',
      '--files',
      CSV_FILE,
      '--timestamp',
      'timestamp',
      '--frequency',
      'PT1H',
      '--season',
      '24',
      '--horizon',
      '6',
    ],
    ['teacher', 'big', '--dataset', 'shop', '--architecture', 'mlp'],
    ['student', 'small', '--dataset', 'shop', '--architecture', 'linear', '--seeds', '1'],
    ['experiment', 'trial', '--student', 'small', '--teachers', 'big', '--alpha', '0.3,0.5'],
  ];
  for (const step of steps) {
    const { exitCode, output } = generate(...step);
    expect([exitCode, output]).toEqual([0, expect.stringContaining('CREATE data/configs/')]);
  }
  const { output, executed } = workspace.run(['run', 'trial~alpha=0.3:student-distill']);
  expect([output, executed]).toEqual([
    expect.anything(),
    expect.arrayContaining(['trial~alpha=0.3:student-distill-s0']),
  ]);
});

it.each([
  ['an unknown data set', ['teacher', 'huge', '--dataset', 'shpo'], 'Did you mean "shop"?'],
  [
    'an unknown architecture',
    ['student', 'huge', '--dataset', 'shop', '--architecture', 'lstmm'],
    'Did you mean "lstm"?',
  ],
  [
    'a setting that a stage would refuse',
    ['dataset', 'huge', '--files', 'x', '--timestamp', 't', '--frequency', 'daily', '--season', '1', '--horizon', '1'],
    '"ingest.frequency": must be an ISO 8601 duration',
  ],
])('writes nothing for %s', (_what, given, hint) => {
  const { exitCode, output } = generate(...given);
  expect(exitCode).toBe(1);
  expect(output).toContain(hint);
  const [kind] = given;
  expect(existsSync(join(workspace.root, `data/configs/${kind}s/huge`))).toBe(false);
});
