import { countOf, entry, listNames } from './entry';

/** Errors of choosing a student's settings on validation. */
export const TUNE_ERRORS = {
  TUNE_NOTHING: entry<{ twin: boolean }>(
    () => 'There is nothing to choose: every combination of the lists is the student config as it stands.',
    (c) =>
      `Give \`tune\` of the student config a list (\`learningRate\`, \`weightDecay\`, \`dropout\`, \`normalisation\`) with another value${c.twin ? '' : ', or set `distillation.alpha` of the experiment to "auto"'}.`,
  ),
  TUNE_DROPOUT: entry<{ architecture: string; having: readonly string[] }>(
    (c) => `\`tune.dropout\` cannot be tried: the student is a "${c.architecture}", which has no dropout.`,
    (c) => `Take it out of the student config, or choose an architecture that has it: ${listNames(c.having)}.`,
  ),
  TUNE_DECAY: entry<{ optimizer: string; weightDecay: number }>(
    (c) =>
      `\`tune.weightDecay\` holds ${c.weightDecay}, but the optimizer is "${c.optimizer}": weights decay with adamw only, which is another rule with other learning rates.`,
    () => 'Set `training.optimizer` of the student config to "adam" or "adamw", or take `tune.weightDecay` out.',
  ),
  TUNE_ALL_LOST: entry<{
    trialCount: number;
    lostCount: number;
    confirmedCount: number;
    seeds: readonly [first: number, second: number];
  }>(
    (c) =>
      `No choice is left: with seed ${c.seeds[0]} the loss of ${c.lostCount} of ${countOf(c.trialCount, 'trial')} did not stay a finite number${c.confirmedCount === 0 ? '' : `, with seed ${c.seeds[1]} that of the ${c.confirmedCount} best of the others`}.`,
    () =>
      'Lower `training.learningRate` and `tune.learningRate` of the student config, or set `training.clipNorm` (1, for example).',
  ),
} as const;
