import { ARTIFACT_ERRORS } from './artifact-errors';
import { BACKTEST_ERRORS } from './backtest-errors';
import { CHECK_ERRORS } from './check-errors';
import { CONFIG_ERRORS } from './config-errors';
import { DATA_ERRORS } from './data-errors';
import { DISTILLATION_ERRORS } from './distillation-errors';
import { ENGINE_ERRORS } from './engine-errors';
import { FORECAST_ERRORS } from './forecast-errors';
import { FORECAST_FILE_ERRORS } from './forecast-file-errors';
import { SOFT_TARGET_ERRORS } from './soft-target-errors';
import { STEER_ERRORS } from './steer-errors';
import { INIT_ERRORS } from './init-errors';
import { LIBRARY_ERRORS } from './library-errors';
import { IMPORT_ERRORS } from './import-errors';
import { POLICY_ERRORS } from './policy-errors';
import { TRAINING_ERRORS } from './training-errors';
import { TRIAL_ERRORS } from './trial-errors';
import { TUNE_ERRORS } from './tune-errors';

/** Every error a user can meet. Codes are permanent: scripts may match on them. */
export const ERROR_CATALOGUE = {
  ...ARTIFACT_ERRORS,
  ...BACKTEST_ERRORS,
  ...CHECK_ERRORS,
  ...CONFIG_ERRORS,
  ...DATA_ERRORS,
  ...DISTILLATION_ERRORS,
  ...ENGINE_ERRORS,
  ...FORECAST_ERRORS,
  ...FORECAST_FILE_ERRORS,
  ...SOFT_TARGET_ERRORS,
  ...IMPORT_ERRORS,
  ...INIT_ERRORS,
  ...LIBRARY_ERRORS,
  ...POLICY_ERRORS,
  ...STEER_ERRORS,
  ...TRAINING_ERRORS,
  ...TRIAL_ERRORS,
  ...TUNE_ERRORS,
} as const;

/** Code of an error of the catalogue. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** The numbers and names that a thrower of `Code` must bring. */
export type ErrorContext<Code extends ErrorCode> = Parameters<(typeof ERROR_CATALOGUE)[Code]['message']>[0];
