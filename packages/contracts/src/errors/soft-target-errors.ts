import { entry, listNames } from './entry';

/** Errors of making soft targets: time folds, the newest rows, made windows. */
export const SOFT_TARGET_ERRORS = {
  FOLD_UNKNOWN: entry<{ file: string; fold: number; folds: number | undefined }>(
    (c) =>
      c.folds === undefined
        ? `There is no fold ${c.fold}: ${c.file} has no \`soft-targets.folds\`.`
        : `There is no fold ${c.fold}: \`soft-targets.folds\` of ${c.file} is ${c.folds}, so they are 0 to ${c.folds - 1}.`,
    () => 'Set `soft-targets.folds` (2 or more) in the teacher config, or leave out `--fold`.',
  ),
  FOLD_TOO_SMALL: entry<{
    fold: number;
    folds: number;
    held: number;
    rest: number;
    windowCount: number;
    lookback: number;
    horizon: number;
  }>(
    (c) =>
      `Fold ${c.fold} of ${c.folds} holds ${c.held} of the ${c.windowCount} train windows (lookback ${c.lookback}, horizon ${c.horizon}) and leaves ${c.rest} that share no row with them; both need one.`,
    () =>
      'Lower `soft-targets.folds` of the teacher config, or enlarge the train split in `ingest.split` of the data set config.',
  ),
  FOLD_TEACHERS_COUNT: entry<{ folds: number; found: number }>(
    (c) =>
      `The teacher config asks for ${c.folds === 0 ? 'no folds' : `${c.folds} folds`}, but ${c.found} teachers of folds were given.`,
    () =>
      'Give `--fold-teacher` once for each of `soft-targets.folds`, fold 0 first; `teacher-train --fold <i>` makes them.',
  ),
  FOLD_TEACHER_WRONG: entry<{ folder: string; found: string; expected: string }>(
    (c) => `The teacher in ${c.folder} was kept from ${c.found}; here belongs one that was kept from ${c.expected}.`,
    () =>
      '`--teacher` is the one trained on all train windows; `--fold-teacher` those of fold 0, 1, … as `teacher-train --fold <i>` writes them.',
  ),
  SOFT_TARGETS_UNIT: entry<{ folder: string; unit: string; other: string; declared: number; otherwise: number }>(
    (c) =>
      `${c.folder} says that its forecasts are ${c.unit}, but their mean squared error, standardized, is ${c.declared}; read as ${c.other} it would be ${c.otherwise}.`,
    (c) =>
      `Write \`"unit": "${c.other}"\` into \`meta\` of its manifest.json, or the forecasts in the unit that it names.`,
  ),
  LAYER_UNKNOWN: entry<{
    who: string;
    architecture: string;
    layer: string;
    /** What it is for, behind a comma; empty where that is plain. */
    task: string;
    found: readonly string[];
    nearest: string | undefined;
    key: string;
  }>(
    (c) =>
      `No hidden layer "${c.layer}" is shown by ${c.who} (${c.architecture})${c.task}; ${c.found.length > 0 ? `it shows ${listNames(c.found)}` : 'it shows none'}.`,
    (c) =>
      `${c.nearest === undefined ? '' : `Did you mean "${c.nearest}"? `}\`${c.key}\` takes the name of a layer; packages/forecasting/README.md lists those of each architecture.`,
  ),
  NEWEST_NONE: entry<{ horizon: number; stride: number; lookback: number }>(
    (c) =>
      `No origin at the end of the train split has targets that cross it (horizon ${c.horizon}, stride ${c.stride}) and a lookback of ${c.lookback} train rows.`,
    () => 'Take `soft-targets.newest` out of the teacher config, or lower its `lookback`.',
  ),
  AUGMENT_WITHOUT_OTHER: entry<{ windowCount: number }>(
    (c) =>
      `Windows are to be made from other series, but the ${c.windowCount} train windows forecast together are of one series with one channel.`,
    () => 'Take `soft-targets.augment.otherSeries` out of the teacher config.',
  ),
  AUGMENTED_OUTSIDE_TRAIN: entry<{ folder: string; row: number; series: number; origin: number; count: number }>(
    (c) =>
      `${c.folder} holds ${c.count} made windows whose base or partner is no train window; the first is row ${c.row} of augmented.arrow, with series ${c.series}, origin ${c.origin}.`,
    () =>
      'Make windows from train origins of `windows.arrow` only: a student would learn from rows that it is judged on.',
  ),
} as const;
