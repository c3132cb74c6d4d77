import type { DuckDBConnection } from '@duckdb/node-api';
import {
  calendarChannels,
  type Channels,
  createZone,
  hasInstants,
  parseStep,
  PipelineError,
  type Step,
  type Zone,
} from '@tsdistill/contracts';
import { chooseConversion, type TimeConversion } from './clock/convert-times';
import type { IngestConfig } from './config';
import type { CombineAction } from './shape/combine-rows';
import { readRowsOf } from './source/database';
import { refuseOtherHeader } from './source/input-view';
import { openSources, type Source, type SourceColumn } from './source/open-sources';
import { refuseOtherFile } from './source/refuse-other-file';
import type { RowPlan } from './source/row-sql';
import { nameTargets, selectColumns, type Selection } from './source/select-columns';
import { epochUnitMs, QUARTERS } from './source/source-config';
import { quoteText } from './source/sql-text';
import { commonPattern, hasOffset } from './source/time-sql';

/** How all rows of a data set are read. */
export interface ReadingPlan {
  readonly sources: readonly RowPlan[];
  readonly channels: Channels;
  /** Known covariates of the file that are not read; a value of theirs only marks a row without targets as the future. */
  readonly markers: readonly string[];
  /** Names of the values of a row: targets, past and known covariates of the file, markers. */
  readonly values: readonly string[];
  readonly step: Step;
  readonly zone: Zone;
  readonly conversion: TimeConversion;
  /** By value of a row; absent where rows are taken as they are. */
  readonly resample?: readonly CombineAction[];
}

/**
 * Opens the sources and finds in each of them what the config names, before any row is read.
 *
 * @param marking columns that are markers as far as all sources have them
 * @throws PipelineError of the files and their columns; TIME_FORMAT, HEADER_DIFFERS, RESAMPLE_COLUMN
 */
export async function planReading(
  connection: DuckDBConnection,
  config: IngestConfig,
  marking: readonly string[] = [],
): Promise<ReadingPlan> {
  if (config.sha256 !== undefined) refuseOtherFile(config.files, config.sha256);
  const sources = await openSources(connection, config);
  const [first] = sources;
  if (!first) throw new PipelineError('CSV_MISSING', { file: String(config.files) });
  const { timeFormat, past, known, calendar } = config;
  if (timeFormat !== undefined) await refuseTimeFormat(connection, timeFormat);
  const targets = nameTargets(first.name, namesOf(first), config);
  if (config.targets === undefined) for (const source of sources) refuseOtherHeader(first, source);
  const markers = marking.filter((name) => sources.every((source) => namesOf(source).includes(name)));
  const wanted = { ...config, targets, known: [...known, ...markers] };
  const selections = sources.map((source) => selectColumns(source.name, namesOf(source), wanted));
  const timeOf = (index: number) => sources[index]?.columns[selections[index]?.timestamp ?? 0];
  const offsets = await findOffsets(connection, first, selections[0]?.timestamp ?? 0, timeOf(0));
  const step = parseStep(config.frequency) ?? { kind: 'fixed', ms: NaN };
  const values = [...targets, ...past, ...wanted.known];
  const instants = offsets || epochUnitMs(timeFormat) !== undefined || /%z/.test(timeFormat ?? '');
  return {
    sources: sources.map((source, index) => {
      const selection = selections[index] as Selection;
      const text = source.csv?.header.firstRow[selection.timestamp] ?? '';
      const pattern = timeFormat === undefined && !offsets ? commonPattern(text) : undefined;
      return { source, selection, timeFormat, offsets, ...(pattern !== undefined && { pattern }) };
    }),
    channels: { target: targets, past, known: [...known, ...calendarChannels(calendar)], static: config.static },
    markers,
    values,
    step,
    zone: createZone(config.timezone, config.ambiguous),
    conversion: chooseConversion(instants, hasInstants(step), config.resample !== undefined),
    ...(config.resample !== undefined && { resample: values.map((column) => resampleOf(config.resample, column)) }),
  };
}

function namesOf({ columns }: Source): readonly string[] {
  return columns.map(({ name }) => name);
}

/** A word for all columns, or one for each. */
function resampleOf(resample: IngestConfig['resample'], column: string): CombineAction {
  if (typeof resample === 'string') return resample;
  const action = resample?.[column];
  if (action === undefined) throw new PipelineError('RESAMPLE_COLUMN', { column });
  return action;
}

/** Whether the first row of the data has an offset: all others must be like it. */
async function findOffsets(
  connection: DuckDBConnection,
  source: Source,
  position: number,
  column?: SourceColumn,
): Promise<boolean> {
  if (source.csv) return hasOffset(source.csv.header.firstRow[position] ?? '');
  if (column?.type !== 'TEXT') return column?.type === 'TIMESTAMP WITH TIME ZONE';
  const [[text] = []] = await readRowsOf(
    connection,
    `SELECT ${column.sql} FROM ${source.table(() => 'VARCHAR')} LIMIT 1`,
  );
  return typeof text === 'string' && hasOffset(text);
}

/** @throws PipelineError TIME_FORMAT when strptime does not know a letter of the pattern */
async function refuseTimeFormat(connection: DuckDBConnection, timeFormat: string): Promise<void> {
  if (epochUnitMs(timeFormat) !== undefined || timeFormat === QUARTERS) return;
  try {
    await connection.run(`SELECT try_strptime('', ${quoteText(timeFormat)})`);
  } catch (cause) {
    const [problem = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new PipelineError('TIME_FORMAT', { timeFormat, problem }, { cause });
  }
}

/** The same plan for rows whose times are not all spelled like the first one: each is looked at by itself. */
export function withoutPattern(plan: ReadingPlan): ReadingPlan {
  return { ...plan, sources: plan.sources.map(({ pattern: _, ...source }) => source) };
}
