import type { Channels } from '@tsdistill/contracts';
import { chainNumbers, firstNumbers, type Neighbours } from './neighbours';
import { type Role, ROLES, type Rows } from './series-rows';

/** Values of one role of a series before anything is filled. */
export interface RoleSurvey {
  /** Values missing in rows that must have them, those of padded rows counted. */
  readonly missing: number;
  /** First number of each channel. */
  readonly first: Neighbours;
  /** Of each block, the first number of each channel behind it. */
  readonly following: readonly Neighbours[];
}

export type SeriesSurvey = Readonly<Record<Role, RoleSurvey>>;

export interface SurveyPlan {
  readonly channels: Channels;
  /** Rows up to the last with a target, padded ones counted; behind it only known channels have values. */
  readonly observedRowCount: number;
}

/** Looks at every value of one series once, in the blocks in which it is filled afterwards. */
export function surveySeries(blocks: Iterable<Rows>, plan: SurveyPlan): SeriesSurvey {
  const { channels, observedRowCount } = plan;
  const roles = ROLES.map((role) => ({ role, width: channels[role].length, missing: 0, inside: [] as Neighbours[] }));
  let firstRow = 0;
  for (const block of blocks) {
    for (const survey of roles) {
      const rowCount = block.timestamp.length;
      const to = survey.role === 'known' ? rowCount : Math.min(rowCount, Math.max(0, observedRowCount - firstRow));
      const values = block[survey.role].subarray(0, to * survey.width);
      survey.missing += countMissing(values);
      survey.inside.push(firstNumbers(values, survey.width, firstRow));
    }
    firstRow += block.timestamp.length;
  }
  const entries = roles.map(({ role, width, missing, inside }) => {
    return [role, { missing, ...chainNumbers(inside, width) }] as const;
  });
  return Object.fromEntries(entries) as SeriesSurvey;
}

function countMissing(values: Float32Array): number {
  let missing = 0;
  for (const value of values) if (Number.isNaN(value)) missing += 1;
  return missing;
}
