import type { Dataset, ModelArtifact, StageHost } from '@tsdistill/contracts';
import {
  type CombineConfig,
  type CombinedTeachers,
  combineTeachers,
  hardObjective,
  labelMatchText,
  matchLabels,
  type ModelTraining,
  type Objective,
  type TrainingWindows,
  type WindowData,
} from '@tsdistill/forecasting';
import { type ChosenDistillation, chosenDistillation } from './apply-settings';
import { checkScales } from './check-distillation';
import { measureConfidence } from './confidence';
import type { DistillationConfig, StudentConfig } from './config';
import { distillationObjective } from './distillation-objective';
import { copiedStart } from './methods/model';
import type { TermSources } from './methods/method';
import { createTerms } from './methods/registry';
import { rememberSoft } from './remember-soft';
import { type SMOOTHED_LABELS, smoothedLabels } from './smoothed-labels';
import { augmentedLists, keyedSoft, type OpenedTeacher, type SoftList } from './soft-lists';
import type { SoftLoss } from './soft-loss';
import { measureTrust } from './trust';
import { pastUntil, unlabelledWindows } from './unlabelled-windows';

/** One student of one seed; without a distillation it is the twin, trained alone. */
export interface StudentTraining {
  readonly student: StudentConfig;
  readonly seed: number;
  readonly distillation?: DistillationConfig;
  /** How several teachers become one; by default their mean. */
  readonly combine?: CombineConfig;
  /** A teacher without knowledge, in place of soft targets. */
  readonly placebo?: typeof SMOOTHED_LABELS;
}

