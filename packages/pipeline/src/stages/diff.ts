import { PipelineError } from '@tsdistill/contracts';
import { compareResults, whyIncomparable } from '../results/compare-results';
import { diffRuns } from '../results/diff-runs';
import { renderDiff, renderDiffMarkdown, type ResultDiff } from '../results/render-diff';
import { acceptedAt, type FoundResult, presentExperiments, presentResult } from '../results/result-files';

export interface DiffArguments {
  /** An experiment, or a commit when `second` is not given. */
  readonly first: string;
  readonly second: string | undefined;
  readonly md: boolean;
}

/** Prints what changed from one experiment to another, or of every experiment since a commit. */
export function diff({ first, second, md }: DiffArguments): void {
  const diffs =
    second === undefined
      ? diffsSince(first)
      : [diffRuns(`${first} → ${second}`, presentResult(first), presentResult(second))];
  process.stdout.write(`${diffs.map(md ? renderDiffMarkdown : renderDiff).join('\n\n')}\n`);
}

function diffsSince(ref: string): readonly ResultDiff[] {
  const accepted = acceptedAt(ref);
  const here = new Set(presentExperiments());
  const both = [...accepted].filter(([experiment]) => here.has(experiment));
  if (both.length === 0) throw new PipelineError('DIFF_NOTHING', { ref, acceptedCount: accepted.size });
  return both.map(([experiment, before]) => diffOf(experiment, before, presentResult(experiment), ref));
}

/** Numbers only: a commit holds no forecasts. */
function diffOf(title: string, before: FoundResult, now: FoundResult, ref: string): ResultDiff {
  return {
    title,
    before: `${ref} (${before.source})`,
    now: now.source,
    warnings: whyIncomparable(before.result, now.result),
    changes: compareResults(before.result, now.result),
  };
}
