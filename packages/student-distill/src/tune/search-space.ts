import { PipelineError, type TunedSettings } from '@tsdistill/contracts';
import { architecturesWith } from '@tsdistill/forecasting';
import type { DistillationConfig, StudentConfig, TuneConfig } from '../config';

/** Values to choose from, by setting; a setting that is not tuned has one value, its own. */
export type Lists = { readonly [Name in keyof TunedSettings]-?: readonly Required<TunedSettings>[Name][] };

/** Settings that may be chosen: those of the config as it stands, and every combination of the lists. */
export interface SearchSpace {
  readonly base: TunedSettings;
  readonly lists: Partial<Lists>;
}

/** What a tuning is asked to choose. */
export interface TuningQuestion {
  readonly student: StudentConfig;
  readonly tune: TuneConfig;
  /** Absent for the twin. */
  readonly distillation?: DistillationConfig;
}

/** Optimizers that an `adamw` with weight decay may take the place of: it is the same rule, with decay. */
const DECAYING = ['adam', 'adamw'];

/**
 * The settings of a student that a tuning may choose.
 *
 * As it stands, a config with alpha "auto" has alpha 0: no teacher, the training that its twin begins with too.
 *
 * @throws PipelineError TUNE_DROPOUT, TUNE_DECAY, TUNE_NOTHING
 */
export function searchSpace({ student, tune, distillation }: TuningQuestion): SearchSpace {
  checkTune(student, tune);
  const base = { ...currentSettings(student), ...(distillation?.weights === 'auto' && { alpha: 0 }) };
  const lists = {
    learningRate: tune.learningRate ?? [base.learningRate],
    weightDecay: tune.weightDecay ?? [base.weightDecay],
    ...(base.dropout !== undefined && { dropout: tune.dropout ?? [base.dropout] }),
    normalisation: tune.normalisation ?? [base.normalisation],
    ...(base.alpha !== undefined && { alpha: tune.alpha }),
  };
  const isBase = (name: keyof TunedSettings) => lists[name]?.every((value) => value === base[name]) ?? true;
  if (SETTINGS.every(isBase)) throw new PipelineError('TUNE_NOTHING', { twin: distillation === undefined });
  return { base, lists };
}

/** Every setting, in the order in which trials name them. */
export const SETTINGS = ['learningRate', 'weightDecay', 'dropout', 'normalisation', 'alpha'] as const;

function currentSettings({ model, training }: StudentConfig): TunedSettings {
  const { dropout } = model.options;
  return {
    learningRate: training.learningRate,
    weightDecay: training.weightDecay,
    ...(typeof dropout === 'number' && { dropout }),
    normalisation: model.normalisation,
  };
}

/** Whether a student has what is to be tuned. @throws PipelineError TUNE_DROPOUT, TUNE_DECAY */
export function checkTune({ model, training }: StudentConfig, tune: TuneConfig): void {
  const { architecture } = model;
  const having = architecturesWith('dropout');
  if (tune.dropout && !having.includes(architecture)) throw new PipelineError('TUNE_DROPOUT', { architecture, having });
  const decay = tune.weightDecay?.find((value) => value > 0);
  if (decay !== undefined && !DECAYING.includes(training.optimizer))
    throw new PipelineError('TUNE_DECAY', { optimizer: training.optimizer, weightDecay: decay });
}
