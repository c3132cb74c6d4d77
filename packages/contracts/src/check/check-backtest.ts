import { join } from 'node:path';
import { type ArrowFile, withArrowFile } from '../arrow/arrow-file';
import { backtestColumns } from '../artifacts/backtest';
import { type BacktestMeta, BacktestSummary } from '../schemas/backtest';
import type { KindCheck } from './check-artifact';
import { readChecked } from './check-model';
import { counted, type Findings } from './findings';
import { findNonFinite } from './non-finite';
import { findRepeated } from './repeated-keys';

const FILE = 'backtest.arrow';

/** The forecasts of a backtest and its errors by period. Truth may be NaN: it is what nobody knows. */
export const checkBacktestArtifact: KindCheck<'backtest'> = ({ folder, manifest, present }, findings) => {
  const { meta } = manifest;
  for (const name of ['summary.json', FILE])
    if (!Object.hasOwn(manifest.files, name))
      findings.problem('files', name, 'a backtest needs it, but it is not listed');
  findings.fact('scored', `${counted(meta.windowCount, 'window')}, ${counted(meta.models.length, 'model')}`);
  if (present.has('summary.json')) checkSummary(folder, meta, findings);
  if (present.has(FILE))
    findings.attempt('schema', FILE, () =>
      withArrowFile(join(folder, FILE), (file) => checkForecasts(file, meta, findings)),
    );
};

function checkSummary(folder: string, { windowCount, models }: BacktestMeta, findings: Findings): void {
  const summary = readChecked(folder, 'summary.json', BacktestSummary, findings);
  if (!summary) return;
  const { overall, periods } = summary;
  const inPeriods = periods.reduce((sum, period) => sum + period.windowCount, 0);
  const pairs = [
    ['overall.windowCount', overall.windowCount, windowCount],
    ['the sum of the periods’ windowCount', inPeriods, windowCount],
    ...[overall, ...periods].map((row) => ['a list of models', row.models.length, models.length] as const),
  ] as const;
  for (const [what, found, expected] of pairs)
    if (found !== expected)
      findings.problem('match', 'summary.json', `${what} is ${found}, the manifest says ${expected}`);
}

function checkForecasts(file: ArrowFile, meta: BacktestMeta, findings: Findings): void {
  const columns = backtestColumns(meta);
  for (const [name, type] of Object.entries(columns)) file.column(name, type);
  const read = (name: 'model' | 'series' | 'origin') => file.column(name, columns[name]).readAll();
  const [model, series, origin] = [read('model'), read('series'), read('origin')];
  const nameRow = (row: number) => `model ${model[row]}, series ${series[row]}, origin ${origin[row]}`;
  findings.fact('rows', file.rowCount);
  const expected = meta.windowCount * meta.models.length;
  if (file.rowCount !== expected)
    findings.problem('shape', FILE, `it has ${counted(file.rowCount, 'row')}, the manifest speaks of ${expected}`);
  const stranger = model.findIndex((m, row) => !meta.models[m] || !meta.series[series[row] ?? -1]);
  if (stranger >= 0)
    findings.problem('keys', FILE, `row ${stranger} is of ${nameRow(stranger)}, which meta does not list`);
  const repeated = findRepeated([model, series, origin]);
  if (repeated) {
    const first = `the first is row ${repeated.row}: ${nameRow(repeated.row)}`;
    findings.problem('keys', FILE, `${counted(repeated.count, 'row')} with the key of another; ${first}`);
  }
  const bad = findNonFinite(file.column('forecast', columns.forecast), columns.forecast.width);
  if (!bad) return;
  const first = `the first is ${bad.value} at ${nameRow(bad.row)}`;
  findings.problem('values', FILE, `${counted(bad.rowCount, 'forecast')} with NaN or an infinity; ${first}`);
}
