import { formatError, PipelineError } from './pipeline-error';

it.each<[PipelineError, string]>([
  [
    new PipelineError('TUNE_NOTHING', { twin: true }),
    `TUNE_NOTHING: There is nothing to choose: every combination of the lists is the student config as it stands.
  Give \`tune\` of the student config a list (\`learningRate\`, \`weightDecay\`, \`dropout\`, \`normalisation\`) with another value.`,
  ],
  [
    new PipelineError('TUNE_NOTHING', { twin: false }),
    `TUNE_NOTHING: There is nothing to choose: every combination of the lists is the student config as it stands.
  Give \`tune\` of the student config a list (\`learningRate\`, \`weightDecay\`, \`dropout\`, \`normalisation\`) with another value, or set \`distillation.alpha\` of the experiment to "auto".`,
  ],
  [
    new PipelineError('TUNE_DROPOUT', { architecture: 'linear', having: ['mlp', 'lstm'] }),
    `TUNE_DROPOUT: \`tune.dropout\` cannot be tried: the student is a "linear", which has no dropout.
  Take it out of the student config, or choose an architecture that has it: mlp, lstm.`,
  ],
  [
    new PipelineError('TUNE_DECAY', { optimizer: 'sgd', weightDecay: 0.01 }),
    `TUNE_DECAY: \`tune.weightDecay\` holds 0.01, but the optimizer is "sgd": weights decay with adamw only, which is another rule with other learning rates.
  Set \`training.optimizer\` of the student config to "adam" or "adamw", or take \`tune.weightDecay\` out.`,
  ],
  [
    new PipelineError('TUNE_ALL_LOST', { trialCount: 6, lostCount: 6, confirmedCount: 0, seeds: [7, 8] }),
    `TUNE_ALL_LOST: No choice is left: with seed 7 the loss of 6 of 6 trials did not stay a finite number.
  Lower \`training.learningRate\` and \`tune.learningRate\` of the student config, or set \`training.clipNorm\` (1, for example).`,
  ],
  [
    new PipelineError('TUNE_ALL_LOST', { trialCount: 6, lostCount: 2, confirmedCount: 3, seeds: [7, 8] }),
    `TUNE_ALL_LOST: No choice is left: with seed 7 the loss of 2 of 6 trials did not stay a finite number, with seed 8 that of the 3 best of the others.
  Lower \`training.learningRate\` and \`tune.learningRate\` of the student config, or set \`training.clipNorm\` (1, for example).`,
  ],
])('says what happened, and what to do: %s', (error, text) => expect(formatError(error)).toBe(text));
