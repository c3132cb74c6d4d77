import type { Result } from '@tsdistill/contracts';
import { compareResults, whyIncomparable } from './compare-results';
import type { PairedChange } from '@tsdistill/evaluate';
import type { Pairing } from './pair-runs';
import { renderDiff, renderDiffMarkdown } from './render-diff';

const SHA = 'a'.repeat(64);
const metric = (mean: number) => ({ mean, sd: 0.001 });
const model = (role: 'teacher' | 'student' | 'twin', mse: number) => ({
  ...{ role, name: role, parameterCount: role === 'teacher' ? 1000 : 100, byteCount: 400, tuned: false, seedCount: 2 },
  ...{ mse: metric(mse), mae: metric(mse / 2), rawMae: metric(mse), wape: metric(0.2) },
});
const estimate = (value: number, lower: number, upper: number) => ({ value, interval: { lower, upper } });

function result(change: Partial<Result> = {}): Result {
  return {
    ...{ kind: 'result', version: 1, experiment: 'first', accepted: '2026-11-25' },
    ...{ fingerprints: { evaluation: SHA, inputs: { dataset: SHA } }, split: 'test', horizon: 6, channelCount: 2 },
    ...{ windowCount: 70, level: 0.95, models: [model('teacher', 0.2), model('student', 0.25), model('twin', 0.3)] },
    againstTeacher: estimate(0.25, 0.2, 0.3),
    againstTwin: estimate(-0.16, -0.2, -0.1),
    retention: estimate(0.9, 0.85, 0.95),
    nonInferiority: { outcome: 'inferior', margin: 0.02 },
    ...{ verdict: 'helps', placebo: null },
    ...change,
  };
}

const beyond = (before: Result, now: Result) =>
  compareResults(before, now).flatMap(({ what, isBeyond }) => (isBeyond === true ? [what] : []));

it('calls a difference beyond where the intervals lie apart, and not where they touch', () => {
  const apart = result({ againstTwin: estimate(-0.05, -0.09, -0.01) });
  expect(beyond(result(), apart)).toEqual(["student's MSE against its twin's"]);
  expect(beyond(apart, result())).toEqual(["student's MSE against its twin's"]);
  const touching = result({ againstTwin: estimate(-0.05, -0.1, -0.01) });
  expect([beyond(result(), touching), beyond(touching, result())]).toEqual([[], []]);
});

it('makes no claim where an interval is not known', () => {
  expect(beyond(result(), result({ retention: { value: 0.1, interval: null } }))).toEqual([]);
  expect(beyond(result(), result({ retention: null }))).toEqual([]);
});

it('gives sizes and errors as a share of what they were', () => {
  const now = result({ models: [model('teacher', 0.2), model('student', 0.2), model('twin', 0.3)] });
  const changes = new Map(compareResults(result(), now).map(({ what, change }) => [what, change]));
  expect(changes.get("student's MSE")).toBeCloseTo(-0.2, 12);
  expect(changes.get("teacher's MSE")).toBe(0);
  expect(changes.get("student's parameters")).toBe(0);
});

it('says why numbers of other data, windows or horizons may not be compared', () => {
  const other = { evaluation: SHA, inputs: { dataset: 'b'.repeat(64) } };
  expect(whyIncomparable(result(), result())).toEqual([]);
  expect(whyIncomparable(result(), result({ horizon: 12, fingerprints: other }))).toEqual([
    'another horizon (6, 12)',
    'another data set (aaaaaaaa, bbbbbbbb)',
  ]);
});

const diff = (now: Result) => ({
  ...{ title: 'first', before: 'main', now: 'the run', warnings: [], changes: compareResults(result(), now) },
});

it('draws a row for each number, and says in one sentence what counts', () => {
  const text = renderDiff(diff(result({ againstTwin: estimate(-0.05, -0.09, -0.01), verdict: 'cannot tell' })));
  expect(text).toMatch(
    /against its twin's +−16\.0 % \(−20\.0 … −10\.0 %\) +−5\.0 % \(−9\.0 … −1\.0 %\) +\+11\.0 % points +beyond/,
  );
  expect(text).toMatch(/distillation +helps +cannot tell +changed/);
  expect(text).toContain("Beyond their intervals, which do not overlap: student's MSE against its twin's.");
  expect(renderDiff(diff(result()))).toContain('Nothing changed.');
});

it('says that intervals overlap only where both results have one', () => {
  const bare = (estimated: { value: number }) => ({ ...estimated, interval: null });
  const inside = result({ retention: estimate(0.91, 0.86, 0.96) });
  expect(renderDiff(diff(inside))).toContain('No difference is beyond the intervals: they overlap everywhere.');
  const without = result({
    ...{ againstTeacher: bare({ value: 0.1 }), againstTwin: bare({ value: -0.1 }), retention: bare({ value: 0.8 }) },
  });
  const text = renderDiff(diff(without));
  expect(text).toContain(
    'Nothing says whether a difference is more than chance: no value has an interval on both sides.',
  );
  expect(text).not.toContain('overlap');
});

function pairedDiff(lower: number, upper: number) {
  const now = result({ models: [model('teacher', 0.2), model('student', 0.24), model('twin', 0.3)] });
  const mse = { role: 'student', metric: 'mse', relative: estimate(-0.04, lower, upper) } as const;
  const paired: readonly PairedChange[] = [mse];
  const pairing: Pairing = { kind: 'paired', evaluations: { windowCount: 70, level: 0.95, changes: paired } };
  return { ...diff(now), changes: compareResults(result(), now, paired), pairing };
}

it('calls a paired difference sure where its interval is on one side of 0, and not where it ends there', () => {
  const sure = renderDiff(pairedDiff(-0.06, -0.01));
  expect(sure).toMatch(/student's MSE +0\.2500 +0\.2400 +−4\.0 % \(−6\.0 … −1\.0 %\) +sure/);
  expect(sure).toContain("Sure by the 95 % interval of the difference, paired over 70 windows: student's MSE.");
  expect(renderDiff(pairedDiff(0.01, 0.06))).toContain('windows: student');
  const touching = renderDiff(pairedDiff(-0.06, 0));
  expect(touching).not.toContain('Sure');
  expect(touching).toContain('No difference of errors is sure: the 95 % interval of each holds 0, paired over 70');
});

it('says why runs are not paired, and that equal models have nothing to pair', () => {
  const [now, reason] = [result({ verdict: 'hurts' }), 'of second only what was accepted is here'];
  const unpaired: Pairing = { kind: 'unpaired', reason };
  expect(renderDiffMarkdown({ ...diff(now), pairing: unpaired })).toContain(`\n\nNot paired: ${reason}.\n\n`);
  const { pairing, ...rest } = pairedDiff(-0.06, -0.01);
  const equal = { ...pairing, evaluations: { windowCount: 70, level: 0.95, changes: [] } };
  expect(renderDiff({ ...rest, pairing: equal })).toContain('Students and twins are the same models in both.');
});

it('is Markdown whose rows all have five cells', () => {
  const rows = renderDiffMarkdown(diff(result({ verdict: 'hurts' })))
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(rows).toHaveLength(14);
  for (const row of rows) expect(row.split('|')).toHaveLength(7);
});
