import { EvaluationSummary as SummarySchema, PipelineError } from '@tsdistill/contracts';
import { createErrorAccumulator, type Scores } from './accumulate-errors';
import { EvaluateConfig } from './config';
import { renderEvaluation } from './evaluation-table';
import { headlineOf } from './headline';
import type { ScoredModel } from './compare-models';
import type { ScoredExperiment } from './scored-experiment';
import type { Leak } from './summary';
import { summarize } from './summarize';

const [WINDOWS, HORIZON, CHANNELS] = [200, 4, 2];
const UNITS = {
  toRaw: (value: number, channel: number) => value * [10, 5][channel]! + [50, 20][channel]!,
  seasonalErrors: Float64Array.of(1, 1),
};

/** Scores of a forecast that is off by ±`size`, more in some windows than in others; `masked` windows do not count. */
function scoresOf(size: number, masked: readonly number[] = []): Scores {
  const accumulator = createErrorAccumulator('model', {
    windowCount: WINDOWS,
    horizon: HORIZON,
    channelCount: CHANNELS,
  });
  for (let window = 0; window < WINDOWS; window++) {
    const truth = Float32Array.from({ length: HORIZON * CHANNELS }, (_, i) => Math.sin(window + i * i));
    const forecast = truth.map((y, i) => y + (i % 2 ? size : -size) * (1 + 0.5 * Math.sin(window / 7)));
    const mask = new Uint8Array(truth.length).fill(masked.includes(window) ? 0 : 1);
    accumulator.add({ forecast, truth, mask }, UNITS);
  }
  return accumulator.scores();
}

function modelOf(name: string, sizes: readonly number[], parameterCount = 1000): ScoredModel {
  const runs = sizes.map((size, seed) => ({ seed, scores: scoresOf(size) }));
  return { name, parameterCount, byteCount: 4 * parameterCount, tuned: false, runs };
}

function reversed(sizes: readonly number[]): ScoredModel['runs'] {
  return modelOf('', sizes).runs.slice().reverse();
}

const EXPERIMENT: ScoredExperiment = {
  experiment: 'flights',
  channels: ['ATL', 'ORD'],
  horizon: HORIZON,
  stride: 1,
  teacher: modelOf('itransformer', [0.9], 1_234_567),
  members: [],
  student: modelOf('mlp, distilled', [0.94, 0.95, 0.96]),
  twin: modelOf('mlp, alone', [1, 1.01, 1.02]),
  placebos: [],
  rivals: [],
  honesty: { leaks: [], unknown: [], labelMatches: [] },
  baselines: [
    { name: 'repeat-last', seasonal: false, scores: scoresOf(1.9) },
    { name: 'seasonal-naive 24', seasonal: true, scores: scoresOf(2.1) },
    { name: 'seasonal-naive 168', seasonal: true, scores: scoresOf(2) },
  ],
};
const CONFIG = EvaluateConfig.parse({ bootstrap: { resamples: 300 } });
const squares = (...sizes: number[]) => sizes.reduce((sum, size) => sum + size * size, 0) / sizes.length;

/** The same with two placebos (seeds in another order) and a rival with other seeds. */
const WITH_OTHERS: ScoredExperiment = {
  ...EXPERIMENT,
  placebos: [
    modelOf('naive', [1.1, 1.2, 1.3]),
    { ...modelOf('linear', [0.98, 0.99, 1]), runs: reversed([0.98, 0.99, 1]) },
  ],
  rivals: [modelOf('gru, alone', [0.8, 0.9])],
};
const LEAK: Leak = {
  role: 'teacher',
  name: 'itransformer',
  trainedUntil: '2024-03-01T00:00:00.000Z',
  lastTrainRow: '2024-02-01T00:00:00.000Z',
  rows: { validation: 120, test: 20 },
  inSampleWindows: 0,
};
const LEAKING = { leaks: [LEAK], unknown: [], labelMatches: [] };

