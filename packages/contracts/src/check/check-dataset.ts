import { join } from 'node:path';
import { withArrowFile } from '../arrow/arrow-file';
import { readTable } from '../arrow/read-table';
import { ORIGIN_COLUMNS, seriesColumns, type SeriesTable } from '../artifacts/dataset';
import { type DatasetMeta, SPLITS } from '../schemas/dataset';
import { parseFrequency } from '../schemas/frequency';
import type { KindCheck } from './check-artifact';
import { checkOrigins } from './check-origins';
import { counted, type Findings, formatCount } from './findings';

const FILES = ['series.arrow', 'windows.arrow'];

/** Rows, times, values, borders, scaler and forecast origins of a data set. */
export const checkDatasetArtifact: KindCheck<'dataset'> = ({ folder, manifest, present }, findings) => {
  const { meta } = manifest;
  describe(meta, findings);
  checkBorders(meta, findings);
  checkScaler(meta, findings);
  for (const name of [...FILES, ...(meta.channels.static.length > 0 ? ['static.arrow'] : [])])
    if (!Object.hasOwn(manifest.files, name))
      findings.problem('files', name, 'a data set needs it, but it is not listed');
  const [series, windows, statics] = ['series.arrow', 'windows.arrow', 'static.arrow'].map((name) =>
    join(folder, name),
  );
  if (present.has('series.arrow') && series) checkSeries(series, meta, findings);
  if (present.has('windows.arrow') && windows)
    findings.attempt('schema', 'windows.arrow', () => checkOrigins(readTable(windows, ORIGIN_COLUMNS), meta, findings));
  if (present.has('static.arrow') && statics && meta.channels.static.length > 0) checkStatic(statics, meta, findings);
};

function describe(
  { series, channels, frequency, horizon, stride, originCounts }: DatasetMeta,
  findings: Findings,
): void {
  const rows = series.reduce((sum, { rowCount }) => sum + rowCount, 0);
  findings.fact('rows', `${formatCount(rows)} in ${formatCount(series.length)} series, every ${frequency}`);
  const others = (['past', 'known', 'static'] as const).filter((role) => channels[role].length > 0);
  const roles = others.map((role) => `, ${channels[role].length} ${role}`).join('');
  findings.fact('channels', `${channels.target.length} target${roles}`);
  const counts = SPLITS.map((split) => `${split} ${formatCount(originCounts[split])}`).join(', ');
  findings.fact('origins', `${counts}; horizon ${horizon}, stride ${stride}`);
}

/** Splits follow each other inside the observed rows: a row in two of them would leak. */
function checkBorders({ series }: DatasetMeta, findings: Findings): void {
  for (const { id, rowCount, observedRowCount, borders } of series) {
    const { train, validation, test } = borders;
    const rows = [...train, ...validation, ...test];
    const text = `train [${train.join(', ')}), validation [${validation.join(', ')}), test [${test.join(', ')})`;
    if (rows.some((row, i) => i > 0 && row < (rows[i - 1] ?? 0)))
      findings.problem('leakage', 'manifest.json', `series "${id}": its splits overlap or are out of order: ${text}`);
    if ((rows.at(-1) ?? 0) > observedRowCount || observedRowCount > rowCount)
      findings.problem(
        'shape',
        'manifest.json',
        `series "${id}": ${text} do not fit ${observedRowCount} observed of ${rowCount} rows`,
      );
  }
}

function checkScaler({ scaler, series, channels }: DatasetMeta, findings: Findings): void {
  const rows = scaler.scope === 'series' ? series.length : 1;
  for (const key of ['shift', 'scale'] as const) {
    const where = `scaler.${key}`;
    if (scaler[key].length !== rows || scaler[key].some((row) => row.length !== channels.target.length))
      findings.problem('shape', 'manifest.json', `${where} is not [${rows}][${channels.target.length}]`);
  }
  const bad = scaler.scale.flat().filter((value) => !(value > 0)).length;
  if (bad > 0) findings.problem('values', 'manifest.json', `scaler.scale: ${counted(bad, 'value')} not above 0`);
}

