import { breathe, countParameters, type ModelArtifact, type StageHost } from '@tsdistill/contracts';
import { type CombineConfig, type CombinedTeachers, combineTeachers } from '@tsdistill/forecasting';
import { BASELINES } from './baselines';
import { baselineShape } from './check-baselines';
import type { ScoredModel, ScoredRun } from './compare-models';
import type { EvaluateConfig } from './config';
import { baselineForecasts, modelForecasts, teacherForecasts } from './forecast-sources';
import { allTeachers, type EvaluationInputs, type NamedModels, teacherOf } from './open-inputs';
import { scoreForecasts, type Truth } from './score-forecasts';
import { createQuantileScores, scoreTeacherQuantiles } from './score-quantiles';
import type { ScoredBaseline, ScoredExperiment } from './scored-experiment';
import { memberNames, teacherName } from './teacher-names';

/** What is scored, and how several teachers are one. */
export interface Scoring {
  readonly name: string;
  readonly inputs: EvaluationInputs;
  readonly config: EvaluateConfig;
  readonly combine: CombineConfig;
}

/** Receives every forecast of a student or twin, to store it. */
export type KeepForecast = (model: number, index: number, forecast: Float32Array) => void;

/** Between two moves of the bar, in windows. */
const SHOWN = 128;

/** Scores every model of an experiment on the same windows, one after the other. */
export async function scoreExperiment(
  { name, inputs, config, combine }: Scoring,
  truth: Truth,
  keep: KeepForecast,
  host: StageHost,
): Promise<Omit<ScoredExperiment, 'honesty'>> {
  const { channels, horizon, stride } = inputs.dataset.manifest.meta;
  const scoreRuns = async ({ name: label, models }: NamedModels, first?: number): Promise<ScoredModel> => {
    const runs: ScoredRun[] = [];
    for (const [index, model] of models.entries()) {
      const levels = model.description.quantiles;
      const quantiles = levels.length > 0 ? createQuantileScores(levels, truth) : undefined;
      const forecasts = modelForecasts(model, truth.data, truth.keys, quantiles?.add);
      const scores = scoreForecasts(label, forecasts, truth, (window, values) => {
        if (window % SHOWN === 0)
          host.progress({ label, done: window, total: truth.keys.origin.length, unit: 'windows' });
        if (first !== undefined) keep(first + index, window, values);
      });
      runs.push({ seed: model.manifest.meta.seed, scores, quantiles: quantiles?.metrics() });
      await breathe(host);
    }
    return { name: label, ...sizeOf(models.slice(0, 1)), tuned: areTuned(models), runs };
  };
  const scoreAll = async (list: readonly NamedModels[]): Promise<ScoredModel[]> => {
    const scored: ScoredModel[] = [];
    for (const entry of list) scored.push(await scoreRuns(entry));
    return scored;
  };
  const { student, twin } = studentNames(inputs);
  return {
    experiment: name,
    channels: channels.target,
    horizon,
    stride,
    ...scoreTeachers(inputs, combine, truth),
    student: await scoreRuns({ name: student, models: inputs.students }, 0),
    twin: await scoreRuns({ name: twin, models: inputs.twins }, inputs.students.length),
    placebos: await scoreAll(inputs.placebos),
    rivals: await scoreAll(inputs.rivals),
    baselines: scoreBaselines(config, truth),
  };
}

/** As they stand in the table. */
export function studentNames({ students }: EvaluationInputs): { student: string; twin: string } {
  const architecture = students[0]?.description.architecture ?? 'student';
  return { student: `${architecture}, distilled`, twin: `${architecture}, alone` };
}

function scoreTeachers(inputs: EvaluationInputs, combine: CombineConfig, truth: Truth) {
  const combined = combineTeachers(inputs.softTargets, combine, truth.data);
  const teacher = scoreCombined(combined, teacherName(inputs, combine), inputs, truth);
  if (inputs.softTargets.length === 1) return { teacher, members: [] };
  const shares = typeof combine === 'string' ? [] : combined.shares;
  const members = scoreMembers(inputs, truth).map((member, index): ScoredModel => {
    const weight = shares[index];
    return weight ? { ...member, weight } : member;
  });
  return { teacher, members };
}

/** Several teachers are one model, with the parameters of all. */
function scoreCombined(combined: CombinedTeachers, name: string, inputs: EvaluationInputs, truth: Truth): ScoredModel {
  const models = allTeachers(inputs);
  const scores = scoreForecasts(name, teacherForecasts(combined, truth.data, truth.keys), truth);
  const seed = models.length === 1 ? (models[0]?.manifest.meta.seed ?? null) : null;
  const [softTargets, ...others] = inputs.softTargets;
  // Quantiles of several teachers are not one teacher's.
  const quantiles = softTargets && others.length === 0 ? scoreTeacherQuantiles(softTargets, truth) : undefined;
  return { name, ...sizeOf(models), tuned: false, runs: [{ seed, scores, quantiles }] };
}

function scoreMembers(inputs: EvaluationInputs, truth: Truth): ScoredModel[] {
  const names = memberNames(inputs);
  return inputs.softTargets.map((softTargets, index) => {
    const [name, model] = [names[index] ?? '', teacherOf(inputs, index)];
    const alone = combineTeachers([softTargets], 'mean', truth.data);
    const scores = scoreForecasts(name, teacherForecasts(alone, truth.data, truth.keys), truth);
    const runs = [{ seed: model?.manifest.meta.seed ?? null, scores }];
    return { name, ...sizeOf(model ? [model] : []), tuned: false, runs };
  });
}

/** All seeds were trained with settings that `student-tune` chose. */
const areTuned = (models: readonly ModelArtifact[]): boolean =>
  models.length > 0 && models.every(({ manifest }) => 'tuning' in manifest.inputs);

function scoreBaselines({ baselines }: EvaluateConfig, truth: Truth): ScoredBaseline[] {
  return baselines.map((settings) => {
    const { baseline } = settings;
    const shape = baselineShape(settings, truth.data.dataset.manifest.meta);
    const name = baseline === 'repeat-last' ? baseline : `${baseline} ${shape.season}`;
    const forecasts = baselineForecasts(BASELINES[baseline], shape, truth.data, truth.keys);
    return { name, seasonal: baseline === 'seasonal-naive', scores: scoreForecasts(name, forecasts, truth) };
  });
}

/** Parameters and bytes of their weights (float32); null when there is no model. */
function sizeOf(models: readonly ModelArtifact[]) {
  if (models.length === 0) return { parameterCount: null, byteCount: null };
  const parameterCount = models.reduce((sum, { parameters }) => sum + countParameters(parameters), 0);
  return { parameterCount, byteCount: 4 * parameterCount };
}
