import type { DuckDBConnection } from '@duckdb/node-api';
import { addSteps, parseStep, PipelineError, type Step } from '@tsdistill/contracts';
import type { IngestConfig } from '../config';
import { formatWallTime } from '../clock/wall-time';
import type { ReadingPlan } from '../plan-reading';
import type { StepCounts } from '../shape/check-grid';
import { type Finding, type Findings, ROW_FAULTS, type RowFault } from './findings';
import { locateRow, type RowLocation } from './locate-row';
import { isBusinessDays, nameSteps } from './name-steps';
import { refuseDayOrder } from './refuse-day-order';

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
  const { connection, plan, config } = sources;
  const file = plan.sources[0]?.source.name ?? '';
  if (rowCounts.every((count) => count === 0)) throw new PipelineError('CSV_EMPTY', { file });
  const fault = ROW_FAULTS.find((code) => findings.all.has(code));
  const finding = fault && findings.all.get(fault);
  if (!finding) return;
  if (FAULTS_OF_STEP.includes(fault) && counts) refuseOtherFrequency(file, config.frequency, counts);
  const location = await locateRow(connection, plan.sources, rowCounts, finding.sourceRow);
  if (fault === 'TIMESTAMP_INVALID') await refuseDayOrder(connection, location, config);
  throw describe(fault, finding, sources, location, rowCounts);
}

function refuseOtherFrequency(file: string, frequency: string, counts: StepCounts): void {
  const { others, usual } = counts;
  const steps = usual + [...others.values()].reduce((sum, count) => sum + count, 0);
  if (isBusinessDays(counts)) {
    const count = usual + counts.weekends;
    throw new PipelineError('FREQUENCY_MISMATCH', { file, frequency, found: 'B', count, steps });
  }
  const step = parseStep(frequency);
  const [first, second] = nameSteps(step?.kind === 'fixed' ? new Map([...others, [step.ms, usual]]) : others);
  if (!first || isStep(first.name, step) || (step?.kind !== 'fixed' && first.count <= usual)) return;
  if (first.count < DOMINANT * steps && second) {
    throw new PipelineError('FREQUENCY_NONE', { file, frequency, first, second, steps });
  }
  throw new PipelineError('FREQUENCY_MISMATCH', { file, frequency, found: first.name, count: first.count, steps });
}

/** P7D and P1W are one step under two names. */
function isStep(name: string, step: Step | undefined): boolean {
  const named = parseStep(name);
  return named?.kind === 'fixed' && step?.kind === 'fixed' && named.ms === step.ms;
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
