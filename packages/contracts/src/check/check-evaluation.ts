import { join } from 'node:path';
import { type ArrowFile, withArrowFile } from '../arrow/arrow-file';
import { forecastColumns, intervalColumns } from '../artifacts/evaluation';
import { type EvaluationMeta, EvaluationSummary } from '../schemas/evaluation';
import type { KindCheck } from './check-artifact';
import { readChecked } from './check-model';
import { counted, type Findings } from './findings';
import { findNonFinite } from './non-finite';
import { findRepeated } from './repeated-keys';

const FILE = 'forecasts.arrow';
const INTERVALS = 'intervals.arrow';

/** The summary of an evaluation, and the forecasts behind it. */
export const checkEvaluationArtifact: KindCheck<'evaluation'> = ({ folder, manifest, present }, findings) => {
  const { meta } = manifest;
  for (const name of ['summary.json', FILE])
    if (!Object.hasOwn(manifest.files, name))
      findings.problem('files', name, 'an evaluation needs it, but it is not listed');
  const scored = `${counted(meta.windowCount, 'window')} of the ${meta.split} split`;
  findings.fact('scored', `${scored}, ${counted(meta.models.length, 'model')}`);
  findings.fact('verdict', meta.outcome);
  if (present.has('summary.json')) checkSummary(folder, meta, findings);
  if (present.has(INTERVALS))
    findings.attempt('schema', INTERVALS, () =>
      withArrowFile(join(folder, INTERVALS), (file) => checkIntervals(file, meta, findings)),
    );
  if (present.has(FILE))
    findings.attempt('schema', FILE, () =>
      withArrowFile(join(folder, FILE), (file) => checkForecasts(file, meta, findings)),
    );
};

function checkSummary(folder: string, meta: EvaluationMeta, findings: Findings): void {
  const summary = readChecked(folder, 'summary.json', EvaluationSummary, findings);
  if (!summary) return;
  const pairs = [
    ['windowCount', summary.windowCount, meta.windowCount],
    ['horizon', summary.horizon, meta.horizon],
    ['channels', summary.channels, meta.channels],
    ['verdict.outcome', summary.verdict.outcome, meta.outcome],
  ] as const;
  for (const [what, found, expected] of pairs)
    if (String(found) !== String(expected))
      findings.problem('match', 'summary.json', `${what} is ${String(found)}, the manifest says ${String(expected)}`);
}

function checkForecasts(file: ArrowFile, meta: EvaluationMeta, findings: Findings): void {
  const columns = forecastColumns(meta);
  const read = (name: 'model' | 'series' | 'origin') => file.column(name, columns[name]).readAll();
  const [model, series, origin] = [read('model'), read('series'), read('origin')];
  const nameRow = (row: number) => `model ${model[row]}, series ${series[row]}, origin ${origin[row]}`;
  findings.fact('rows', file.rowCount);
  const stranger = model.findIndex((index) => meta.models[index] === undefined);
  if (stranger >= 0) {
    const text = `row ${stranger} is of model ${model[stranger]}, but meta.models lists ${meta.models.length}`;
    findings.problem('keys', FILE, text);
  }
  const repeated = findRepeated([model, series, origin]);
  if (repeated) {
    const first = `the first is row ${repeated.row}: ${nameRow(repeated.row)}`;
    findings.problem('keys', FILE, `${counted(repeated.count, 'row')} with the key of another; ${first}`);
  }
  checkRowCounts(model, meta, findings);
  const bad = findNonFinite(file.column('forecast', columns.forecast), columns.forecast.width);
  if (!bad) return;
  const [step, channel] = [Math.floor(bad.cell / meta.channels.length), meta.channels[bad.cell % meta.channels.length]];
  const first = `the first is ${bad.value} at ${nameRow(bad.row)}, step ${step + 1}, channel "${channel}"`;
  findings.problem('values', FILE, `${counted(bad.rowCount, 'row')} with NaN or an infinity; ${first}`);
}

/** Half widths are at least 0; Infinity is no bound. */
function checkIntervals(file: ArrowFile, meta: EvaluationMeta, findings: Findings): void {
  const columns = intervalColumns(meta);
  const halfWidth = file.column('halfWidth', columns.halfWidth).readAll();
  const model = file.column('model', columns.model).readAll();
  findings.fact('intervals', counted(file.rowCount, 'row'));
  const stranger = model.findIndex((index) => meta.models[index] === undefined);
  if (stranger >= 0) {
    const text = `row ${stranger} is of model ${model[stranger]}, but meta.models lists ${meta.models.length}`;
    findings.problem('keys', INTERVALS, text);
  }
  const bad = halfWidth.findIndex((value) => !(value >= 0));
  if (bad < 0) return;
  const row = Math.floor(bad / columns.halfWidth.width);
  findings.problem('values', INTERVALS, `row ${row} holds the half width ${halfWidth[bad]}, which is none`);
}

/** A model whose forecasts are stored has one for every scored window. */
function checkRowCounts(model: Int32Array, { windowCount }: EvaluationMeta, findings: Findings): void {
  for (const index of new Set(model)) {
    const count = model.reduce((sum, value) => sum + (value === index ? 1 : 0), 0);
    if (count === windowCount) continue;
    const text = `model ${index} has ${counted(count, 'row')}, but ${counted(windowCount, 'window')} were scored`;
    findings.problem('shape', FILE, text);
  }
}
