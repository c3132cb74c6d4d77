import {
  type ArtifactDraft,
  ArrowWriter,
  EvaluationSummary,
  GridChoice,
  forecastColumns,
  type StageHost,
  writeArtifact,
} from '@tsdistill/contracts';
import { type CombineConfig, loadWindowData, type OriginKeys, startEngine } from '@tsdistill/forecasting';
import { BASELINES } from './baselines';
import { baselineShape, checkBaselines } from './check-baselines';
import { chosenOf, prefersNoTeacher } from './chosen-settings';
import type { EvaluateConfig } from './config';
import { renderEvaluation } from './evaluation-table';
import { examineInputs } from './examine-inputs';
import { leakText } from './honesty';
import { storeIntervals } from './intervals/store-intervals';
import { measureLatencies } from './latencies';
import { type EvaluateFolders, type EvaluationInputs, fingerprintsOf, openInputs } from './open-inputs';
import { scoreExperiment } from './score-experiment';
import { truthOf } from './score-forecasts';
import { selectScoredOrigins } from './scored-origins';
import type { EvaluationSummary as Summary, Honesty, Role } from './summary';
import { refuseUnpaired, summarize } from './summarize';

/** One experiment: its name, its settings, and the artifacts it reads and writes. */
export interface Evaluation {
  readonly name: string;
  readonly config: EvaluateConfig;
  /** How several teachers are one; by default their mean. */
  readonly combine?: CombineConfig;
  readonly folders: EvaluateFolders;
  /** Of a grid: how its members did on validation; the first is the one that is evaluated. */
  readonly grid?: { readonly choice: GridChoice; readonly fingerprints: readonly string[] };
}

/**
 * Reads data, soft targets and students, scores all on the same windows, writes one `evaluation@1` artifact.
 *
 * @returns the closing table
 */
export async function runEvaluate(evaluation: Evaluation, host: StageHost): Promise<string> {
  const { name, config, combine = 'mean', folders, grid } = evaluation;
  const inputs = openInputs(folders);
  try {
    checkBaselines(config, inputs.dataset.manifest.meta);
    refuseUnpaired(seedsOf(inputs.students), seedsOf(inputs.twins));
    const { split } = config;
    const lookback = longestLookback(inputs, config);
    const { keys, uncovered } = selectScoredOrigins(inputs.dataset, inputs.softTargets, { split, lookback });
    if (uncovered > 0) host.warn({ windows: uncovered }, `${split} windows left out: a teacher does not cover them`);
    const data = loadWindowData(inputs.dataset);
    const honesty = examineInputs(inputs, data, keys);
    warnOf(honesty, host);
    await startEngine(host);
    const truth = truthOf(data, keys);
    const latency = measureLatencies(inputs);
    const record = {
      kind: 'evaluation',
      config: { ...config, combine, ...(grid && { member: grid.choice.members[0]?.label }) },
      inputs: { ...fingerprintsOf(inputs), ...validationsOf(grid) },
    } as const;
    let summary: Summary | undefined;
    await writeArtifact(folders.out, record, async (draft) => {
      const scored = await storeForecasts(draft, inputs, keys, (keep) =>
        scoreExperiment({ name, inputs, config, combine }, truth, keep, host),
      );
      const intervals = await storeIntervals(draft, inputs, { config, truth, host });
      const chosen = chosenOf(inputs);
      const judged = { ...scored, honesty, chosen, withoutTeacher: prefersNoTeacher(chosen, inputs) };
      summary = { ...summarize(judged, config), ...(intervals && { intervals }) };
      draft.json('summary.json', EvaluationSummary.parse(summary));
      if (grid) draft.json('grid.json', GridChoice.parse(grid.choice));
      draft.measured({ latency });
      return metaOf(inputs, summary);
    });
    return summary ? renderEvaluation(summary, latency) : '';
  } finally {
    inputs.close();
  }
}

const seedsOf = (models: EvaluationInputs['students']) => models.map(({ manifest }) => manifest.meta.seed);

function validationsOf(grid: Evaluation['grid']): Record<string, string> {
  return Object.fromEntries((grid?.fingerprints ?? []).map((fingerprint, index) => [`member${index}`, fingerprint]));
}

/** Said while the stage runs too, where nobody reads to the end of the table. */
function warnOf({ leaks, labelMatches }: Honesty, host: StageHost): void {
  for (const leak of leaks) host.warn({ model: leak.name, ...leak.rows }, `not to be trusted: ${leakText(leak)}`);
  for (const sentence of labelMatches) host.warn({}, sentence);
}

function longestLookback(inputs: EvaluationInputs, { baselines }: EvaluateConfig): number {
  const { meta } = inputs.dataset.manifest;
  const ofBaselines = baselines.map((settings) => BASELINES[settings.baseline].lookback(baselineShape(settings, meta)));
  const named = [...inputs.placebos, ...inputs.rivals].flatMap(({ models }) => models);
  const models = [...inputs.students, ...inputs.twins, ...named];
  return Math.max(...ofBaselines, ...models.map(({ description }) => description.lookback));
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

function metaOf(
  { dataset, students, twins }: EvaluationInputs,
  { split, windowCount, models, verdict }: EvaluationSummary,
) {
  const { horizon, channels } = dataset.manifest.meta;
  const nameOf = (role: Role) => models.find((model) => model.role === role)?.name ?? role;
  const list = (role: 'student' | 'twin', artifacts: EvaluationInputs['students']) =>
    artifacts.map(({ manifest }) => ({ role, name: nameOf(role), seed: manifest.meta.seed }));
  return {
    split,
    horizon,
    channels: channels.target,
    windowCount,
    models: [...list('student', students), ...list('twin', twins)],
    outcome: verdict.outcome,
  };
}
