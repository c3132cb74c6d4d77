import { PipelineError, type TunedSettings } from '@tsdistill/contracts';
import { type DistillationConfig, type StudentConfig, weightsOf } from './config';

/** Section `distillation` once every weight is a number. */
export type ChosenDistillation = Omit<DistillationConfig, 'weights'> & {
  readonly weights: Exclude<DistillationConfig['weights'], 'auto'>;
};

/** The student with tuned settings in place of its config's; one that decays weights is trained by `adamw`, the only optimizer that does. */
export function tunedStudent(student: StudentConfig, settings: TunedSettings): StudentConfig {
  const { learningRate, weightDecay, dropout, normalisation } = settings;
  const { model, training } = student;
  const options = dropout === undefined ? model.options : { ...model.options, dropout };
  const optimizer = weightDecay > 0 ? 'adamw' : training.optimizer;
  return {
    model: { ...model, normalisation, options },
    training: { ...training, learningRate, weightDecay, optimizer },
  };
}

/**
 * The weights of the config, or those of the tuned alpha where the config says "auto".
 *
 * @throws PipelineError ALPHA_UNCHOSEN where it says "auto" and nothing was tuned
 */
export function chosenDistillation(config: DistillationConfig, settings?: TunedSettings): ChosenDistillation {
  const { weights, ...rest } = config;
  if (weights !== 'auto') return { weights, ...rest };
  if (settings?.alpha === undefined) throw new PipelineError('ALPHA_UNCHOSEN', { tuned: settings !== undefined });
  return { weights: weightsOf(settings.alpha), ...rest };
}
