import type { Result } from '@tsdistill/contracts';
import type { PairedChange } from '@tsdistill/evaluate';

type Estimate = Result['againstTeacher'];
type ModelResult = Result['models'][number];

/** How a value is to be shown. */
export type Unit = 'count' | 'kilobytes' | 'loss' | 'fraction' | 'fraction-points' | 'signed';

/** One line of a comparison. */
export interface ResultChange {
  readonly what: string;
  readonly unit: Unit;
  readonly before: Shown;
  readonly now: Shown;
  /** now / before - 1, or now - before of fractions; null for words and where a value is not known. */
  readonly change: number | null;
  /** Whether the two intervals lie apart; null where there are none. */
  readonly isBeyond: boolean | null;
  /** Of `change`, from both runs window by window; null where they cannot be paired. */
  readonly paired: Estimate['interval'];
}
interface Shown {
  readonly value: number | string | null;
  readonly interval: Estimate['interval'];
}

/**
 * What two results have in common, and what changed of it: sizes and errors of teacher and student, then what the student is worth.
 *
 * @param paired how errors changed window by window, where both runs are here
 */
export function compareResults(
  before: Result,
  now: Result,
  paired: readonly PairedChange[] = [],
): readonly ResultChange[] {
  return [
    ...sizeChanges(modelOf(before, 'student'), modelOf(now, 'student')),
    ...(['teacher', 'student', 'twin'] as const).flatMap((role) => errorChanges(role, { before, now, paired })),
    estimateChange("student's MSE against the teacher's", 'signed', before.againstTeacher, now.againstTeacher),
    estimateChange("student's MSE against its twin's", 'signed', before.againstTwin, now.againstTwin),
    estimateChange('retention', 'fraction-points', before.retention, now.retention),
    wordChange('keeps up with the teacher', before.nonInferiority.outcome, now.nonInferiority.outcome),
    wordChange('distillation', before.verdict, now.verdict),
  ];
}

/** Why the numbers of two results may not be set against each other: other data, windows or splits. */
export function whyIncomparable(before: Result, now: Result): readonly string[] {
  const facts: readonly (readonly [string, (result: Result) => string | number | undefined])[] = [
    ['split', ({ split }) => split],
    ['horizon', ({ horizon }) => horizon],
    ['number of channels', ({ channelCount }) => channelCount],
    ['number of windows', ({ windowCount }) => windowCount],
    ['data set', ({ fingerprints }) => fingerprints.inputs['dataset']?.slice(0, 8)],
  ];
  return facts.flatMap(([what, of]) =>
    of(before) === of(now) ? [] : [`another ${what} (${String(of(before))}, ${String(of(now))})`],
  );
}

const modelOf = ({ models }: Result, wanted: ModelResult['role']): ModelResult | undefined =>
  models.find(({ role }) => role === wanted);

function sizeChanges(before: ModelResult | undefined, now: ModelResult | undefined): ResultChange[] {
  return [
    numberChange("student's parameters", 'count', before?.parameterCount, now?.parameterCount),
    numberChange("student's kB", 'kilobytes', before?.byteCount, now?.byteCount),
  ];
}

interface Compared {
  readonly before: Result;
  readonly now: Result;
  readonly paired: readonly PairedChange[];
}

function errorChanges(role: 'teacher' | 'student' | 'twin', { before, now, paired }: Compared): ResultChange[] {
  const [first, second] = [modelOf(before, role), modelOf(now, role)];
  const intervalOf = (metric: string) =>
    paired.find((change) => change.role === role && change.metric === metric)?.relative.interval ?? null;
  const change = (what: string, unit: Unit, metric: 'mse' | 'mae' | 'wape') => ({
    ...numberChange(`${role}'s ${what}`, unit, first?.[metric].mean, second?.[metric].mean),
    paired: intervalOf(metric),
  });
  if (role !== 'student') return [change('MSE', 'loss', 'mse')];
  return [change('MSE', 'loss', 'mse'), change('MAE', 'loss', 'mae'), change('WAPE', 'fraction', 'wape')];
}

const without = (value: number | string | null | undefined): Shown => ({ value: value ?? null, interval: null });

function numberChange(
  what: string,
  unit: Unit,
  before: number | null | undefined,
  now: number | null | undefined,
): ResultChange {
  const isKnown = typeof before === 'number' && typeof now === 'number' && before !== 0;
  const change = isKnown ? now / before - 1 : null;
  return { what, unit, before: without(before), now: without(now), change, isBeyond: null, paired: null };
}

function estimateChange(what: string, unit: Unit, before: Estimate | null, now: Estimate | null): ResultChange {
  const [first, second] = [before?.interval, now?.interval];
  const isBeyond = first && second ? first.upper < second.lower || second.upper < first.lower : null;
  const change = before && now ? now.value - before.value : null;
  return { what, unit, before: before ?? without(null), now: now ?? without(null), change, isBeyond, paired: null };
}

const wordChange = (what: string, before: string, now: string): ResultChange => ({
  what,
  unit: 'count',
  before: without(before),
  now: without(now),
  change: null,
  isBeyond: null,
  paired: null,
});