describe('summarize', () => {
  const summary = summarize(EXPERIMENT, CONFIG);

  it.each([
    ['plain', EXPERIMENT],
    ['with placebos and rivals', WITH_OTHERS],
    ['void', { ...WITH_OTHERS, honesty: LEAKING }],
  ])('%s survives JSON and follows the contract', (_, experiment) => {
    const found = summarize(experiment, CONFIG);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(SummarySchema.parse(found)).toEqual(found);
  });

  it('gives the same bytes twice', () => {
    expect(JSON.stringify(summarize(EXPERIMENT, CONFIG))).toBe(JSON.stringify(summary));
  });

  // Every loss is size² times the same factor of its window, so all ratios are those of squared sizes, without noise.
  it('compares the student with every other model by mse and mae', () => {
    const rows = summary.comparisons.map(({ role, reference, metric }) => `${role} ${reference} ${metric}`);
    expect(rows).toEqual([
      ...['teacher itransformer mse', 'teacher itransformer mae', 'twin mlp, alone mse', 'twin mlp, alone mae'],
      ...['baseline repeat-last mse', 'baseline repeat-last mae', 'baseline seasonal-naive 24 mse'],
      ...['baseline seasonal-naive 24 mae', 'baseline seasonal-naive 168 mse', 'baseline seasonal-naive 168 mae'],
    ]);
    const [byMse, byMae] = summary.comparisons.filter(({ role }) => role === 'twin');
    expect(byMse!.relative.value).toBeCloseTo(squares(0.94, 0.95, 0.96) / squares(1, 1.01, 1.02) - 1, 5);
    expect(byMae!.relative.value).toBeCloseTo(0.95 / 1.01 - 1, 5);
    expect(byMae!.seeds.map(({ seed, relative }) => [seed, Number(relative.toFixed(5))])).toEqual([
      [0, -0.06],
      [1, Number((0.95 / 1.01 - 1).toFixed(5))],
      [2, Number((0.96 / 1.02 - 1).toFixed(5))],
    ]);
    const naiveMae = summary.comparisons.find(
      ({ reference, metric }) => reference === 'repeat-last' && metric === 'mae',
    );
    expect(naiveMae!.seeds[2]!.relative).toBeCloseTo(0.96 / 1.9 - 1, 5);
  });

  it('measures retention against the best seasonal baseline, not against the best of all', () => {
    const [naive, teacher, student] = [squares(2), squares(0.9), squares(0.94, 0.95, 0.96)];
    expect(summary.retention).toMatchObject({ kind: 'defined', naive: 'seasonal-naive 168' });
    if (summary.retention.kind !== 'defined') throw new Error('not defined');
    expect(summary.retention.estimate.value).toBeCloseTo((naive - student) / (naive - teacher), 5);
    const without = summarize({ ...EXPERIMENT, baselines: EXPERIMENT.baselines.slice(0, 1) }, CONFIG);
    expect(without.retention).toEqual({ kind: 'undefined', reason: 'no seasonal naive baseline was evaluated' });
  });

  it('judges the student against its twin, and against its teacher at the margin', () => {
    expect(summary.verdict.outcome).toBe('helps');
    expect(summary.nonInferiority).toMatchObject({ outcome: 'inferior', margin: 0.02 });
    const swapped = summarize({ ...EXPERIMENT, student: EXPERIMENT.twin, twin: EXPERIMENT.student }, CONFIG);
    expect(swapped.verdict.outcome).toBe('hurts');
    const generous = summarize(EXPERIMENT, { ...CONFIG, margin: 0.2 });
    expect(generous.nonInferiority.outcome).toBe('non-inferior');
  });

  it('cannot tell when seeds contradict each other, however certain each one is', () => {
    const student = modelOf('mlp, distilled', [0.9, 0.9, 1.15]);
    const { verdict } = summarize({ ...EXPERIMENT, student }, CONFIG);
    expect(verdict).toMatchObject({ outcome: 'cannot tell', disagreeingSeeds: [2] });
  });

  it('leaves out windows without a counted value', () => {
    const masked = { seed: 0, scores: scoresOf(1, [3, 4, 5]) };
    const one = { ...EXPERIMENT.student, runs: [masked] };
    const baselines = [{ name: 'naive', seasonal: true, scores: scoresOf(2, [3, 4, 5]) }];
    const found = summarize({ ...EXPERIMENT, student: one, twin: one, teacher: one, baselines }, CONFIG);
    expect(found.windowCount).toBe(WINDOWS - 3);
    expect(found.comparisons[0]!.difference).toEqual({ value: 0, interval: { lower: 0, upper: 0 } });
  });

  it('compares the student with each placebo and rival, equal seeds with each other', () => {
    const { comparisons, models } = summarize(WITH_OTHERS, CONFIG);
    expect(models.map(({ role, name }) => `${role} ${name}`).slice(1, 6)).toEqual([
      ...['student mlp, distilled', 'twin mlp, alone', 'placebo naive', 'placebo linear', 'rival gru, alone'],
    ]);
    const find = (reference: string) => comparisons.find((row) => row.reference === reference && row.metric === 'mse')!;
    expect(find('linear').seeds.map(({ relative }) => relative)).toEqual(
      [0.94 / 0.98, 0.95 / 0.99, 0.96 / 1].map((ratio) => expect.closeTo(ratio ** 2 - 1, 5)),
    );
    const rival = squares(0.8, 0.9);
    expect(find('gru, alone').relative.value).toBeCloseTo(squares(0.94, 0.95, 0.96) / rival - 1, 5);
    // Seed 2 has no partner: it stands against the rival's mean.
    expect(find('gru, alone').seeds.map(({ relative }) => relative)).toEqual(
      [0.94 ** 2 / 0.8 ** 2, 0.95 ** 2 / 0.9 ** 2, 0.96 ** 2 / rival].map((ratio) => expect.closeTo(ratio - 1, 5)),
    );
  });

  // Were seeds paired by their place, the resampled ratios of one seed against another would widen the interval.
  it('has the same intervals whatever the order in which the seeds of a placebo are given', () => {
    const placebo = (runs: ScoredModel['runs']) => {
      const model = { ...modelOf('linear', []), runs };
      const { comparisons } = summarize({ ...EXPERIMENT, placebos: [model] }, CONFIG);
      return comparisons.filter(({ role }) => role === 'placebo');
    };
    expect(placebo(reversed([0.98, 0.99, 1]))).toEqual(placebo(modelOf('', [0.98, 0.99, 1]).runs));
  });

  it('sets the student against the best placebo, and that one against the twin', () => {
    const { placebo } = summarize(WITH_OTHERS, CONFIG);
    const linear = squares(0.98, 0.99, 1);
    expect(placebo).toMatchObject({ name: 'linear', outcome: 'knowledge' });
    expect(placebo!.beyond.value).toBeCloseTo(squares(0.94, 0.95, 0.96) / linear - 1, 5);
    expect(placebo!.gain.value).toBeCloseTo(linear / squares(1, 1.01, 1.02) - 1, 5);
    const better = { ...WITH_OTHERS, placebos: [modelOf('linear', [0.8, 0.81, 0.82])] };
    expect(summarize(better, CONFIG).placebo!.outcome).toBe('smoothing');
    expect(summary.placebo).toBeNull();
  });

  it.each(['teacher', 'student', 'twin'] as const)('is void in every claim when the %s saw later rows', (role) => {
    const leaks = [{ ...LEAK, role }];
    const found = summarize({ ...WITH_OTHERS, honesty: { ...LEAKING, leaks } }, CONFIG);
    expect([found.verdict.outcome, found.nonInferiority.outcome, found.placebo!.outcome]).toEqual([
      ...['void', 'void', 'void'],
    ]);
    expect(found.verdict.sentence).toContain(`void (the ${role} itransformer was fitted until 2024-03-01T00:00Z`);
    expect(found.honesty.leaks).toEqual(leaks);
  });

  it('loses only the comparison with the placebo, or none, when a placebo or rival saw later rows', () => {
    const withLeak = (role: 'placebo' | 'rival', name: string) => {
      const leaks = [{ ...LEAK, role, name }];
      const found = summarize({ ...WITH_OTHERS, honesty: { ...LEAKING, leaks } }, CONFIG);
      return [found.verdict.outcome, found.nonInferiority.outcome, found.placebo!.outcome];
    };
    expect(withLeak('placebo', 'linear')).toEqual(['helps', 'inferior', 'void']);
    expect(withLeak('placebo', 'naive')).toEqual(['helps', 'inferior', 'knowledge']);
    expect(withLeak('rival', 'gru, alone')).toEqual(['helps', 'inferior', 'knowledge']);
  });

  it('shows each of several teachers beside what they are together', () => {
    const members = [modelOf('lstm', [0.93]), modelOf('gru', [0.95])];
    const { models, comparisons, nonInferiority } = summarize({ ...EXPERIMENT, members }, CONFIG);
    expect(models.slice(0, 4).map(({ role }) => role)).toEqual(['teacher', 'member', 'member', 'student']);
    expect(comparisons.filter(({ role }) => role === 'member')).toHaveLength(4);
    expect(nonInferiority.relative.value).toBeCloseTo(squares(0.94, 0.95, 0.96) / squares(0.9) - 1, 5);
  });

  it('describes each model by the mean and spread of its seeds', () => {
    const student = summary.models.find(({ role }) => role === 'student')!;
    const byHand = student.runs.map(({ overall }) => overall.mae!);
    expect(student.mean.mae).toBeCloseTo((byHand[0]! + byHand[1]! + byHand[2]!) / 3, 12);
    expect(student.sd.mae).toBeCloseTo(Math.abs(byHand[2]! - byHand[0]!) / 2, 6);
    expect(summary.models.map(({ role }) => role)).toEqual([
      'teacher',
      'student',
      'twin',
      ...Array(3).fill('baseline'),
    ]);
    expect(summary.models.at(-1)).toMatchObject({ parameterCount: null, sd: { mse: null } });
  });

  it('refuses unequal windows and unpaired seeds', () => {
    const short = createErrorAccumulator('short', { windowCount: 1, horizon: HORIZON, channelCount: CHANNELS });
    short.add({ forecast: new Float32Array(8), truth: new Float32Array(8) }, UNITS);
    const baselines = [{ name: 'short', seasonal: false, scores: short.scores() }];
    expect(() => summarize({ ...EXPERIMENT, baselines }, CONFIG)).toThrow(
      new PipelineError('WINDOWS_DIFFER', { model: 'short', found: 1, expected: WINDOWS }),
    );
    const twin = { ...EXPERIMENT.twin, runs: EXPERIMENT.twin.runs.slice(1) };
    expect(() => summarize({ ...EXPERIMENT, twin }, CONFIG)).toThrow(
      new PipelineError('SEEDS_UNPAIRED', { student: '0, 1, 2', twin: '1, 2' }),
    );
  });
});

