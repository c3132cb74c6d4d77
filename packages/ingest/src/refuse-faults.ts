import { formatFrequency, PipelineError } from '@tsdistill/contracts';
import { type Finding, ROW_FAULTS, type RowFault, type RowReport } from './check-rows';
import { parseFields, readRecords } from './csv-records';
import type { CsvFile, CsvHeader } from './read-header';
import type { Selection } from './select-columns';
import { formatWallTime } from './clock/wall-time';

/** The CSV that a report is about, to find the line and the text of a bad row again. */
export interface CheckedCsv {
  readonly csv: CsvFile;
  readonly header: CsvHeader;
  readonly selection: Selection;
  readonly stepMs: number;
}

/** Faults that a wrong frequency in the config causes everywhere: the most common step tells. */
const FAULTS_OF_STEP: readonly RowFault[] = ['TIMESTAMP_OFF_GRID', 'TIMESTAMP_GAP'];

/**
 * Throws the gravest fault of a report with its line, value and count; does nothing when there is none.
 *
 * @throws PipelineError CSV_EMPTY, FREQUENCY_MISMATCH, or the fault's own code
 */
export async function refuseFaults(report: RowReport, source: CheckedCsv): Promise<void> {
  if (report.rowCount === 0) throw new PipelineError('CSV_EMPTY', { file: source.csv.name });
  const fault = ROW_FAULTS.find((code) => report.findings.has(code));
  const finding = fault && report.findings.get(fault);
  if (!finding) return;
  if (FAULTS_OF_STEP.includes(fault)) refuseOtherFrequency(report, source);
  const { line, text } = await findRecord(source.csv, finding.row);
  const field = (index: number) => parseFields(text)[index] ?? '';
  throw describe(fault, finding, { source, line, field });
}

function refuseOtherFrequency({ steps }: RowReport, { csv, stepMs }: CheckedCsv): void {
  const [[commonMs, count] = [stepMs, 0]] = [...steps].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  if (commonMs === stepMs || commonMs % 1000 !== 0) return;
  const total = [...steps.values()].reduce((sum, times) => sum + times, 0);
  const [frequency, found] = [formatFrequency(stepMs), formatFrequency(commonMs)];
  throw new PipelineError('FREQUENCY_MISMATCH', { file: csv.name, frequency, found, count, steps: total });
}

/** The record of data row `row`, from 0. */
async function findRecord(csv: CsvFile, row: number): Promise<{ readonly line: number; readonly text: string }> {
  let index = -1; // the header
  for await (const record of readRecords(csv.path)) if (index++ === row) return record;
  return { line: NaN, text: '' };
}

interface Place {
  readonly source: CheckedCsv;
  readonly line: number;
  /** Text of the field at a position of the header. */
  readonly field: (index: number) => string;
}

function describe(fault: RowFault, finding: Finding, { source, line, field }: Place): PipelineError {
  const { csv, header, selection, stepMs } = source;
  const { count, timeMs } = finding;
  const cell = (index: number) => {
    return { file: csv.name, line, count, column: header.columns[index] ?? '', value: field(index) };
  };
  const step = () => {
    const [value, previous] = [formatWallTime(timeMs), formatWallTime(timeMs - finding.stepMs)];
    return { file: csv.name, line, count, value, previous };
  };
  switch (fault) {
    case 'TIMESTAMP_INVALID':
      return new PipelineError(fault, cell(selection.timestamp));
    case 'VALUE_MISSING':
    case 'VALUE_INFINITE':
      return new PipelineError(fault, cell(selection.targets[finding.channel] ?? 0));
    case 'TIMESTAMP_DUPLICATE':
    case 'TIMESTAMP_UNORDERED':
      return new PipelineError(fault, step());
    case 'TIMESTAMP_OFF_GRID':
      return new PipelineError(fault, { ...step(), frequency: formatFrequency(stepMs) });
    case 'TIMESTAMP_GAP': {
      const firstMissing = formatWallTime(timeMs - finding.stepMs + stepMs);
      const [missing, total] = [finding.stepMs / stepMs - 1, finding.totalMs / stepMs - count];
      return new PipelineError(fault, { ...step(), missing, firstMissing, total });
    }
  }
}
