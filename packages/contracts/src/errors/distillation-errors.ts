import { countOf, entry, listNames } from './entry';

/** A number, or words where it depends on the number C of channels, which no config says. */
type Size = number | string;

const listSizes = (sizes: readonly Size[]): string =>
  `[${sizes.join(', ')}]${/C/.test(sizes.join()) ? ' (C = channels)' : ''}`;

const listLevels = (levels: readonly number[]): string => (levels.length > 0 ? levels.join(', ') : 'none');

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
  HINT_NOT_EXPORTED: entry<{
    teacherWho: string;
    layer: string;
    found: readonly string[];
    shown: readonly string[] | null;
    nearest: string | undefined;
    studentWho: string;
    architecture: string;
    studentLayer: string;
  }>(
    (c) =>
      `The hint layer "${c.layer}", for "${c.studentLayer}" of ${c.studentWho} (${c.architecture}), is not exported by ${c.teacherWho}: it exports ${c.found.length > 0 ? listNames(c.found) : 'no hidden layers'}${c.shown ? `, its model shows ${c.shown.length > 0 ? listNames(c.shown) : 'none'}` : ''}.`,
    (c) =>
      c.nearest === undefined || c.nearest === c.layer
        ? 'Name the layer in `soft-targets.features` of the teacher config; forecasts from elsewhere hold the layers that they were written with, an imported frame none.'
        : `Did you mean "${c.nearest}"? \`soft-targets.features\` of the teacher config names what is exported.`,
  ),
  ONE_TEACHER: entry<{ method: string; studentWho: string; teachers: readonly string[] }>(
    (c) =>
      `The method "${c.method}" needs one teacher, but ${c.studentWho} has ${c.teachers.length}${c.teachers.length > 0 ? ` (${listNames(c.teachers)})` : ''}: hidden layers and weights of several have nothing in common.`,
    (c) => `Name one teacher in the experiment, or take \`${c.method}\` out of its \`distillation\`.`,
  ),
  COPY_WITHOUT_MODEL: entry<{ given: string | null; teacherWho: string; studentWho: string }>(
    (c) =>
      c.given === null
        ? `There are no weights for ${c.studentWho} to begin with: of ${c.teacherWho} only forecasts are given, no model.`
        : `The model in ${c.given} is given, but ${c.studentWho} is not to begin with weights of ${c.teacherWho}.`,
    () =>
      '`distillation.model` of the experiment and `--teacher` of the command go together; a teacher from elsewhere has no model here, so take `model` out.',
  ),
  COPY_ARCHITECTURE: entry<{ studentWho: string; student: string; teacherWho: string; teacher: string }>(
    (c) =>
      `No weights go from ${c.teacherWho} (${c.teacher}) to ${c.studentWho} (${c.student}): the architectures differ.`,
    (c) =>
      `Give the student the architecture of the teacher, "${c.teacher}", or take \`distillation.model\` out of the experiment.`,
  ),
  COPY_CHANNELS: entry<{
    role: string;
    studentWho: string;
    student: readonly string[];
    teacherWho: string;
    teacher: readonly string[];
  }>(
    (c) =>
      `The ${c.role} channels that ${c.studentWho} reads are ${listNames(c.student) || 'none'}, those of ${c.teacherWho} ${listNames(c.teacher) || 'none'}: its weights would read other channels.`,
    (c) => `Give \`model.${c.role}\` of student and teacher the same names in the same order.`,
  ),
  COPY_LAYERS: entry<{
    studentWho: string;
    teacherWho: string;
    architecture: string;
    every: number;
    layers: string | undefined;
    student: number;
    teacher: number;
  }>(
    (c) =>
      `There are ${c.student} stacked layers in ${c.studentWho} (${c.architecture}), ${c.teacher} in ${c.teacherWho}: they cannot be ${c.layers !== undefined ? `its layers ${c.layers}, counted from 0` : c.every === 1 ? 'taken one by one' : `taken every ${c.every} layers`}.`,
    () =>
      'In `distillation.model` of the experiment `layers` names one layer of the teacher for each of the student, `every` takes each n-th; some architectures stack none.',
  ),
  COPY_PLACES: entry<{
    studentWho: string;
    teacherWho: string;
    architecture: string;
    student: string;
    teacher: string;
  }>(
    (c) =>
      `"${c.teacher}" of ${c.teacherWho} cannot become "${c.student}" of ${c.studentWho}: in a ${c.architecture} the place of that layer decides what it reads.`,
    () =>
      'Begin `distillation.model.layers` of the experiment with 0; of a `cnn` only the first layers can be taken, without `every` and `layers`.',
  ),
  COPY_SHAPES: entry<{
    studentWho: string;
    teacherWho: string;
    architecture: string;
    name: string;
    student: readonly Size[] | null;
    teacher: readonly Size[] | null;
  }>(
    (c) =>
      c.student
        ? `The weights "${c.name}" of ${c.studentWho} (${c.architecture}) are ${listSizes(c.student)}, ${c.teacher ? `those of ${c.teacherWho} ${listSizes(c.teacher)}` : `and there are none in ${c.teacherWho}`}.`
        : `The weights "${c.name}" of ${c.teacherWho} (${c.architecture}) are ${listSizes(c.teacher ?? [])}, and there are none in ${c.studentWho}.`,
    () =>
      'With `"largest": true` in `distillation.model` the student may have fewer units than the teacher; lookback, horizon, covariates, heads and the `width` of a `transformer` must be the same, and the student has every part that its teacher has.',
  ),
  COPY_SETTINGS: entry<{
    studentWho: string;
    teacherWho: string;
    architecture: string;
    setting: string;
    student: string;
    teacher: string;
  }>(
    (c) =>
      `"${c.setting}" of ${c.studentWho} (${c.architecture}) is ${c.student}, of ${c.teacherWho} ${c.teacher}: the same weights would mean something else.`,
    (c) =>
      `Give \`model.${c.setting}\` of student and teacher the same value, or take \`distillation.model\` out of the experiment.`,
  ),
  QUANTILES_NOT_FORECAST: entry<{
    studentWho: string;
    architecture: string;
    teachers: readonly { readonly who: string; readonly levels: readonly number[] }[];
  }>(
    (c) =>
      `The method "quantile" needs a student that forecasts quantiles: ${c.studentWho} (${c.architecture}) has none, ${c.teachers.map(({ who, levels }) => `${who} ${listLevels(levels)}`).join(', ')}.`,
    () =>
      'Give `student.model.quantiles` of the student config the levels, such as [0.1, 0.5, 0.9], or take `quantile` out of `distillation`.',
  ),
  QUANTILES_MISSING: entry<{
    studentWho: string;
    wanted: readonly number[];
    teacherWho: string;
    found: readonly number[];
  }>(
    (c) =>
      `The quantiles ${c.wanted.join(', ')} of ${c.studentWho} are to be learnt, but ${c.teacherWho} has ${listLevels(c.found)}.`,
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
  WINDOWS_NOT_ASKED: entry<{ kind: 'augmented' | 'unlabelled'; studentWho: string; teachers: readonly string[] }>(
    (c) =>
      c.kind === 'augmented'
        ? `${c.studentWho} is to learn from augmented windows (\`distillation.augmented\`), but ${listNames(c.teachers)} ${c.teachers.length === 1 ? 'makes' : 'make'} none.`
        : `${c.studentWho} is to learn from windows without truth (\`distillation.unlabelled\`), but ${listNames(c.teachers)} ${c.teachers.length === 1 ? 'labels' : 'label'} none.`,
    (c) =>
      c.kind === 'augmented'
        ? 'Set `soft-targets.augment` in the teacher config, or take `distillation.augmented` out of the experiment.'
        : 'Set `soft-targets.newest` in the teacher config, or name "future" in `soft-targets.splits`, or take `distillation.unlabelled` out of the experiment.',
  ),
  AUGMENTED_MISSING: entry<{ teacherCount: number; madeCount: number; lookback: number }>(
    (c) =>
      `There is no augmented window to learn from: the soft targets of ${c.teacherCount} teachers hold ${c.madeCount}, none with ${countOf(c.lookback, 'row')} before it.`,
    () => 'Set `soft-targets.augment` in the teacher config, or take `distillation.augmented` out of the experiment.',
  ),
} as const;
