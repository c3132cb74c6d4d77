import { breathe, countParameters, type ModelArtifact, type StageHost } from '@tsdistill/contracts';
import type { Scores } from './accumulate-errors';
import { BASELINES } from './baselines';
import type { EvaluateConfig } from './config';
import { baselineForecasts, modelForecasts, teacherForecasts } from './forecast-sources';
import type { EvaluationInputs } from './open-inputs';
import { scoreForecasts, type Truth } from './score-forecasts';
import type { ScoredBaseline, ScoredExperiment, ScoredModel } from './summarize';

/** Receives every forecast of a student or twin, to store it. */
export type KeepForecast = (model: number, index: number, forecast: Float32Array) => void;

/** Scores every model of an experiment on the same windows, one after the other. */
export async function scoreExperiment(
  { name, inputs, config }: { name: string; inputs: EvaluationInputs; config: EvaluateConfig },
  truth: Truth,
  keep: KeepForecast,
  host: StageHost,
): Promise<ScoredExperiment> {
  const { channels, horizon, stride } = inputs.dataset.manifest.meta;
  const scoreRuns = async (label: string, models: readonly ModelArtifact[], first: number): Promise<ScoredModel> => {
    const runs: { seed: number; scores: Scores }[] = [];
    for (const [index, model] of models.entries()) {
      const forecasts = modelForecasts(model, truth.data, truth.keys);
      const scores = scoreForecasts(label, forecasts, truth, (window, values) => keep(first + index, window, values));
      runs.push({ seed: model.manifest.meta.seed, scores });
      await breathe(host);
    }
    return { name: label, ...sizeOf(models.slice(0, 1)), runs };
  };
  const architecture = inputs.students[0]?.description.architecture ?? 'student';
  return {
    experiment: name,
    channels: channels.target,
    horizon,
    stride,
    teacher: scoreTeachers(inputs, truth),
    student: await scoreRuns(`${architecture}, distilled`, inputs.students, 0),
    twin: await scoreRuns(`${architecture}, alone`, inputs.twins, inputs.students.length),
    baselines: scoreBaselines(config, truth),
  };
}

/** Several teachers are one model: the mean of their forecasts, with the parameters of all. */
function scoreTeachers({ softTargets, teachers }: EvaluationInputs, truth: Truth): ScoredModel {
  const names = teachers.map(({ description }) => description.architecture);
  const name =
    names.length === 0 ? 'teacher from elsewhere' : names.length === 1 ? `${names[0]}` : `mean of ${names.join(', ')}`;
  const scores = scoreForecasts(name, teacherForecasts(softTargets, truth.data, truth.keys), truth);
  return {
    name,
    ...sizeOf(teachers),
    runs: [{ seed: teachers.length === 1 ? (teachers[0]?.manifest.meta.seed ?? null) : null, scores }],
  };
}

function scoreBaselines({ baselines }: EvaluateConfig, truth: Truth): ScoredBaseline[] {
  const { season: dataSeason, horizon, channels } = truth.data.dataset.manifest.meta;
  return baselines.map((settings) => {
    const seasonal = settings.baseline === 'seasonal-naive';
    const season = seasonal ? (settings.season ?? dataSeason) : 1;
    const name = seasonal ? `seasonal-naive ${season}` : settings.baseline;
    const shape = { horizon, channelCount: channels.target.length, season };
    const forecasts = baselineForecasts(BASELINES[settings.baseline], shape, truth.data, truth.keys);
    return { name, seasonal, scores: scoreForecasts(name, forecasts, truth) };
  });
}

/** Parameters and bytes of their weights (float32); null when there is no model. */
function sizeOf(models: readonly ModelArtifact[]) {
  if (models.length === 0) return { parameterCount: null, byteCount: null };
  const parameterCount = models.reduce((sum, { parameters }) => sum + countParameters(parameters), 0);
  return { parameterCount, byteCount: 4 * parameterCount };
}