describe('renderEvaluation', () => {
  const summary = summarize(EXPERIMENT, CONFIG);
  const latency = {
    teacher: [
      { batch: 1, p50Ms: 1.234 },
      { batch: 32, p50Ms: 12.34 },
    ],
    student: [{ batch: 1, p50Ms: 0.0312 }],
  };
  const lines = renderEvaluation(summary, latency).split('\n');
  const rowOf = (role: string) => lines.find((line) => line.startsWith(role))!;
  const table = lines.slice(2, lines.lastIndexOf(''));

  it('fits 120 columns even with long names, without colour codes or trailing spaces', () => {
    const models = summary.models.map((model) => ({ ...model, name: `${model.name} ${'x'.repeat(60)}` }));
    const wide = renderEvaluation({ ...summary, models }, latency).split('\n');
    const rows = wide.slice(2, wide.lastIndexOf(''));
    expect(Math.max(...rows.map(({ length }) => length))).toBe(120);
    expect(rows.filter((line) => line.includes('…'))).toHaveLength(6);
    for (const line of [...lines, ...wide]) expect(line).toBe(line.trimEnd());
    expect([...lines, ...wide].join('')).not.toContain('\u001b');
  });

  it('shows of each model size, errors with their spread, latency and retention', () => {
    const { mean, sd } = summary.models[1]!;
    const cells = rowOf('student').split(/ {2,}/);
    expect(cells).toEqual([
      ...['student', 'mlp, distilled', '1,000', '4.00'],
      ...[
        mean.mse!.toFixed(4),
        `±${sd.mse!.toFixed(4).slice(1)}`,
        mean.mae!.toFixed(4),
        `±${sd.mae!.toFixed(4).slice(1)}`,
      ],
      ...[
        mean.rawMae!.toPrecision(3),
        (100 * mean.wape!).toFixed(1),
        '0.0312',
        '–',
        expect.stringMatching(/^9\d\.\d %$/),
      ],
    ]);
    expect(rowOf('teacher')).toMatch(/1,234,567 {2}4,938 .* 1\.23 +12\.3 +100\.0 %$/);
    expect(rowOf('baseline  repeat-last')).toMatch(/repeat-last +– +– .* – +– +–$/);
  });

  it('marks the smallest of each error column and nothing else', () => {
    expect(rowOf('teacher').split('*')).toHaveLength(5);
    expect(
      table
        .filter((line) => !line.startsWith('*'))
        .join('')
        .split('*'),
    ).toHaveLength(5);
  });

  it('leads with the headline, and says what was scored before the table', () => {
    expect(lines[0]).toBe(`flights: ${headlineOf(summary, latency)}`);
    expect(lines.slice(1, 3)).toEqual(['', '200 test windows × 4 steps × 2 channels, 3 seeds']);
    expect(renderEvaluation({ ...summary, split: 'validation' }, latency)).toContain('\n200 validation windows × 4');
  });

  it('ends with the sentences: verdict, teacher, retention', () => {
    const { value, interval } =
      summary.retention.kind === 'defined' ? summary.retention.estimate : { value: NaN, interval: null };
    const percent = (fraction: number) => `${(100 * fraction).toFixed(1)} %`;
    expect(sentences(lines)).toEqual([
      summary.verdict.sentence,
      summary.nonInferiority.sentence,
      `The student keeps ${percent(value)} of the teacher's skill over seasonal-naive 168 (95 % interval ${percent(interval!.lower)} … ${percent(interval!.upper)}).`,
    ]);
    const undefinedRetention = { kind: 'undefined', reason: 'the teacher is no better' } as const;
    expect(renderEvaluation({ ...summary, retention: undefinedRetention }, {})).toMatch(
      /Retention is not defined: the teacher is no better\.$/,
    );
  });

  it('says what placebos, rivals and the honesty of the teachers add', () => {
    const rivalLeak = { ...LEAK, role: 'rival', name: 'gru, alone' } as const;
    const honesty = { leaks: [rivalLeak], unknown: ['lstm', 'gru'], labelMatches: ['Almost the labels.'] };
    const found = summarize({ ...WITH_OTHERS, honesty }, CONFIG);
    const all = renderEvaluation(found, { 'rival:gru, alone': [{ batch: 1, p50Ms: 7.77 }] }).split('\n');
    const said = sentences(all);
    expect(said).toHaveLength(8);
    expect(said[1]).toBe(found.placebo!.sentence);
    expect(said[4]).toMatch(
      /^Beside the rival gru, alone: the student's MSE is 24\.5 % above its \(95 % interval \+[\d.]+ % … \+[\d.]+ %\)\.$/,
    );
    expect(said.slice(5)).toEqual([
      'When the teachers lstm, gru were last fitted is unknown: the verdict trusts them.',
      'Almost the labels.',
      'Do not trust its row: the rival gru, alone was fitted until 2024-03-01T00:00Z, on 120 validation rows and 20 test rows behind the last train row, 2024-02-01T00:00Z.',
    ]);
    expect(all.find((line) => line.startsWith('rival†'))).toContain('7.77');
    expect(all).toContain('† was fitted on validation or test rows: see below');
    expect(all.filter((line) => line.includes('†'))).toHaveLength(2);
    expect(lines.join('')).not.toContain('†');
  });

  it('marks several teachers as one where one of them saw such rows, and that one, and no other', () => {
    const members = [modelOf('lstm 1', [0.9]), modelOf('lstm 2', [0.9])];
    const honesty = { ...LEAKING, leaks: [{ ...LEAK, name: 'lstm 2' }] };
    const teacher = modelOf('mean of 2 lstm', [0.9]);
    const table = renderEvaluation(summarize({ ...EXPERIMENT, teacher, members, honesty }, CONFIG), {});
    expect(table.match(/^(teacher|member)†? +\S.*? {2}/gm)?.map((row) => row.replace(/ +/g, ' ').trim())).toEqual([
      'teacher† mean of 2 lstm',
      'member lstm 1',
      'member† lstm 2',
    ]);
  });

  it('marks a void in the table, in every sentence that it concerns, and has tuned models named so', () => {
    const twin = { ...EXPERIMENT.twin, tuned: true };
    const found = renderEvaluation(summarize({ ...EXPERIMENT, twin, honesty: LEAKING }, CONFIG), latency).split('\n');
    expect(found.find((line) => line.startsWith('teacher†'))).toBeDefined();
    expect(found.find((line) => line.startsWith('twin'))).toContain('mlp, alone, tuned');
    const said = sentences(found);
    expect(said).toHaveLength(3);
    expect(said[0]).toMatch(
      /^No verdict, void \(the teacher itransformer was fitted until 2024-03-01T00:00Z, on 120 validation rows and 20 test rows /,
    );
    expect(said[1]).toMatch(/^Void for the same reason: the student's MSE is /);
    expect(said[2]).toMatch(/^Void for the same reason: the student keeps /);
  });
});

const sentences = (lines: readonly string[]) => lines.slice(lines.lastIndexOf('') + 1);
