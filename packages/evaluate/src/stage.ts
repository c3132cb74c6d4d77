import {
  type ArtifactDraft,
  ArrowWriter,
  EvaluationSummary,
  forecastColumns,
  type StageHost,
  writeArtifact,
} from '@tsdistill/contracts';
import { loadWindowData, type OriginKeys, startEngine } from '@tsdistill/forecasting';
import { BASELINES } from './baselines';
import type { EvaluateConfig } from './config';
import { renderEvaluation } from './evaluation-table';
import { type Latency, measureLatency } from './measure-latency';
import { type EvaluateFolders, type EvaluationInputs, fingerprintsOf, openInputs } from './open-inputs';
import { scoreExperiment } from './score-experiment';
import { truthOf } from './score-forecasts';
import type { Role } from './summary';
import { summarize } from './summarize';
import { selectTestOrigins } from './test-origins';

const LATENCY_BATCHES = [1, 32];

/** One experiment: its name, its settings, and the artifacts it reads and writes. */
export interface Evaluation {
  readonly name: string;
  readonly config: EvaluateConfig;
  readonly folders: EvaluateFolders;
}

/**
 * Reads data, soft targets and students, scores all on the same test windows, writes one `evaluation@1` artifact.
 *
 * @returns the closing table
 */
export async function runEvaluate({ name, config, folders }: Evaluation, host: StageHost): Promise<string> {
  const inputs = openInputs(folders);
  try {
    const lookback = longestLookback(inputs, config);
    const { keys, uncovered } = selectTestOrigins(inputs.dataset, inputs.softTargets, lookback);
    if (uncovered > 0) host.warn({ windows: uncovered }, 'test windows left out: a teacher does not cover them');
    await startEngine(host);
    const truth = truthOf(loadWindowData(inputs.dataset, []), keys);
    const latency = latencies(inputs);
    const record = { kind: 'evaluation', config, inputs: fingerprintsOf(inputs) } as const;
    let summary: ReturnType<typeof summarize> | undefined;
    await writeArtifact(folders.out, record, async (draft) => {
      const scored = await storeForecasts(draft, inputs, keys, (keep) =>
        scoreExperiment({ name, inputs, config }, truth, keep, host),
      );
      summary = summarize(scored, config);
      draft.json('summary.json', EvaluationSummary.parse(summary));
      draft.measured({ latency });
      return metaOf(inputs, summary);
    });
    return summary ? renderEvaluation(summary, latency) : '';
  } finally {
    inputs.close();
  }
}

function longestLookback({ students, twins, dataset }: EvaluationInputs, { baselines }: EvaluateConfig): number {
  const { season: dataSeason, horizon, channels } = dataset.manifest.meta;
  const ofBaselines = baselines.map((settings) => {
    const season = ('season' in settings ? settings.season : undefined) ?? dataSeason;
    return BASELINES[settings.baseline].lookback({ horizon, channelCount: channels.target.length, season });
  });
  return Math.max(...ofBaselines, ...[...students, ...twins].map(({ description }) => description.lookback));
}

type Latencies = Partial<Record<Role, readonly Latency[]>>;

/** Of the first seed; of a teacher only where it is one model. */
function latencies({ teachers, students, twins }: EvaluationInputs): Latencies {
  const of = (role: Role, model: EvaluationInputs['students'][number] | undefined) =>
    model ? { [role]: measureLatency(model, LATENCY_BATCHES) } : {};
  return {
    ...(teachers.length === 1 && of('teacher', teachers[0])),
    ...of('student', students[0]),
    ...of('twin', twins[0]),
  };
}

/** Runs `body` and writes the forecasts it keeps to `forecasts.arrow`, one record batch a model. */
function storeForecasts<Result>(
  draft: ArtifactDraft,
  { dataset }: EvaluationInputs,
  keys: OriginKeys,
  body: (keep: (model: number, index: number, forecast: Float32Array) => void) => Promise<Result>,
): Promise<Result> {
  const { horizon, channels } = dataset.manifest.meta;
  const size = horizon * channels.target.length;
  const columns = forecastColumns({ horizon, channels: channels.target });
  return draft.fileAsync('forecasts.arrow', async (file) => {
    const writer = new ArrowWriter(file, columns, { 'tsdistill.kind': 'evaluation', 'tsdistill.version': '1' });
    const count = keys.series.length;
    const forecast = new Float32Array(count * size);
    const result = await body((model, index, values) => {
      forecast.set(values, index * size);
      if (index === count - 1) writer.append(count, { ...keys, model: new Int32Array(count).fill(model), forecast });
    });
    writer.finish();
    return result;
  });
}

function metaOf({ dataset, students, twins }: EvaluationInputs, { windowCount, models, verdict }: EvaluationSummary) {
  const { horizon, channels } = dataset.manifest.meta;
  const nameOf = (role: Role) => models.find((model) => model.role === role)?.name ?? role;
  const list = (role: 'student' | 'twin', artifacts: EvaluationInputs['students']) =>
    artifacts.map(({ manifest }) => ({ role, name: nameOf(role), seed: manifest.meta.seed }));
  return {
    split: 'test' as const,
    horizon,
    channels: channels.target,
    windowCount,
    models: [...list('student', students), ...list('twin', twins)],
    outcome: verdict.outcome,
  };
}
