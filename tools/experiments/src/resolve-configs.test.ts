import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { resolveConfigs } from './resolve-configs';

const DATASET = 'data/configs/datasets/tiny/dataset.json';
const TEACHER = 'data/configs/teachers/big/teacher.json';
const STUDENT = 'data/configs/students/small/student.json';
const EXPERIMENT = 'data/configs/experiments/trial/experiment.json';

const VALID = {
  [DATASET]: { ingest: { files: 'data/raw/tiny.csv', horizon: 2 } },
  [TEACHER]: { dataset: 'tiny', 'teacher-train': {}, 'soft-targets': {} },
  [STUDENT]: { dataset: 'tiny', seeds: [0, 1], student: {} },
  [EXPERIMENT]: { student: 'small', teachers: ['big'], distillation: {}, evaluate: {}, tags: ['default'] },
};

const root = mkdtempSync(join(tmpdir(), 'resolve-configs-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Resolves a folder of configs: texts are written as they are, everything else as JSON. */
function resolve(configs: Readonly<Record<string, unknown>>) {
  rmSync(join(root, 'data'), { recursive: true, force: true });
  for (const [file, config] of Object.entries(configs)) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), typeof config === 'string' ? config : JSON.stringify(config));
  }
  return resolveConfigs((file) => readFileSync(join(root, file), 'utf8'), Object.keys(configs));
}

/** Codes, messages and hints of the problems, by file. */
function problems(configs: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    resolve(configs).errors.map(([file, error]) => [file, `${error.code}: ${error.message} ${error.hint}`]),
  );
}

it('connects an experiment with its student, its teachers and their data set', () => {
  const { configs, errors } = resolve(VALID);
  expect(errors).toEqual([]);
  expect(configs.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'dataset tiny',
    'teacher big',
    'student small',
    'experiment trial',
  ]);
  const experiment = configs.find((config) => config.kind === 'experiment');
  expect(experiment?.student.dataset.config.ingest.files).toBe('data/raw/tiny.csv');
  expect(experiment?.teachers.map(({ file }) => file)).toEqual([TEACHER]);
});

it('takes a teacher of whom only forecasts exist', () => {
  const { errors } = resolve({ ...VALID, [TEACHER]: { dataset: 'tiny', softTargets: '../forecasts' } });
  expect(errors).toEqual([]);
});

