/** Two data sets and three experiments that run in seconds: `first` and `second` share everything but their distillation. */

const ROW_COUNT = 400;
const START_MS = Date.UTC(2024, 0, 1);
const HOUR_MS = 3_600_000;

/** An hourly CSV with a daily season; `phase` sets two data sets apart. */
function csv(phase: number): string {
  const rows = Array.from({ length: ROW_COUNT }, (_, row) => {
    const time = new Date(START_MS + row * HOUR_MS).toISOString().slice(0, 19);
    const values = [0, 1].map((channel) =>
      (Math.sin((2 * Math.PI * row) / 24 + phase + channel) + row / 1000).toFixed(4),
    );
    return [time.replace('T', ' '), ...values].join(',');
  });
  return ['timestamp,a,b', ...rows, ''].join('\n');
}

const model = { architecture: 'linear', lookback: 24 };
const training = { epochs: 2, batchSize: 32, learningRate: 0.01 };

const dataset = (path: string) => ({
  ingest: {
    files: path,
    timestamp: 'timestamp',
    frequency: 'PT1H',
    season: 24,
    horizon: 6,
    split: { kind: 'ratio', train: 0.6, validation: 0.2 },
  },
});
const teacher = (name: string) => ({
  dataset: name,
  'teacher-train': { model, training, seed: 0 },
  'soft-targets': {},
});
const student = (name: string, seeds: readonly number[]) => ({ dataset: name, seeds, student: { model, training } });
const experiment = (name: string, alpha: number) => ({
  student: name,
  teachers: [name],
  distillation: { alpha },
  evaluate: { bootstrap: { resamples: 100 } },
  tags: ['default'],
});

export const CSV_FILE = 'data/raw/tiny.csv';
export const FIRST_EXPERIMENT = 'data/configs/experiments/first/experiment.json';
export const TINY_DATASET = 'data/configs/datasets/tiny/dataset.json';

export const TINY_PIPELINE: Readonly<Record<string, unknown>> = {
  [CSV_FILE]: csv(0),
  'data/raw/other.csv': csv(1),
  [TINY_DATASET]: dataset(CSV_FILE),
  'data/configs/datasets/other/dataset.json': dataset('data/raw/other.csv'),
  'data/configs/datasets/flights/dataset.json': { source: 'flights', ...dataset('data/raw/flights.csv') },
  'data/configs/teachers/tiny/teacher.json': teacher('tiny'),
  'data/configs/teachers/other/teacher.json': teacher('other'),
  'data/configs/students/tiny/student.json': student('tiny', [0, 1]),
  'data/configs/students/other/student.json': student('other', [0]),
  [FIRST_EXPERIMENT]: experiment('tiny', 0.5),
  'data/configs/experiments/second/experiment.json': experiment('tiny', 0.9),
  'data/configs/experiments/third/experiment.json': experiment('other', 0.5),
};

/** Stages that compute no tensor. */
export const INGESTS = ['dataset-other:ingest', 'dataset-tiny:ingest'];
const TEACHERS = ['other', 'tiny'].flatMap((name) => [`teacher-${name}:soft-targets`, `teacher-${name}:teacher-train`]);
/** Every training of a student: with its teacher, and alone. */
export const STUDENTS = [
  ...['first', 'second'].flatMap((name) => [`${name}:student-distill-s0`, `${name}:student-distill-s1`]),
  'student-other:student-alone-s0',
  'student-tiny:student-alone-s0',
  'student-tiny:student-alone-s1',
  'third:student-distill-s0',
];
const EVALUATIONS = ['first:evaluate', 'second:evaluate', 'third:evaluate'];

export const TENSOR_STAGES = [...TEACHERS, ...STUDENTS, ...EVALUATIONS].sort();
export const ALL_STAGES = [...INGESTS, ...TENSOR_STAGES].sort();
/** What stands on the data set `tiny`. */
export const STAGES_OF_TINY = ALL_STAGES.filter((task) => !/other|third/.test(task));