/** Opened artifacts that a student learns from. */
export interface StudentSources {
  readonly dataset: Dataset;
  readonly teachers: readonly OpenedTeacher[];
  /** The teacher's model, where the student begins with its weights. */
  readonly model?: ModelArtifact | undefined;
  /** Fingerprints beside the data set's, by role. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * What `trainModel` and `fitModel` need for one student: what it is fitted to, and the windows without truth that it learns from.
 *
 * @throws PipelineError ALPHA_UNCHOSEN, SCALES_TOO_MANY and those of `copiedStart` at once; COMBINE_WITHOUT_VALIDATION, TRUST_WITHOUT_VALIDATION,
 * UNLABELLED_NOT_COVERED, AUGMENTED_MISSING and those of `createTerms` from its hooks, before any work
 */
export function studentTraining(training: StudentTraining, sources: StudentSources, host: StageHost): ModelTraining {
  const { student, seed, combine = 'mean', placebo } = training;
  const { dataset, teachers, model, inputs } = sources;
  const channelCount = dataset.manifest.meta.channels.target.length;
  const alone = { dataset, config: student, seed, inputs };
  if (!training.distillation) {
    const objective = (train: TrainingWindows) =>
      hardObjective(student.training.loss, train, channelCount, student.model.quantiles);
    return { ...alone, objective, section: { student, seed } };
  }
  const distillation = settingsFor(chosenDistillation(training.distillation), dataset, placebo);
  const soft = teachers.map(({ softTargets }) => softTargets);
  const start = copiedStart(distillation.model, { dataset, teachers: soft, model }, student.model);
  const materialOf = once((data: WindowData): Material => {
    warnOfLabels(teachers, data, host);
    const teacher = placebo ? smoothedLabels(data) : combineTeachers(soft, combine, data);
    return { teacher, extra: extraLists(teacher, teachers, distillation, { data, lookback: student.model.lookback }) };
  });
  return {
    ...alone,
    ...(start && { start }),
    inputsTrainedUntil: teachers.flatMap(({ softTargets }) => softTargets.meta.trainedUntil ?? []),
    section: { student, seed, distillation, ...(placebo ? { placebo } : { combine }) },
    extraWindows: (data) => {
      const { extra } = materialOf(data);
      const moments = extra.map(({ windows }) => pastUntil(data, windows)).sort();
      return { lists: extra, readUntil: moments.at(-1) ?? null };
    },
    objective: (train, data, { layers }) => {
      const { architecture, quantiles } = student.model;
      const { scaler } = dataset.manifest.meta;
      const own = { student: { architecture, layers, quantiles }, seed };
      const sources = { ...own, windows: train, teachers: soft, channelCount, scaler };
      return objectiveOf({ student, distillation, sources }, materialOf(data), { train, data }, host);
    },
  };
}

/** What the soft term of one training is made of. */
interface Material {
  readonly teacher: CombinedTeachers;
  /** Windows without truth. */
  readonly extra: readonly SoftList[];
}

/** A placebo has no windows beside those with truth, no hidden layers, no quantiles and no weights. @throws PipelineError SCALES_TOO_MANY */
function settingsFor(
  distillation: ChosenDistillation,
  { manifest }: Dataset,
  placebo: StudentTraining['placebo'],
): ChosenDistillation {
  checkScales(distillation, manifest.meta.horizon);
  if (!placebo) return distillation;
  const { feature: _, 'multi-level': __, model: ___, quantile: ____, ...heard } = distillation;
  return { ...heard, unlabelled: false, augmented: false };
}

/** Windows without truth that a teacher speaks of: the newest rows, then the made ones. */
function extraLists(
  teacher: CombinedTeachers,
  teachers: readonly OpenedTeacher[],
  { unlabelled, augmented }: ChosenDistillation,
  { data, lookback }: { readonly data: WindowData; readonly lookback: number },
): readonly SoftList[] {
  const newest = unlabelled ? [unlabelledWindows(teacher, data, lookback)] : [];
  return [
    ...newest.map((windows): SoftList => ({
      windows,
      labelled: false,
      made: false,
      readSoft: keyedSoft(teacher, windows),
    })),
    ...(augmented ? augmentedLists(teachers, data, lookback) : []),
  ];
}

interface ObjectiveSettings {
  readonly student: StudentConfig;
  readonly distillation: ChosenDistillation;
  readonly sources: Omit<TermSources, 'isMade'>;
}

function objectiveOf(
  { student, distillation, sources }: ObjectiveSettings,
  { teacher, extra }: Material,
  { train, data }: { readonly train: TrainingWindows; readonly data: WindowData },
  host: StageHost,
): Objective {
  const { weights, loss, scales, trust, confidence } = distillation;
  const hardLoss = student.training.loss;
  const believed = trust && toldTrust(teacher, trust, data, host);
  const soft: SoftLoss = { kind: loss ?? hardLoss, scales, ...(believed && { trust: believed }) };
  const readers = [keyedSoft(teacher, train), ...extra.map(({ readSoft }) => readSoft)];
  const readSoft: SoftList['readSoft'] = (index, out, offset) => {
    const place = train.locate(index);
    return readers[place.list]?.(place.index, out, offset) ?? false;
  };
  const isMade = (list: number) => list > 0 && extra[list - 1]?.made === true;
  const channelCount = data.dataset.manifest.meta.channels.target.length;
  const remembered = rememberSoft(readSoft, { count: train.count, size: train.horizon * channelCount });
  const task = { weights, hardLoss, levels: student.model.quantiles, soft, channelCount, readSoft: remembered };
  const terms = createTerms(distillation, { ...sources, isMade: (index) => isMade(train.locate(index).list) });
  const known = confidence && { confidence: toldConfidence(measureConfidence(remembered, train, channelCount), host) };
  return distillationObjective({ ...task, terms, ...known }, train);
}

function toldTrust(teacher: CombinedTeachers, per: 'channel' | 'step', data: WindowData, host: StageHost) {
  const { weights, loweredCount, groupCount } = measureTrust(teacher, per, data);
  const least = weights.reduce((a, b) => Math.min(a, b));
  host.info({ lowered: loweredCount, of: groupCount, least }, `trust in the teacher by ${per}`);
  return weights;
}

function toldConfidence(confidence: Float32Array, host: StageHost): Float32Array {
  const mean = confidence.reduce((sum, value) => sum + value, 0) / confidence.length;
  host.info({ windows: confidence.length, mean }, 'confidence in the teacher by window');
  return confidence;
}

/** Forecasts of train windows that are almost the labels teach nothing. */
function warnOfLabels(teachers: readonly OpenedTeacher[], data: WindowData, host: StageHost): void {
  for (const { softTargets } of teachers) {
    const match = matchLabels(softTargets, data);
    if (!match.suspicious) continue;
    const teacher = { name: softTargets.artifact.folder, isOutside: softTargets.meta.teacher === null };
    host.warn({ train: match.train, heldOut: match.heldOut?.mse ?? null }, labelMatchText(teacher, match));
  }
}

/** The same result for every call: the hooks of one training share one teacher. */
function once<Value>(make: (data: WindowData) => Value): (data: WindowData) => Value {
  let made: { readonly value: Value } | undefined;
  return (data) => (made ??= { value: make(data) }).value;
}