function checkSeries(file: string, meta: DatasetMeta, findings: Findings): void {
  const where = 'series.arrow';
  const expected = meta.series.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const columns = Object.entries(seriesColumns(meta.channels, meta.masked));
  const table = withArrowFile(file, (opened) => {
    if (opened.rowCount !== expected) return opened.rowCount;
    const read = columns.map(([name, type]) => [
      name,
      findings.attempt('schema', where, () => opened.column(name, type).readAll()),
    ]);
    return Object.fromEntries(read) as Partial<SeriesTable>;
  });
  if (typeof table === 'number')
    return findings.problem('shape', where, `it has ${table} rows, the series of the manifest ${expected}`);
  if (table.timestamp) checkTimes(table.timestamp, meta, findings);
  checkCells(table, meta, findings);
}

/** Times begin with the series' start and rise, by the frequency where it has a fixed length. */
function checkTimes(timestamp: BigInt64Array, { series, frequency }: DatasetMeta, findings: Findings): void {
  const step = BigInt(parseFrequency(frequency) ?? 0);
  let first = 0;
  for (const { id, rowCount, start } of series) {
    const times = timestamp.subarray(first, (first += rowCount));
    if (rowCount > 0 && Number(times[0]) !== Date.parse(start))
      findings.problem(
        'values',
        'series.arrow',
        `series "${id}" starts at ${timeText(times[0])}, the manifest says ${start}`,
      );
    const isBad = (row: number) => {
      const gap = (times[row] ?? 0n) - (times[row - 1] ?? 0n);
      return step > 0n ? gap !== step : gap <= 0n;
    };
    const bad = Array.from({ length: Math.max(0, rowCount - 1) }, (_, i) => i + 1).filter(isBad);
    const [row] = bad;
    if (row !== undefined)
      findings.problem(
        'values',
        'series.arrow',
        `series "${id}": ${counted(bad.length, 'step')} other than ${frequency}; the first is row ${row}, from ${timeText(times[row - 1])} to ${timeText(times[row])}`,
      );
  }
}

function timeText(ms: bigint | undefined): string {
  return new Date(Number(ms)).toISOString();
}

/** What was observed is a number; known channels are known for every row. */
function checkCells({ target, past, known, mask }: Partial<SeriesTable>, meta: DatasetMeta, findings: Findings): void {
  const { channels, series } = meta;
  const isObserved = series.flatMap(({ rowCount, observedRowCount }) =>
    Array.from({ length: rowCount }, (_, row) => row < observedRowCount),
  );
  const lists = [
    {
      names: channels.target,
      values: target,
      counts: (row: number, cell: number) => isObserved[row] && mask?.[cell] !== 0,
    },
    { names: channels.past, values: past, counts: (row: number) => isObserved[row] },
    { names: channels.known, values: known, counts: () => true },
  ];
  for (const { names, values, counts } of lists) {
    const bad = { count: 0, cell: -1 };
    values?.forEach((value, cell) => {
      if (Number.isFinite(value) || !counts(Math.floor(cell / names.length), cell)) return;
      if (bad.count === 0) bad.cell = cell;
      bad.count += 1;
    });
    if (bad.count === 0) continue;
    const place = placeOf(Math.floor(bad.cell / names.length), meta);
    const first = `the first is ${values?.[bad.cell]} at ${place}, channel "${names[bad.cell % names.length]}"`;
    findings.problem('values', 'series.arrow', `${counted(bad.count, 'value')} not finite though observed; ${first}`);
  }
}

function placeOf(row: number, { series }: DatasetMeta): string {
  let rest = row;
  for (const { id, rowCount } of series) {
    if (rest < rowCount) return `series "${id}", row ${rest}`;
    rest -= rowCount;
  }
  return `row ${row}`;
}

function checkStatic(file: string, { channels, series }: DatasetMeta, findings: Findings): void {
  const width = channels.static.length;
  const values = findings.attempt(
    'schema',
    'static.arrow',
    () => readTable(file, { static: { kind: 'float32-list', width } }).static,
  );
  if (!values) return;
  if (values.length !== series.length * width)
    findings.problem('shape', 'static.arrow', `it has ${values.length / width} rows for ${series.length} series`);
  const cell = values.findIndex((value) => !Number.isFinite(value));
  if (cell >= 0)
    findings.problem(
      'values',
      'static.arrow',
      `${values[cell]} at row ${Math.floor(cell / width)}, "${channels.static[cell % width]}"`,
    );
}
