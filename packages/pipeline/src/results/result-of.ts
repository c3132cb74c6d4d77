import { type Evaluation, type EvaluationSummary, Result, RESULT_METRICS } from '@tsdistill/contracts';

type ModelSummary = EvaluationSummary['models'][number];

/** What an evaluation showed, in the few numbers that are kept. @param accepted the day, such as "2026-11-25" */
export function resultOf({ summary, manifest, fingerprint }: Evaluation, accepted: string): Result {
  const { experiment, split, horizon, channels, windowCount, bootstrap, models } = summary;
  const { nonInferiority, retention, verdict, placebo } = summary;
  return Result.parse({
    kind: 'result',
    version: 1,
    experiment,
    accepted,
    fingerprints: { evaluation: fingerprint, inputs: manifest.inputs },
    split,
    horizon,
    channelCount: channels.length,
    windowCount,
    level: bootstrap.level,
    models: models.map(modelResult),
    againstTeacher: nonInferiority.relative,
    againstTwin: againstTwin(summary),
    retention: retention.kind === 'defined' ? retention.estimate : null,
    nonInferiority: { outcome: nonInferiority.outcome, margin: nonInferiority.margin },
    verdict: verdict.outcome,
    placebo: placebo?.outcome ?? null,
  });
}

function modelResult({ role, name, parameterCount, byteCount, tuned, runs, mean, sd }: ModelSummary) {
  const metrics = RESULT_METRICS.map((metric) => [
    metric,
    { mean: mean[metric] ?? null, sd: runs.length > 1 ? (sd[metric] ?? null) : null },
  ]);
  return { role, name, parameterCount, byteCount, tuned, seedCount: runs.length, ...Object.fromEntries(metrics) };
}

function againstTwin({ comparisons }: EvaluationSummary) {
  return comparisons.find(({ role, metric }) => role === 'twin' && metric === 'mse')?.relative ?? null;
}
