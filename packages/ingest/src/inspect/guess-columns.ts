import type { ColumnRole } from './inspection';
import type { ColumnProfile } from './profile-columns';

/** Cells of a column of numbers that are. */
const ENOUGH = 0.9;
/** Names that a table gives to the numbers of its rows. */
const ROW_NUMBER = /^(|unnamed: ?\d+|index|row|row_?(id|number|names?)|id|no|#)$/i;

/** What is known of a column beside its profile. */
export interface ColumnKnowledge {
  readonly profile: ColumnProfile;
  readonly isTime: boolean;
  readonly isSeries: boolean;
  /** One value in all rows of each series, where there are several. */
  readonly isStatic: boolean;
}

/** What a column seems to be for; only targets are forecast. */
export function guessRole({ profile, isTime, isSeries, isStatic }: ColumnKnowledge): ColumnRole {
  if (isTime) return 'timestamp';
  if (isSeries) return 'series';
  if (presentCount(profile) === 0) return 'empty';
  if (isStatic) return 'static';
  if (!isNumeric(profile)) return 'text';
  if (profile.isCounter && ROW_NUMBER.test(profile.name.trim())) return 'row number';
  return profile.isConstant ? 'constant' : 'target';
}

/** Cells that hold a value, and no word for a missing one. */
export function presentCount({ filledCount, missingWords }: ColumnProfile): number {
  return filledCount - missingWords.reduce((sum, { count }) => sum + count, 0);
}

/** True when nearly all cells of a column are numbers; the others are errors. */
export function isNumeric(profile: ColumnProfile): boolean {
  return profile.numberCount >= ENOUGH * presentCount(profile);
}
