import type { DuckDBConnection } from '@duckdb/node-api';
import { addSteps, PipelineError } from '@tsdistill/contracts';
import type { IngestConfig } from '../config';
import { formatWallTime } from '../clock/wall-time';
import type { ReadingPlan } from '../plan-reading';
import type { StepCounts } from '../shape/check-grid';
import { type Finding, type Findings, ROW_FAULTS, type RowFault } from './findings';
import { locateRow, type RowLocation } from './locate-row';
import { isBusinessDays, nameSteps } from './name-steps';
import { findDayOrder } from './find-day-order';

/** What a fault is about, to find its line and its text again. */
export interface FaultSources {
  readonly connection: DuckDBConnection;
  readonly plan: ReadingPlan;
  readonly config: IngestConfig;
}

/** Faults that a wrong frequency in the config causes everywhere: the most common step tells. */
const FAULTS_OF_STEP: readonly RowFault[] = ['TIMESTAMP_OFF_GRID', 'TIMESTAMP_GAP'];
/** A frequency is that of the data when so many of the steps are it. */
const DOMINANT = 0.9;

/**
 * Throws the gravest fault with its file, line, value and count; does nothing when there is none.
 *
 * @throws PipelineError CSV_EMPTY, FREQUENCY_MISMATCH, FREQUENCY_NONE, TIMESTAMP_DAY_ORDER, or the fault's own code
 */
export async function refuseFaults(
  findings: Findings,
  sources: FaultSources,
  rowCounts: readonly number[],
  counts?: StepCounts,
): Promise<void> {
  for await (const error of describeFaults(findings, sources, rowCounts, counts)) throw error;
}

/** Yields the faults as errors, the gravest first; those that a wrong frequency causes are one. */
export async function* describeFaults(
  findings: Findings,
  sources: FaultSources,
  rowCounts: readonly number[],
  counts?: StepCounts,
): AsyncGenerator<PipelineError> {
  const { connection, plan, config } = sources;
  const file = plan.sources[0]?.source.name ?? '';
  if (rowCounts.every((count) => count === 0)) {
    yield new PipelineError('CSV_EMPTY', { file });
    return;
  }
  let isFrequencyTold = false;
  for (const fault of ROW_FAULTS) {
    const finding = findings.all.get(fault);
    if (!finding) continue;
    if (FAULTS_OF_STEP.includes(fault) && counts) {
      const error = otherFrequency(file, config.frequency, counts);
      if (error && !isFrequencyTold) yield error;
      isFrequencyTold = error !== undefined;
      if (error) continue;
    }
    const location = await locateRow(connection, plan.sources, rowCounts, finding.sourceRow);
    const dayOrder = fault === 'TIMESTAMP_INVALID' ? await findDayOrder(connection, location, config) : undefined;
    yield dayOrder ?? describe(fault, finding, sources, location, rowCounts);
  }
}

function otherFrequency(file: string, frequency: string, counts: StepCounts): PipelineError | undefined {
  const { others, usual } = counts;
  const steps = usual + [...others.values()].reduce((sum, count) => sum + count, 0);
  if (isBusinessDays(counts)) {
    const count = usual + counts.weekends;
    return new PipelineError('FREQUENCY_MISMATCH', { file, frequency, found: 'B', count, steps });
  }
  const [first, second] = nameSteps(others);
  if (!first || first.count <= usual) return undefined;
  if (first.count < DOMINANT * steps && second) {
    return new PipelineError('FREQUENCY_NONE', { file, frequency, first, second, steps });
  }
  return new PipelineError('FREQUENCY_MISMATCH', { file, frequency, found: first.name, count: first.count, steps });
}

function describe(
  fault: RowFault,
  finding: Finding,
  { plan, config }: FaultSources,
  location: RowLocation,
  rowCounts: readonly number[],
): PipelineError {
  const { count, timeMs, series, seriesCount } = finding;
  const { file, line, row } = location;
  const { source, selection } = location.plan;
  const place = { file, line, row, ...(config.series !== undefined && series !== '' && { series }) };
  const cell = (position: number) => ({
    ...place,
    count,
    column: source.columns[position]?.name ?? '',
    value: location.cell(position),
  });
  // A function: a row that has no time at all has none to show.
  const step = () => ({
    ...place,
    count,
    value: formatWallTime(timeMs),
    previous: formatWallTime(finding.previousMs ?? timeMs),
  });
  const valueCell = () => cell(selection.values[finding.channel ?? 0] ?? 0);
  switch (fault) {
    case 'TIMESTAMP_INVALID':
      return new PipelineError(fault, { ...cell(selection.timestamp), timeFormat: config.timeFormat });
    case 'TIMESTAMP_OFFSETS': {
      const rows = rowCounts.reduce((sum, rowCount) => sum + rowCount, 0);
      return new PipelineError(fault, { ...cell(selection.timestamp), rows, offsets: location.plan.offsets });
    }
    case 'TIMESTAMP_HOLE':
    case 'TIMESTAMP_REPEAT':
      return new PipelineError(fault, { ...cell(selection.timestamp), timezone: config.timezone });
    case 'SERIES_UNNAMED':
      return new PipelineError(fault, cell(selection.series ?? 0));
    case 'VALUE_MISSING':
    case 'KNOWN_MISSING':
    case 'VALUE_INFINITE':
      return new PipelineError(fault, valueCell());
    case 'TIMESTAMP_DUPLICATE':
      return new PipelineError(fault, { ...step(), values: finding.values ?? [NaN, NaN], seriesCount });
    case 'TIMESTAMP_OFF_GRID':
      return new PipelineError(fault, { ...step(), frequency: config.frequency });
    case 'TIMESTAMP_GAP': {
      const firstMissing = formatWallTime(addSteps(finding.previousMs ?? NaN, 1, plan.step));
      return new PipelineError(fault, {
        ...step(),
        missing: finding.missing ?? 0,
        firstMissing,
        total: finding.totalMissing,
      });
    }
    case 'KNOWN_TOO_SHORT': {
      const needed = formatWallTime(addSteps(finding.previousMs ?? NaN, config.horizon, plan.step));
      return new PipelineError(fault, {
        ...place,
        count,
        found: formatWallTime(timeMs),
        needed,
        horizon: config.horizon,
        known: config.known,
      });
    }
  }
}
