import { ARTIFACT_ERRORS } from './artifact-errors';
import { CONFIG_ERRORS } from './config-errors';
import { DATA_ERRORS } from './data-errors';
import { ENGINE_ERRORS } from './engine-errors';
import { TRAINING_ERRORS } from './training-errors';

/** Every error a user can meet. Codes are permanent: scripts may match on them. */
export const ERROR_CATALOGUE = {
  ...ARTIFACT_ERRORS,
  ...CONFIG_ERRORS,
  ...DATA_ERRORS,
  ...ENGINE_ERRORS,
  ...TRAINING_ERRORS,
} as const;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** The numbers and names that a thrower of `Code` must bring. */
export type ErrorContext<Code extends ErrorCode> = Parameters<(typeof ERROR_CATALOGUE)[Code]['message']>[0];
