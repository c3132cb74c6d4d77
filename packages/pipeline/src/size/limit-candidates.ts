import { formatSignificant, PipelineError } from '@tsdistill/contracts';
import type { Candidate } from '@tsdistill/size-search';

/** Candidates of at most `maxKb` kilobytes of weights. @throws PipelineError SIZE_LIMIT_TOO_LOW */
export function limitWeights(candidates: readonly Candidate[], maxKb: number | undefined): readonly Candidate[] {
  if (maxKb === undefined) return candidates;
  return limit(candidates, ({ byteCount }) => byteCount / 1000, { option: '--max-kb', most: maxKb, unit: 'kB' });
}

/** Candidates that take at most `maxMs` for one window. @param latency ms by candidate @throws PipelineError SIZE_LIMIT_TOO_LOW */
export function limitLatency(
  candidates: readonly Candidate[],
  maxMs: number,
  latency: (candidate: Candidate) => number,
): readonly Candidate[] {
  return limit(candidates, latency, { option: '--max-ms', most: maxMs, unit: 'ms' });
}

interface Limit {
  readonly option: string;
  readonly most: number;
  readonly unit: string;
}

function limit(
  candidates: readonly Candidate[],
  costOf: (candidate: Candidate) => number,
  { option, most, unit }: Limit,
): readonly Candidate[] {
  const within = candidates.filter((candidate) => costOf(candidate) <= most);
  if (within.length > 0) return within;
  const cheapest = candidates.reduce((best, candidate) => (costOf(candidate) < costOf(best) ? candidate : best));
  throw new PipelineError('SIZE_LIMIT_TOO_LOW', {
    limit: `${option} ${most}`,
    least: `${formatSignificant(costOf(cheapest))} ${unit}`,
    name: cheapest.name,
    candidateCount: candidates.length,
  });
}
