import type { Origins } from '../artifacts/dataset';
import { type DatasetMeta, type Split, SPLITS } from '../schemas/dataset';
import { counted, type Findings, formatCount } from './findings';
import { findRepeated } from './repeated-keys';

const FILE = 'windows.arrow';

/** Forecast origins: their numbers, keys, and whether their targets lie in the split that they are counted to. */
export function checkOrigins(origins: Origins, meta: DatasetMeta, findings: Findings): void {
  const { series, origin, split } = origins;
  const nameRow = (row: number) => `row ${row}: series ${series[row]}, origin ${origin[row]}, split ${split[row]}`;
  checkCounts(split, meta, findings);
  const repeated = findRepeated([series, origin]);
  if (repeated)
    findings.problem(
      'keys',
      FILE,
      `${counted(repeated.count, 'origin')} a second time; the first is ${nameRow(repeated.row)}`,
    );
  const report = (topic: 'keys' | 'leakage', rows: readonly number[], what: string) => {
    const [row] = rows;
    if (row !== undefined)
      findings.problem(topic, FILE, `${counted(rows.length, 'origin')} ${what}; the first is ${nameRow(row)}`);
  };
  const all = [...series.keys()];
  const isPlaced = (row: number) =>
    rangeOf(meta, series[row] ?? -1, SPLITS[split[row] ?? -1]) !== undefined && (origin[row] ?? 0) >= 1;
  report(
    'keys',
    all.filter((row) => !isPlaced(row)),
    'without a series, a split or a row before',
  );
  const fits = (row: number) => {
    const [from, to] = rangeOf(meta, series[row] ?? -1, SPLITS[split[row] ?? -1]) ?? [0, Infinity];
    return (origin[row] ?? 0) >= from && (origin[row] ?? 0) + meta.horizon <= to;
  };
  report(
    'leakage',
    all.filter((row) => isPlaced(row) && !fits(row)),
    'with targets outside of the split',
  );
}

function checkCounts(split: Int8Array, { originCounts }: DatasetMeta, findings: Findings): void {
  SPLITS.forEach((name, code) => {
    const count = split.reduce((sum, value) => sum + (value === code ? 1 : 0), 0);
    if (count === originCounts[name]) return;
    const text = `it has ${formatCount(count)} origins of the ${name} split, the manifest says ${formatCount(originCounts[name])}`;
    findings.problem('shape', FILE, text);
  });
}

/** Rows in which the targets of a split may lie; those of `future` lie behind the observed ones, and need no row. */
function rangeOf({ series }: DatasetMeta, of: number, split: Split | undefined): readonly [number, number] | undefined {
  const one = series[of];
  if (!one || !split) return undefined;
  return split === 'future' ? [Math.max(0, one.observedRowCount), Infinity] : one.borders[split];
}
