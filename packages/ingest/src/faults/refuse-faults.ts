import type { DuckDBConnection } from '@duckdb/node-api';
import { parseStep, PipelineError, type Step } from '@tsdistill/contracts';
import type { IngestConfig } from '../config';
import type { ReadingPlan } from '../plan-reading';
import type { StepCounts } from '../shape/follow-steps';
import { describeFault } from './describe-fault';
import { type Findings, ROW_FAULTS, type RowFault } from './findings';
import { locateRow } from './locate-row';
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
  const rows = rowCounts.reduce((sum, count) => sum + count, 0);
  throw describeFault(fault, { finding, location, sources, rows });
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
