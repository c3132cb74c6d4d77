import { entry } from './entry';

/** Errors of what a student learns from: teachers together, and the settings of an experiment's `distillation`. */
export const DISTILLATION_ERRORS = {
  ALPHA_UNCHOSEN: entry<{ tuned: boolean }>(
    (c) =>
      `The weight "alpha" of the soft term is "auto", but ${c.tuned ? 'the tuning holds no alpha' : 'no tuning has chosen it'}.`,
    () =>
      'Run the target `student-tune` of the experiment and pass its folder with `--tuning`, or give `distillation.alpha` a number from 0 to 1.',
  ),
  COMBINE_WITHOUT_VALIDATION: entry<{ folder: string; covered: number; windowCount: number }>(
    (c) =>
      `Teachers are to be weighted by their validation error, but no validation window is covered by all of them; ${c.folder} covers ${c.covered} of ${c.windowCount}.`,
    () =>
      'Name "validation" in `soft-targets.splits` of the teacher config, or set `combine` of the experiment to "mean" or "median".',
  ),
  TRUST_WITHOUT_VALIDATION: entry<{ windowCount: number }>(
    (c) =>
      `Trust in the teacher is measured on validation, but the soft targets cover none of the ${c.windowCount} validation windows with a season before them.`,
    () =>
      'Name "validation" in `soft-targets.splits` of the teacher config, or take `distillation.trust` out of the experiment.',
  ),
  SCALES_TOO_MANY: entry<{ scales: number; horizon: number; most: number }>(
    (c) =>
      `A horizon of ${c.horizon} steps has no value left after ${c.scales - 1} poolings by 2, which ${c.scales} scales need.`,
    (c) => `Lower \`distillation.scales\` of the experiment to ${c.most} or less.`,
  ),
  UNLABELLED_NOT_COVERED: entry<{ trainEndCount: number; futureCount: number }>(
    (c) =>
      `There is no window without truth to learn from: the soft targets cover none of ${c.trainEndCount} origins at the end of the train split and none of ${c.futureCount} future origins.`,
    () =>
      'Set `soft-targets.newest` in the teacher config, or name "future" in `soft-targets.splits`, or take `distillation.unlabelled` out of the experiment.',
  ),
  AUGMENTED_MISSING: entry<{ teacherCount: number; madeCount: number; lookback: number }>(
    (c) =>
      `There is no augmented window to learn from: the soft targets of ${c.teacherCount} teachers hold ${c.madeCount}, none with ${c.lookback} rows before it.`,
    () => 'Set `soft-targets.augment` in the teacher config, or take `distillation.augmented` out of the experiment.',
  ),
} as const;
