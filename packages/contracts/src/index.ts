export { ArrowFile, withArrowFile } from './arrow/arrow-file';
export type { ColumnArrays, Columns, ColumnType } from './arrow/column-type';
export { readTable } from './arrow/read-table';
export { ArrowWriter } from './arrow/write-arrow';
export { canonicalJson } from './artifact/canonical-json';
export { hashBytes, hashFile, hashFileAside } from './artifact/hash-file';
export { HashingFile } from './artifact/hashing-file';
export { isRunning } from './artifact/is-running';
export { makeSideFolder, refuseForeignFolder, replaceFolder, sweepSideFolders } from './artifact/side-folder';
export { artifactFile, openArtifact, type OpenArtifact, parseJson } from './artifact/open-artifact';
export { readMeasured } from './artifact/read-measured';
export { ArtifactDraft, type ArtifactRecord, writeArtifact } from './artifact/write-artifact';
export {
  type Augmented,
  type AugmentedBatch,
  checkRecipes,
  emptyRecipes,
  openAugmented,
  RECIPE_COLUMNS,
  type Recipes,
  writeAugmented,
} from './artifacts/augmented';
export { type Backtest, backtestColumns, countFitted, openBacktest } from './artifacts/backtest';
export { meanError, type PeriodRow, shareOfNaive } from './artifacts/period-errors';
export {
  type Dataset,
  openDataset,
  ORIGIN_COLUMNS,
  type Origins,
  readObservedRows,
  readOrigins,
  readSeries,
  readStatic,
  selectOrigins,
  seriesColumns,
  seriesOffsets,
  type SeriesTable,
} from './artifacts/dataset';
export { largest, smallest } from './extremes';
export { sizeOf } from './size-of';
export { datasetFacts } from './artifacts/dataset-facts';
export {
  type Evaluation,
  forecastColumns,
  intervalColumns,
  intervalsOf,
  keptSkill,
  chosenText,
  weightText,
  sawJudgedRows,
  type LatencyByModel,
  latencyKey,
  openEvaluation,
  readLatency,
} from './artifacts/evaluation';
export { isSameKeys, openStoredForecasts, type StoredForecasts } from './artifacts/stored-forecasts';
export {
  checkModel,
  countParameters,
  isRefreshOf,
  type Model,
  type ModelArtifact,
  type ModelRecord,
  type NamedArray,
  openModel,
  type ParameterValues,
  writeModel,
} from './artifacts/model';
export { openSize, type Size } from './artifacts/size';
export {
  checkSoftTargets,
  openSoftTargets,
  type SoftTargetArrays,
  type SoftTargetBatch,
  softTargetBatchRows,
  softTargetColumns,
  type SoftTargets,
  streamSoftTargets,
  writeSoftTargets,
} from './artifacts/soft-targets';
export { checkTuning, chosenSettings, openTuning, type Tuning } from './artifacts/tuning';
export { CALENDAR, calendarChannels, calendarValues, type Cycle } from './clock/calendar';
export { dataClock } from './clock/data-clock';
export { phaseOf } from './clock/phase';
export { hasInstants, rowClock } from './clock/row-clock';
export { formatWallTime, parseWallTime } from './clock/wall-time';
export { createZone, isZone, type Zone } from './clock/zone';
export { checkArtifact } from './check/check-artifact';
export { refuseOtherUnit } from './check/check-unit';
export type { CheckReport, Problem } from './check/findings';
export { ERROR_CATALOGUE, type ErrorCode, type ErrorContext } from './errors/catalogue';
export { DATA_ERRORS } from './errors/data-errors';
export { isMissingWord } from './errors/file-errors';
export { nearestName } from './errors/nearest-name';
export { EXIT, formatError, PipelineError } from './errors/pipeline-error';
export { POLICY_ERRORS } from './errors/policy-errors';
export type { ColumnRole } from './errors/row-place';
export { type BacktestErrors, BacktestMeta, BacktestSummary, type Period } from './schemas/backtest';
export { Channels, CovariateScaler, Quantiles, Scaler, Sha256, Transform, Unit } from './schemas/common';
export { DatasetMeta, type Split, SPLITS } from './schemas/dataset';
export type { ExportedForecaster, ExportedInterval } from './schemas/exported-forecaster';
export { firstProblem } from './schemas/first-problem';
export { formatFrequency, parseFrequency } from './schemas/frequency';
export { addSteps, countSteps, fixedStepMs, isWeekday, parseStep, type Step } from './schemas/step';
export {
  type Calibration,
  CALIBRATIONS,
  EvaluationMeta,
  EvaluationSummary,
  GridChoice,
  type WeightShare,
} from './schemas/evaluation';
export { ARTIFACT_KINDS, type ArtifactKind, type ArtifactMeta, type ManifestOf } from './schemas/manifest';
export { ModelDescription, ModelMeta, TrainingHistory } from './schemas/model';
export { Result, RESULT_METRICS } from './schemas/result';
export { SizeMeta, SizeSummary } from './schemas/size';
export {
  type Augmentation,
  AUGMENTATIONS,
  type FeatureLayer,
  featureLayers,
  SoftTargetsMeta,
  TeacherName,
} from './schemas/soft-targets';
export {
  bestTrial,
  confirmedLoss,
  TunedSettings,
  TuningMeta,
  type TuningRun,
  type TuningTrial,
} from './schemas/tuning';
export { configError } from './config/config-error';
export { settingsAt } from './config/settings-at';
export { expandGrid, type GridMember, memberName, splitMemberName } from './grid/expand-grid';
export { COVARIATE_ROLES, type CovariateRole, type Covariates, pickCovariateScaler } from './scale/covariates';
export {
  scaleOf,
  type SeriesScale,
  standardize,
  standardizedFloor,
  standardizeForecast,
  toRaw,
} from './scale/standardize';
export { breathe, InterruptedError, type ProgressUpdate, type StageHost } from './stage-host';
export {
  formatCount,
  formatInstant,
  formatInterval,
  formatPercent,
  formatSigned,
  formatSignificant,
  levelText,
  plural,
  positionText,
} from './wording/format-numbers';
