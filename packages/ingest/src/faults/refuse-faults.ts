import type { DuckDBConnection } from '@duckdb/node-api';
import { parseStep, PipelineError, type Step } from '@tsdistill/contracts';
import type { IngestConfig } from '../config';
import type { ReadingPlan } from '../plan-reading';
import type { StepCounts } from '../shape/follow-steps';
import { describeFault } from './describe-fault';
import { findDayOrder } from './find-day-order';
import { type Findings, ROW_FAULTS, type RowFault } from './findings';
import { locateRow } from './locate-row';
import { isBusinessDays, nameSteps } from './name-steps';

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
  const rows = rowCounts.reduce((sum, count) => sum + count, 0);
  if (rows === 0) {
    yield new PipelineError('CSV_EMPTY', { file, ...(config.query !== undefined && { isQuery: true }) });
    return;
  }
  const frequencyError = counts && otherFrequency(file, config.frequency, counts);
  let isFrequencyTold = false;
  for (const fault of ROW_FAULTS) {
    const finding = findings.all.get(fault);
    if (!finding) continue;
    if (FAULTS_OF_STEP.includes(fault) && frequencyError) {
      if (!isFrequencyTold) yield frequencyError;
      isFrequencyTold = true;
      continue;
    }
    const location = await locateRow(connection, plan.sources, rowCounts, finding.sourceRow);
    const dayOrder = fault === 'TIMESTAMP_INVALID' ? await findDayOrder(connection, location, config) : undefined;
    yield dayOrder ?? describeFault(fault, { finding, location, sources, rows });
  }
}

function otherFrequency(file: string, frequency: string, counts: StepCounts): PipelineError | undefined {
  const { others, usual } = counts;
  const steps = usual + [...others.values()].reduce((sum, count) => sum + count, 0);
  if (isBusinessDays(counts)) {
    const count = usual + counts.weekends;
    return new PipelineError('FREQUENCY_MISMATCH', { file, frequency, found: 'B', count, steps });
  }
  const step = parseStep(frequency);
  const [first, second] = nameSteps(step?.kind === 'fixed' ? new Map([...others, [step.ms, usual]]) : others);
  if (!first || isStep(first.name, step) || (step?.kind !== 'fixed' && first.count <= usual)) return undefined;
  if (first.count < DOMINANT * steps && second) {
    return new PipelineError('FREQUENCY_NONE', { file, frequency, first, second, steps });
  }
  return new PipelineError('FREQUENCY_MISMATCH', { file, frequency, found: first.name, count: first.count, steps });
}

/** P7D and P1W are one step under two names. */
function isStep(name: string, step: Step | undefined): boolean {
  const named = parseStep(name);
  return named?.kind === 'fixed' && step?.kind === 'fixed' && named.ms === step.ms;
}
