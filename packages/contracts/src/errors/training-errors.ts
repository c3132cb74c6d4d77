import { countOf, entry, listNames } from './entry';

/** Errors of training, distilling and evaluating. */
export const TRAINING_ERRORS = {
  NO_WINDOWS: entry<{ split: string; lookback: number; horizon: number; rows: number }>(
    (c) =>
      `The ${c.split} split (${countOf(c.rows, 'row')}) has no window with lookback ${c.lookback} and horizon ${c.horizon}.`,
    () => 'Use a smaller `lookback` in the teacher or student config, or a larger split in the data set config.',
  ),
  SEASON_TOO_LONG: entry<{ season: number; lookback: number }>(
    (c) =>
      `A seasonal residual needs the last season (${countOf(c.season, 'step')}), but the lookback is ${countOf(c.lookback, 'step')}.`,
    () => 'Raise `lookback` of the model, or lower `ingest.season` in the data set config.',
  ),
  COVARIATE_UNKNOWN: entry<{ role: string; channel: string; found: readonly string[] }>(
    (c) =>
      `The model reads the ${c.role} channel "${c.channel}", but the data set has ${c.found.length ? listNames(c.found) : 'none'}.`,
    (c) =>
      `Channels get their roles in section \`ingest\` of the data set config; a model names those it reads in \`model.${c.role}\`.`,
  ),
  NOTHING_OBSERVED: entry<{ split: string; windowCount: number }>(
    (c) =>
      `Not one target value of the ${countOf(c.windowCount, `${c.split} window`)} is observed: all of them are masked.`,
    (c) => `Set the borders of \`ingest.split\` so that the ${c.split} split holds observed rows.`,
  ),
  STEP_NOT_FIXED: entry<{ architecture: string; frequency: string; period: number }>(
    (c) =>
      `The model "${c.architecture}" counts a cycle of ${countOf(c.period, 'step')}, but the frequency "${c.frequency}" of the data set has no fixed length.`,
    () => 'Use an architecture that reads no cycle, or a data set whose rows are a fixed time apart, such as PT1H.',
  ),
  MODEL_UNKNOWN: entry<{ architecture: string }>(
    (c) => `The stored model says "${c.architecture}" with options that this version does not know.`,
    () => 'Train it again with this version: run its `teacher-train` or `student-distill` target.',
  ),
  SOFT_TARGETS_UNKNOWN_WINDOW: entry<{ folder: string; series: number; origin: number; count: number }>(
    (c) =>
      `${c.folder} holds ${c.count} forecasts for origins that the data set does not have; the first is series ${c.series}, origin ${c.origin}.`,
    () =>
      'An origin is the first target row inside its series, counted from 0; `windows.arrow` of the data set lists them all.',
  ),
  SOFT_TARGETS_WITHOUT_SPLIT: entry<{ split: string; windowCount: number }>(
    (c) =>
      `The teachers together cover none of the ${countOf(c.windowCount, `${c.split} window`)}, so nothing can be compared.`,
    (c) =>
      `Name "${c.split}" in \`soft-targets.splits\` of the teacher config, or add ${c.split} forecasts to the soft targets.`,
  ),
  SPLIT_NOT_ASKED: entry<{ split: string; teacherWho: string; splits: readonly string[] }>(
    (c) =>
      `The experiment is judged on ${c.split} windows (\`evaluate.split\`), of which ${c.teacherWho} forecasts none: its splits are ${listNames(c.splits)}.`,
    (c) => `Name "${c.split}" in \`soft-targets.splits\` of the teacher config, or leave that key out.`,
  ),
  SOFT_TARGETS_NOT_FINITE: entry<{ folder: string; series: number; origin: number; count: number }>(
    (c) =>
      `${c.folder} holds ${c.count} forecasts with NaN or infinite values; the first is series ${c.series}, origin ${c.origin}.`,
    () => 'Leave out the rows that the teacher cannot forecast: partial coverage is allowed.',
  ),
  SOFT_TARGETS_OUTSIDE_TRANSFORM: entry<{
    source: string;
    count: number;
    series: number;
    origin: number;
    channel: string;
    value: number;
    transform: string;
  }>(
    (c) =>
      `${c.source} holds ${c.count} raw forecasts that the transform of their channel does not take; the first is ${c.value} at series ${c.series}, origin ${c.origin}, channel "${c.channel}" (${c.transform}).`,
    () =>
      'Set `ingest.floor` in the data set config (0 for counts): forecasts below it are raised to it. Or leave the rows out: partial coverage is allowed.',
  ),
  FORECAST_NOT_FINITE: entry<{ model: string; window: number; step: number; channel: number; value: number }>(
    (c) =>
      `The forecast of ${c.model} is ${c.value} at scored window ${c.window}, step ${c.step}, channel ${c.channel}.`,
    () => 'Train it again with a lower `learningRate`; forecasts made elsewhere must hold finite numbers only.',
  ),
  TRUTH_NOT_FINITE: entry<{ window: number; step: number; channel: number; value: number }>(
    (c) => `The truth is ${c.value} at scored window ${c.window}, step ${c.step}, channel ${c.channel}.`,
    () => 'Missing values need a mask: run the `ingest` target of the data set again.',
  ),
  NOTHING_TO_EVALUATE: entry<{ windowCount: number }>(
    (c) => `Not one value of the ${countOf(c.windowCount, 'window')} is observed, so nothing can be evaluated.`,
    () => 'Set the borders of the data set so that the split in `evaluate.split` holds observed rows.',
  ),
  WINDOWS_DIFFER: entry<{ model: string; found: number; expected: number }>(
    (c) => `${c.model} has forecasts of ${countOf(c.found, 'window')}; ${c.expected} are compared.`,
    () => 'Every model must forecast the same windows: soft targets from elsewhere must cover the whole split.',
  ),
  SEEDS_UNPAIRED: entry<{ student: string; twin: string }>(
    (c) => `The student was trained with the seeds ${c.student}, its twin with ${c.twin}: they cannot be paired.`,
    () => 'Pass one `--twin` for each `--student`, with the same seeds in the same order.',
  ),
  BASELINE_TOO_SHORT: entry<{ baseline: string; series: string; rows: number; needed: number; season: number }>(
    (c) =>
      `The baseline ${c.baseline} with a season of ${c.season} ${c.season === 1 ? 'step' : 'steps'} needs ${c.needed} train rows, but the series "${c.series}" has ${c.rows}.`,
    (c) =>
      `${c.season > 1 ? 'Give the baseline a shorter `season` (1 = none), or take' : 'Take'} it out of \`evaluate.baselines\` in the experiment config.`,
  ),
  LOSS_ZERO: entry<{ model: string; windowCount: number }>(
    (c) =>
      `${c.model} has a loss of exactly 0 on some or all of ${countOf(c.windowCount, 'window')}, so no ratio to it exists.`,
    () =>
      'The truth is constant, or the forecasts are the truth: check the data set, or leave the teacher or baseline out.',
  ),
} as const;
