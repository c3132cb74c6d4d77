import type { SeriesTable } from '../artifacts/dataset';
import { scaleOf } from '../scale/standardize';
import type { DatasetMeta } from '../schemas/dataset';
import { counted, type Findings } from './findings';

const WHERE = 'series.arrow';

/** What models read is a number, what was missing too; known channels are known for every row; targets have a transformed value. */
export function checkCells({ target, past, known }: Partial<SeriesTable>, meta: DatasetMeta, findings: Findings): void {
  const { channels } = meta;
  const isObserved = observedRows(meta);
  const lists = [
    { names: channels.target, values: target, counts: (row: number) => isObserved[row] },
    { names: channels.past, values: past, counts: (row: number) => isObserved[row] },
    { names: channels.known, values: known, counts: () => true },
  ];
  for (const { names, values, counts } of lists) {
    const bad = findCells(values, (value, cell) => !Number.isFinite(value) && counts(Math.floor(cell / names.length)));
    if (!bad) continue;
    const first = cellText(bad, names, meta);
    findings.problem('values', WHERE, `${counted(bad.count, 'value')} not finite though a model reads it; ${first}`);
  }
  if (target) checkDomain(target, meta, findings);
}

/** Every value is 1 or 0: anything else would count in one place and not in another. */
export function checkMask(mask: Uint8Array, meta: DatasetMeta, findings: Findings): void {
  const bad = findCells(mask, (value) => value > 1);
  if (!bad) return;
  const first = cellText(bad, meta.channels.target, meta);
  findings.problem('values', WHERE, `mask: ${counted(bad.count, 'value')} other than 0 and 1; ${first}`);
}

/** The transform of a channel has a value for every target. */
function checkDomain(target: Float32Array, meta: DatasetMeta, findings: Findings): void {
  const { scaler, channels } = meta;
  if (!scaler.transform) return;
  const [width, isObserved, seriesOf] = [channels.target.length, observedRows(meta), rowSeries(meta)];
  const scales = meta.series.map((_, series) => scaleOf(scaler, series));
  const bad = findCells(target, (value, cell) => {
    const row = Math.floor(cell / width);
    if (!isObserved[row] || !Number.isFinite(value)) return false;
    return !Number.isFinite(scales[seriesOf[row] ?? 0]?.standardize(value, cell % width));
  });
  if (!bad) return;
  const name = scaler.transform[bad.cell % width];
  const first = cellText(bad, channels.target, meta);
  findings.problem('values', WHERE, `${counted(bad.count, 'value')} that ${name} does not take; ${first}`);
}

/** Cells of one kind: how many, and the first. */
interface Cells {
  readonly count: number;
  readonly cell: number;
  readonly value: number;
}

function findCells(
  values: Float32Array | Uint8Array | undefined,
  isBad: (value: number, cell: number) => boolean | undefined,
): Cells | undefined {
  let found: Cells | undefined;
  values?.forEach((value, cell) => {
    if (isBad(value, cell)) found = found ? { ...found, count: found.count + 1 } : { count: 1, cell, value };
  });
  return found;
}

function cellText({ cell, value }: Cells, names: readonly string[], meta: DatasetMeta): string {
  const place = placeOf(Math.floor(cell / names.length), meta);
  return `the first is ${value} at ${place}, channel "${names[cell % names.length]}"`;
}

/** By row of the table: true where targets and past covariates are there. */
function observedRows({ series }: DatasetMeta): boolean[] {
  return series.flatMap(({ rowCount, observedRowCount }) =>
    Array.from({ length: rowCount }, (_, row) => row < observedRowCount),
  );
}

function rowSeries({ series }: DatasetMeta): number[] {
  return series.flatMap(({ rowCount }, index) => Array<number>(rowCount).fill(index));
}

function placeOf(row: number, { series }: DatasetMeta): string {
  let rest = row;
  for (const { id, rowCount } of series) {
    if (rest < rowCount) return `series "${id}", row ${rest}`;
    rest -= rowCount;
  }
  return `row ${row}`;
}
