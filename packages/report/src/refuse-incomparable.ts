import { type EvaluationSummary, PipelineError } from '@tsdistill/contracts';

/** As much of an evaluation as says what was judged. */
interface Judged {
  readonly manifest: { readonly inputs: Readonly<Record<string, string>> };
  readonly summary: Pick<EvaluationSummary, 'experiment' | 'horizon' | 'split' | 'windowCount'>;
}

const FACTS: readonly (readonly [string, (evaluation: Judged) => string | number])[] = [
  ['the data set', ({ manifest }) => manifest.inputs['dataset']?.slice(0, 8) ?? 'unknown'],
  ['the horizon', ({ summary }) => summary.horizon],
  ['the split', ({ summary }) => summary.split],
  ['the number of windows', ({ summary }) => summary.windowCount],
];

/** @throws PipelineError REPORT_INCOMPARABLE when two evaluations do not score the same windows */
export function refuseIncomparable(first: Judged, second: Judged): void {
  const differences = FACTS.flatMap(([what, of]) =>
    of(first) === of(second) ? [] : [`${what} is ${of(first)} and ${of(second)}`],
  );
  if (differences.length === 0) return;
  const names = { first: first.summary.experiment, second: second.summary.experiment };
  throw new PipelineError('REPORT_INCOMPARABLE', { ...names, differences });
}
