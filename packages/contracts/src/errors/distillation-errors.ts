import { countOf, entry, listNames } from './entry';

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
      `A horizon of ${countOf(c.horizon, 'step')} has no value left after ${c.scales - 1} poolings by 2, which ${c.scales} scales need.`,
    (c) => `Lower \`distillation.scales\` of the experiment to ${c.most} or less.`,
  ),
  HINT_NOT_EXPORTED: entry<{ folder: string; layer: string; found: readonly string[] }>(
    (c) =>
      `The hint layer "${c.layer}" of the teacher is not in ${c.folder}, which holds ${c.found.length > 0 ? `the layers ${listNames(c.found)}` : 'no hidden layers'}.`,
    () => 'Name the layer in `soft-targets.features` of the teacher config; its `soft-targets` target writes it.',
  ),
  ONE_TEACHER: entry<{ method: string; teacherCount: number }>(
    (c) =>
      `The method "${c.method}" needs one teacher, but there are ${c.teacherCount}: hidden layers and weights of several have nothing in common.`,
    (c) => `Name one teacher in the experiment, or take \`${c.method}\` out of its \`distillation\`.`,
  ),
  COPY_WITHOUT_MODEL: entry<{ given: boolean }>(
    (c) =>
      c.given
        ? 'A teacher model is given, but the student does not begin with its weights.'
        : 'The student is to begin with the weights of its teacher, but no teacher model is given.',
    () =>
      '`distillation.model` of the experiment and `--teacher` of the command go together; a teacher from elsewhere has no model here.',
  ),
  COPY_ARCHITECTURE: entry<{ folder: string; teacher: string; student: string }>(
    (c) =>
      `The student (${c.student}) cannot begin with the weights of the teacher in ${c.folder} (${c.teacher}): the architectures differ.`,
    () => 'Give the student the architecture of the teacher, or take `distillation.model` out of the experiment.',
  ),
  COPY_LAYERS: entry<{ folder: string; every: number; student: number; teacher: number }>(
    (c) =>
      `The student has ${c.student} stacked layers, the teacher in ${c.folder} has ${c.teacher}: they cannot be taken ${c.every === 1 ? 'one by one' : `every ${c.every} layers`}.`,
    () =>
      'Lower `distillation.model.every` of the experiment, or give the student fewer layers; some architectures stack none.',
  ),
  COPY_SHAPES: entry<{
    folder: string;
    name: string;
    student: readonly number[];
    teacher: readonly number[] | null;
  }>(
    (c) =>
      `The weights "${c.name}" of the student are [${c.student.join(', ')}], ${c.teacher ? `those of the teacher in ${c.folder} [${c.teacher.join(', ')}]` : `and the teacher in ${c.folder} has none`}.`,
    () =>
      'With `"largest": true` in `distillation.model` the student may have fewer units than the teacher; lookback, horizon, covariates and heads must be the same. A `cnn` or `tide` has as many.',
  ),
  QUANTILES_NOT_FORECAST: entry<{ architecture: string }>(
    (c) => `The method "quantile" needs a student that forecasts quantiles; this one (${c.architecture}) has none.`,
    () =>
      'Give `student.model.quantiles` of the student config the levels, such as [0.1, 0.5, 0.9], or take `quantile` out of `distillation`.',
  ),
  QUANTILES_MISSING: entry<{ folder: string; found: readonly number[]; wanted: readonly number[] }>(
    (c) =>
      `The student forecasts the quantiles ${c.wanted.join(', ')}, but ${c.folder} holds ${c.found.length > 0 ? c.found.join(', ') : 'none'}.`,
    () =>
      'Give every teacher (`teacher-train.model.quantiles`, or the columns of an imported frame) the levels of the student, or the student fewer.',
  ),
  PERIODS_TOO_FEW: entry<{ horizon: number; least: number }>(
    (c) =>
      `A horizon of ${countOf(c.horizon, 'step')} has no two periods to compare; that takes ${countOf(c.least, 'step')}.`,
    () => 'Raise `ingest.horizon` of the data set config, or take `distillation.multi-period` out of the experiment.',
  ),
  UNLABELLED_NOT_COVERED: entry<{ trainEndCount: number; futureCount: number }>(
    (c) =>
      `There is no window without truth to learn from: the soft targets cover none of ${c.trainEndCount} origins at the end of the train split and none of ${c.futureCount} future origins.`,
    () =>
      'Set `soft-targets.newest` in the teacher config, or name "future" in `soft-targets.splits`, or take `distillation.unlabelled` out of the experiment.',
  ),
  AUGMENTED_MISSING: entry<{ teacherCount: number; madeCount: number; lookback: number }>(
    (c) =>
      `There is no augmented window to learn from: the soft targets of ${c.teacherCount} teachers hold ${c.madeCount}, none with ${countOf(c.lookback, 'row')} before it.`,
    () => 'Set `soft-targets.augment` in the teacher config, or take `distillation.augmented` out of the experiment.',
  ),
} as const;
