import { CALENDAR, isZone, parseStep } from '@tsdistill/contracts';
import { z } from 'zod';
import { POLICY_SETTINGS } from './policies/policy-config';
import { SCALING_SETTINGS } from './scaling/scaling-config';
import { namedColumns, type WantedColumns } from './source/select-columns';
import { SOURCE_SETTINGS } from './source/source-config';
import { SplitConfig } from './splits/split-config';

const Name = z.string().min(1);
const PositiveInt = z.number().int().positive();

const Frequency = z
  .string()
  .refine(
    (text) => parseStep(text) !== undefined,
    'must be an ISO 8601 duration such as PT1H, P1D, P1W, P1M or P3M, or B for business days',
  );

const Columns = z.array(Name).refine((names) => new Set(names).size === names.length, 'names a column twice');
const Resample = z.enum(['sum', 'mean', 'last', 'min', 'max']);

/** Section `ingest` of data/configs/datasets/<name>/dataset.json. */
export const IngestConfig = z
  .object({
    ...SOURCE_SETTINGS,
    /** Name of the column of timestamps. */
    timestamp: Name,
    /** Column of the name of the series; without it all rows are one series. */
    series: Name.optional(),
    /** Columns to forecast, in this order; without it every column without a role, in the order of the file. */
    targets: Columns.min(1).optional(),
    /** Columns that are known up to the last target only. */
    past: Columns.default([]),
    /** Columns that are known for the future too: rows behind the last target hold them one horizon further. */
    known: Columns.default([]),
    /** Columns with one value a series; text becomes one channel a value. */
    static: Columns.default([]),
    /** Column of how much the windows of a series count in training; one positive number a series. */
    weight: Name.optional(),
    /** What lies between two rows. */
    frequency: Frequency,
    /** The clock of timestamps without an offset, and of the calendar. */
    timezone: Name.refine(isZone, 'must be a time zone such as UTC or Europe/Berlin').default('UTC'),
    /** Which of two instants a time stands for that the clock shows twice in autumn; `in-order`: its first row is the earlier. */
    ambiguous: z.enum(['error', 'earlier', 'later', 'in-order']).default('error'),
    /** Steps of the main season. */
    season: PositiveInt,
    /** Steps to forecast. */
    horizon: PositiveInt,
    /** Steps from one forecast origin to the next. */
    stride: PositiveInt.default(1),
    split: SplitConfig,
    ...SCALING_SETTINGS,
    ...POLICY_SETTINGS,
    /** Channels made from the timestamps, known for the future too. */
    calendar: z
      .array(z.enum(CALENDAR))
      .refine((names) => new Set(names).size === names.length, 'names a cycle twice')
      .default([]),
    /** What becomes of rows of one series with the same time. */
    duplicates: z.enum(['error', 'first', 'last', 'mean', 'sum']).default('error'),
    /** How rows are combined into steps of `frequency`: one word, or one for each column. */
    resample: z.union([Resample, z.record(Name, Resample)]).optional(),
  })
  .strict()
  .refine(({ files, sha256 }) => sha256 === undefined || isOneFile(files), {
    path: ['sha256'],
    message: 'is the hash of one file: name that file in `files`, without * and ?',
  })
  .superRefine((config, context) => {
    const repeated = repeatedRole(config);
    if (!repeated) return;
    const message = `names "${repeated.name}", which \`ingest.${repeated.first}\` names too`;
    context.addIssue({ code: 'custom', path: [repeated.role], message });
  })
  .refine(
    ({ series, static: features, weight }) => series !== undefined || (features.length === 0 && weight === undefined),
    {
      path: ['series'],
      message: 'must name the column of the series when `static` or `weight` is set',
    },
  )
  .refine(({ resample, frequency }) => resample === undefined || frequency !== 'B', {
    path: ['resample'],
    message: 'cannot make business days, since nothing says where a weekend belongs; use P1D or P1W',
  })
  .readonly();
export type IngestConfig = z.infer<typeof IngestConfig>;

function isOneFile(files: string | readonly string[]): boolean {
  const [name = '', ...others] = [files].flat();
  return others.length === 0 && !/[*?]/.test(name);
}

/** Rows behind the last one of each series, for which the calendar alone is known; known columns bring their own. */
export function futureRowCount({ calendar, known, horizon }: IngestConfig): number {
  return calendar.length > 0 && known.length === 0 ? horizon : 0;
}

/** The files as the config names them, for messages. */
export function nameOfFiles({ files }: Pick<IngestConfig, 'files'>): string {
  return [files].flat().join(', ');
}

/** A column may have one role only: what is forecast must not be known. @returns the later setting that names one, and the first */
function repeatedRole(config: WantedColumns) {
  const named = namedColumns(config);
  const first = (name: string) => named.find((one) => one.name === name)?.role;
  const later = named.find(({ name }, index) => named.findIndex((one) => one.name === name) !== index);
  return later && { ...later, first: first(later.name) };
}
