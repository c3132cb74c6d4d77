import { join } from 'node:path';
import { withArrowFile } from '../arrow/arrow-file';
import { readTable } from '../arrow/read-table';
import { ORIGIN_COLUMNS, seriesColumns, type SeriesTable } from '../artifacts/dataset';
import { COVARIATE_ROLES } from '../scale/covariates';
import { type DatasetMeta, SPLITS } from '../schemas/dataset';
import type { KindCheck } from './check-artifact';
import { checkOrigins } from './check-origins';
import { checkScalers } from './check-scalers';
import { checkTimes } from './check-times';
import { checkCells, checkMask } from './check-values';
import { type Findings, formatCount } from './findings';

const FILES = ['series.arrow', 'windows.arrow'];

/** Rows, times, values, borders, scaler and forecast origins of a data set. */
export const checkDatasetArtifact: KindCheck<'dataset'> = ({ folder, manifest, present }, findings) => {
  const { meta } = manifest;
  describe(meta, findings);
  checkBorders(meta, findings);
  checkScalers(meta, findings);
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
  { series, channels, frequency, horizon, stride, originCounts, scaler }: DatasetMeta,
  findings: Findings,
): void {
  const rows = series.reduce((sum, { rowCount }) => sum + rowCount, 0);
  findings.fact('rows', `${formatCount(rows)} in ${formatCount(series.length)} series, every ${frequency}`);
  const others = COVARIATE_ROLES.filter((role) => channels[role].length > 0);
  const roles = others.map((role) => `, ${channels[role].length} ${role}`).join('');
  findings.fact('channels', `${channels.target.length} target${roles}`);
  const { transform = [], floor } = scaler;
  const transforms = [...new Set(transform)].filter((name) => name !== 'none');
  const bounds = floor === undefined ? [] : [`forecasts from ${floor}`];
  if (transforms.length + bounds.length > 0) findings.fact('targets', [...transforms, ...bounds].join(', '));
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

function checkSeries(file: string, meta: DatasetMeta, findings: Findings): void {
  const where = 'series.arrow';
  const expected = meta.series.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const columns = Object.entries(seriesColumns(meta.channels, meta.masked));
  const table = findings.attempt('schema', where, () =>
    withArrowFile(file, (opened) => {
      if (opened.rowCount !== expected) return opened.rowCount;
      const read = columns.map(([name, type]) => [
        name,
        findings.attempt('schema', where, () => opened.column(name, type).readAll()),
      ]);
      return Object.fromEntries(read) as Partial<SeriesTable>;
    }),
  );
  if (table === undefined) return;
  if (typeof table === 'number')
    return findings.problem('shape', where, `it has ${table} rows, the series of the manifest ${expected}`);
  if (table.timestamp) checkTimes(table.timestamp, meta, findings);
  checkCells(table, meta, findings);
  if (table.mask) checkMask(table.mask, meta, findings);
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
