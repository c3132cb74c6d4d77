import {
  type Evaluation,
  formatWallTime,
  type ModelArtifact,
  openDataset,
  openEvaluation,
  openModel,
  openStoredForecasts,
  PipelineError,
  type StageHost,
} from '@tsdistill/contracts';
import { loadWindowData, type OriginKeys, scaleForModel, startEngine, type WindowData } from '@tsdistill/forecasting';
import { BASELINES } from '../baselines';
import { fewestWindows } from '../bootstrap';
import { lossesOf } from '../compare-models';
import type { BootstrapConfig } from '../config';
import { baselineForecasts, type Forecasts, modelForecasts } from '../forecast-sources';
import { scoreForecasts, truthOf } from '../score-forecasts';
import { compareSpans, meanOfSeeds, type SpanComparison, type SpanLosses } from './compare-spans';
import { driftSentence } from './drift-sentence';
import { driftSpans } from './drift-spans';

/** Errors that differ by more than this are not of the same rows. */
const SAME_ERROR = 1e-3;

/** What is asked of one experiment. */
export interface DriftQuestion {
  readonly experiment: string;
  /** First new time by the clock of the data, ms since 1970 taken as UTC. */
  readonly since: number;
  /** Fraction by which the error may grow. */
  readonly margin: number;
  readonly bootstrap: BootstrapConfig;
}

/** Artifacts read. */
export interface DriftFolders {
  /** With the new rows; the former ones must be the same. */
  readonly dataset: string;
  readonly students: readonly string[];
  /** Of these students, on the rows that were there then. */
  readonly evaluation: string;
}

/** What was found, and how to say it. */
export interface Drift {
  readonly outcome: SpanComparison['outcome'];
  readonly sentence: string;
}

/** A fixed student and the rows as it sees them. */
interface Subject {
  readonly model: ModelArtifact;
  readonly data: WindowData;
}

/**
 * Scores the students of an experiment on rows since a date against their error on its test split before that date.
 *
 * @throws PipelineError ARTIFACT_MISMATCH, DRIFT_ROWS_CHANGED, those of `driftSpans`
 */
export async function runDrift(question: DriftQuestion, folders: DriftFolders, host: StageHost): Promise<Drift> {
  const evaluation = openEvaluation(folders.evaluation);
  const models = folders.students.map((folder) => openModel(folder));
  refuseOtherStudents(models, evaluation);
  const dataset = openDataset(folders.dataset);
  const subjects = models.map((model) => ({
    model,
    data: loadWindowData(scaleForModel(dataset, model), model.description.channels),
  }));
  const [{ data }] = subjects as [Subject];
  const { horizon, stride, season } = data.dataset.manifest.meta;
  const scored = scoredOrigins(evaluation, data);
  const lookback = Math.max(season, ...models.map(({ description }) => description.lookback));
  const spans = driftSpans(data, scored, question.since, lookback);
  await startEngine(host);
  refuseOtherRows(meanOfSeeds(studentLosses(subjects, scored)), evaluation, dataset.folder);
  const settings = { horizon, stride, margin: question.margin, bootstrap: question.bootstrap };
  const student = compareSpans(studentLosses(subjects, spans.former), studentLosses(subjects, spans.recent), settings);
  const naive = compareSpans(naiveLosses(data, spans.former), naiveLosses(data, spans.recent), settings);
  const sentence = driftSentence({
    experiment: question.experiment,
    since: formatWallTime(question.since),
    margin: question.margin,
    level: question.bootstrap.level,
    seedCount: models.length,
    windowCounts: { former: spans.former.origin.length, recent: spans.recent.origin.length },
    neededCount: fewestWindows(horizon, stride),
    student,
    naive: { name: `seasonal-naive ${season}`, relative: naive.relative.value },
  });
  return { outcome: student.outcome, sentence };
}

/** The evaluation must be of these very students. */
function refuseOtherStudents(models: readonly ModelArtifact[], { folder, manifest }: Evaluation): void {
  for (const [index, model] of models.entries()) {
    const rightValue = manifest.inputs[`student${index}`] ?? 'none';
    if (model.fingerprint === rightValue) continue;
    const [left, right] = [`the student in ${model.folder}`, `the evaluation in ${folder}`];
    const what = 'the fingerprint of the student';
    throw new PipelineError('ARTIFACT_MISMATCH', { what, left, leftValue: model.fingerprint, right, rightValue });
  }
}

/** The windows that the evaluation scored. @throws PipelineError DRIFT_ROWS_CHANGED when the data set has no such rows any more */
function scoredOrigins(evaluation: Evaluation, { dataset }: WindowData): OriginKeys {
  const { meta } = evaluation.manifest;
  const stored = openStoredForecasts(evaluation);
  stored.close();
  const { keys } = stored;
  const lost = keys.origin.filter((row, index) => {
    const rows = dataset.manifest.meta.series[keys.series[index] ?? 0]?.observedRowCount ?? 0;
    return row + meta.horizon > rows;
  }).length;
  if (lost > 0) {
    const problem = `${lost} of the ${keys.origin.length} windows that it scored are not there`;
    throw new PipelineError('DRIFT_ROWS_CHANGED', { dataset: dataset.folder, evaluation: evaluation.folder, problem });
  }
  return keys;
}

/** The students' error on the windows of the evaluation is known: where it comes out otherwise, the rows are others. */
function refuseOtherRows(found: number, { summary, folder }: Evaluation, dataset: string): void {
  const stored = summary.models.find(({ role }) => role === 'student')?.mean['mse'] ?? NaN;
  if (Math.abs(found / stored - 1) <= SAME_ERROR) return;
  const problem = `the student's MSE on the windows that it scored is ${found.toPrecision(4)}, it says ${stored.toPrecision(4)}`;
  throw new PipelineError('DRIFT_ROWS_CHANGED', { dataset, evaluation: folder, problem });
}

function studentLosses(subjects: readonly Subject[], keys: OriginKeys): SpanLosses {
  const runs = subjects.map(({ model, data }) => ({
    seed: model.manifest.meta.seed,
    scores: scoreForecasts('the student', modelForecasts(model, data, keys), truthOf(data, keys)),
  }));
  return lossesOf({ runs }, 'mse');
}

function naiveLosses(data: WindowData, keys: OriginKeys): SpanLosses {
  const { horizon, channels, season } = data.dataset.manifest.meta;
  const shape = { horizon, channelCount: channels.target.length, season };
  const forecasts: Forecasts = baselineForecasts(BASELINES['seasonal-naive'], shape, data, keys);
  return lossesOf({ runs: [{ seed: null, scores: scoreForecasts('naive', forecasts, truthOf(data, keys)) }] }, 'mse');
}