describe('a wrong config is named with its file, its key and the nearest valid name', () => {
  it.each([
    [
      'an unknown key',
      { [STUDENT]: { dataset: 'tiny', seed: [0], student: {} } },
      STUDENT,
      ['CONFIG_UNKNOWN_KEY', '"seed"', 'dataset, seeds, student', 'Did you mean "seeds"?'],
    ],
    [
      'an unknown data set',
      { [TEACHER]: { dataset: 'tinny', 'teacher-train': {} } },
      TEACHER,
      ['CONFIG_UNKNOWN_NAME', '"dataset" names "tinny"', 'Did you mean "tiny"?'],
    ],
    [
      'an unknown teacher',
      { [EXPERIMENT]: { student: 'small', teachers: ['bigg'], distillation: {} } },
      EXPERIMENT,
      ['CONFIG_UNKNOWN_NAME', '"teachers" names "bigg"', 'Did you mean "big"?'],
    ],
    [
      'an unknown student',
      { [EXPERIMENT]: { student: 'smal', teachers: ['big'], distillation: {} } },
      EXPERIMENT,
      ['CONFIG_UNKNOWN_NAME', '"student" names "smal"', 'Did you mean "small"?'],
    ],
    ['bad JSON', { [DATASET]: '{ "ingest": }' }, DATASET, ['CONFIG_SYNTAX', 'is not JSON: ']],
    ['a missing key', { [DATASET]: { source: 'flights' } }, DATASET, ['CONFIG_INVALID', '"ingest"']],
    [
      'a key of the wrong type',
      { [STUDENT]: { dataset: 'tiny', seeds: [-1], student: {} } },
      STUDENT,
      ['CONFIG_INVALID', '"seeds.0"'],
    ],
    [
      'a seed named twice',
      { [STUDENT]: { dataset: 'tiny', seeds: [1, 1], student: {} } },
      STUDENT,
      ['CONFIG_INVALID', '"seeds"', 'twice'],
    ],
    [
      'no teacher at all',
      { [EXPERIMENT]: { student: 'small', teachers: [], distillation: {} } },
      EXPERIMENT,
      ['CONFIG_INVALID', '"teachers"'],
    ],
    [
      'a teacher both trained here and made elsewhere',
      { [TEACHER]: { dataset: 'tiny', 'teacher-train': {}, softTargets: 'x' } },
      TEACHER,
      ['CONFIG_INVALID', '"teacher-train"', 'made elsewhere'],
    ],
    [
      'an unknown placebo',
      { [EXPERIMENT]: { student: 'small', teachers: ['big'], distillation: {}, placebos: ['smoothed-label'] } },
      EXPERIMENT,
      ['CONFIG_UNKNOWN_NAME', '"placebos" names "smoothed-label"', 'Did you mean "smoothed-labels"?'],
    ],
    [
      'an unknown student to compare with',
      { [EXPERIMENT]: { student: 'small', teachers: ['big'], distillation: {}, compare: ['smal'] } },
      EXPERIMENT,
      ['CONFIG_UNKNOWN_NAME', '"compare" names "smal"', 'Did you mean "small"?'],
    ],
    [
      'a fold too few',
      { [TEACHER]: { dataset: 'tiny', 'teacher-train': {}, 'soft-targets': { folds: 1 } } },
      TEACHER,
      ['CONFIG_INVALID', '"soft-targets.folds"'],
    ],
    [
      'folds of forecasts made elsewhere',
      { [TEACHER]: { dataset: 'tiny', softTargets: 'x', 'soft-targets': { folds: 2 } } },
      TEACHER,
      ['CONFIG_INVALID', '"soft-targets.folds"', 'trained here'],
    ],
    [
      'a seed of no student',
      { [TEACHER]: { dataset: 'tiny', 'teacher-train': {}, seed: 1 } },
      TEACHER,
      ['CONFIG_INVALID', '"seed"', '"experiment"'],
    ],
    [
      'embedded data read from another file than it is written to',
      { [DATASET]: { source: 'flights', ingest: { files: 'data/raw/other.csv' } } },
      DATASET,
      ['CONFIG_INVALID', '"ingest.files"', 'data/raw/tiny.csv'],
    ],
    [
      'embedded data read through a query',
      { [DATASET]: { source: 'flights', ingest: { files: 'data/raw/tiny.csv', query: 'q.sql' } } },
      DATASET,
      ['CONFIG_INVALID', '"ingest.query"', 'without a query'],
    ],
  ] as const)('%s', (_name, change, file, parts) => {
    const found = problems({ ...VALID, ...change });
    expect(Object.keys(found)).toEqual([file]);
    for (const part of parts) expect(found[file]).toContain(part);
  });

  it('a file name or folder that no kind of config has', () => {
    const file = 'data/configs/teachers/big/techer.json';
    expect(problems({ ...VALID, [file]: {} })[file]).toContain('data/configs/teachers/<name>/teacher.json');
    const lost = 'data/configs/models/big/teacher.json';
    expect(problems({ ...VALID, [lost]: {} })[lost]).toContain('students/<name>/student.json');
  });

  it('a name that is no word of a command line', () => {
    const file = 'data/configs/datasets/my data/dataset.json';
    expect(problems({ ...VALID, [file]: VALID[DATASET] })[file]).toContain('CONFIG_NAME');
  });

  const CHAIN = 'data/configs/teachers/chain/teacher.json';
  const chainOf = (config: object) =>
    problems({ ...VALID, [CHAIN]: { dataset: 'tiny', experiment: 'trial', ...config } });

  it('a student as a teacher: an experiment or a seed that is not there, or another data set', () => {
    const other = { 'data/configs/datasets/other/dataset.json': VALID[DATASET] };
    expect(chainOf({})).toEqual({});
    expect(chainOf({ experiment: 'trail' })[CHAIN]).toContain('Did you mean "trial"?');
    expect(chainOf({ seed: 3 })[CHAIN]).toContain('"seed": student "small" has no seed 3; it has 0, 1');
    const elsewhere = problems({ ...VALID, ...other, [CHAIN]: { dataset: 'other', experiment: 'trial' } });
    expect(elsewhere[CHAIN]).toContain('the student of "trial" learns data set "tiny"');
  });

  it('a teacher that is the student of its own student', () => {
    const circle = { [EXPERIMENT]: { ...VALID[EXPERIMENT], teachers: ['chain'] } };
    const longer = {
      'data/configs/teachers/second/teacher.json': { dataset: 'tiny', experiment: 'trial' },
      'data/configs/experiments/later/experiment.json': { ...VALID[EXPERIMENT], teachers: ['second'] },
      [EXPERIMENT]: { ...VALID[EXPERIMENT], teachers: ['chain'] },
    };
    const chain = { [CHAIN]: { dataset: 'tiny', experiment: 'trial' } };
    expect(problems({ ...VALID, ...chain, ...circle })[CHAIN]).toContain('"trial" learns from this teacher itself');
    const far = problems({ ...VALID, ...longer, [CHAIN]: { dataset: 'tiny', experiment: 'later' } });
    expect(far[CHAIN]).toContain('"later" learns from this teacher itself');
  });

  it('a student and a teacher of different data sets', () => {
    const other = 'data/configs/datasets/other/dataset.json';
    const found = problems({ ...VALID, [other]: VALID[DATASET], [TEACHER]: { dataset: 'other', 'teacher-train': {} } });
    expect(found[EXPERIMENT]).toContain('teacher "big" knows data set "other", student "small" learns "tiny"');
  });
});

it('makes an experiment of each value that is listed, and none of its lists is left', () => {
  const { configs, errors } = resolve({
    ...VALID,
    [EXPERIMENT]: { ...VALID[EXPERIMENT], distillation: { alpha: [0, 1] } },
  });
  expect(errors).toEqual([]);
  const experiments = configs.filter((config) => config.kind === 'experiment');
  expect(experiments.map(({ name, config, members }) => [name, config.distillation, members.length])).toEqual([
    ['trial', { alpha: [0, 1] }, 2],
    ['trial~alpha=0', { alpha: 0 }, 0],
    ['trial~alpha=1', { alpha: 1 }, 0],
  ]);
});

it('takes the student of a member as a teacher, not that of a grid', () => {
  const chain = 'data/configs/teachers/chain/teacher.json';
  const files = { ...VALID, [EXPERIMENT]: { ...VALID[EXPERIMENT], distillation: { alpha: [0, 1] } } };
  expect(problems({ ...files, [chain]: { dataset: 'tiny', experiment: 'trial~alpha=1' } })).toEqual({});
  expect(problems({ ...files, [chain]: { dataset: 'tiny', experiment: 'trial' } })[chain]).toContain(
    '"trial" is a grid; name a member, such as "trial~alpha=0"',
  );
});

it('reports a broken file once, not again for each file that names it', () => {
  expect(Object.keys(problems({ ...VALID, [DATASET]: '{' }))).toEqual([DATASET]);
});

it('says that there is nothing to name where nothing is', () => {
  expect(problems({ [STUDENT]: VALID[STUDENT] })[STUDENT]).toContain('there is none. Add its config');
});
