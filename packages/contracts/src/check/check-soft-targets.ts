import { join } from 'node:path';
import { type ArrowFile, withArrowFile } from '../arrow/arrow-file';
import { augmentedColumns } from '../artifacts/augmented';
import { type Dataset } from '../artifacts/dataset';
import { softTargetColumns } from '../artifacts/soft-targets';
import { featureLayers, type SoftTargetsMeta } from '../schemas/soft-targets';
import type { KindCheck } from './check-artifact';
import { checkCoverage } from './check-coverage';
import { checkTrainedUntil } from './check-trained-until';
import { checkUnit } from './check-unit';
import { counted, type Findings } from './findings';
import { findNonFinite } from './non-finite';
import { findRepeated } from './repeated-keys';
import { readTimeLine } from './time-line';

const FILE = 'soft-targets.arrow';

/** Keys, coverage, values, unit and honesty of soft targets. */
export const checkSoftTargetsArtifact: KindCheck<'soft-targets'> = (
  { folder, manifest, present, dataset },
  findings,
) => {
  const { meta } = manifest;
  if (meta.name !== undefined) findings.fact('name', meta.name);
  findings.fact('forecasts', `${meta.horizon} steps of ${counted(meta.channels.length, 'channel')}, ${meta.unit}`);
  if (meta.quantiles.length > 0) findings.fact('quantiles', meta.quantiles.join(', '));
  for (const { name, shape } of featureLayers(meta)) findings.fact(`layer ${name}`, shape.join(' × '));
  if (meta.augmented) findings.fact('made windows', meta.augmented.rowCount);
  if (dataset) matchDataset(meta, dataset, findings);
  const timeLine = dataset && readTimeLine(dataset);
  checkTrainedUntil(meta.trainedUntil, { where: 'manifest.json', timeLine }, findings);
  noteOutOfFold(meta, manifest.config, findings);
  for (const name of [FILE, ...(meta.augmented ? ['augmented.arrow'] : [])])
    if (!Object.hasOwn(manifest.files, name))
      findings.problem('files', name, 'a soft-targets artifact needs it, but it is not listed');
  if (present.has(FILE))
    findings.attempt('schema', FILE, () =>
      withArrowFile(join(folder, FILE), (file) => checkTable(file, { meta, dataset }, findings)),
    );
  if (meta.augmented && present.has('augmented.arrow')) checkAugmented(folder, meta, findings);
};

function matchDataset(meta: SoftTargetsMeta, dataset: Dataset, findings: Findings): void {
  const { horizon, channels } = dataset.manifest.meta;
  const compare = (what: string, found: string, expected: string) => {
    if (found !== expected)
      findings.problem('match', 'manifest.json', `${what} is ${found}, in the data set ${dataset.folder} ${expected}`);
  };
  compare('meta.horizon', String(meta.horizon), String(horizon));
  compare('meta.channels', meta.channels.join(', '), channels.target.join(', '));
  compare('meta.dataset', meta.dataset, dataset.fingerprint);
}

function noteOutOfFold(
  { trainedUntil }: SoftTargetsMeta,
  config: Readonly<Record<string, unknown>>,
  findings: Findings,
) {
  if (trainedUntil !== null && typeof config['folds'] === 'number')
    findings.note(`made out of fold, ${config['folds']} folds: train rows are forecast by teachers kept from them`);
}

interface TableContext {
  readonly meta: SoftTargetsMeta;
  readonly dataset: Dataset | undefined;
}

function checkTable(file: ArrowFile, { meta, dataset }: TableContext, findings: Findings): void {
  findings.fact('rows', file.rowCount);
  if (file.rowCount !== meta.rowCount)
    findings.problem('shape', FILE, `it has ${file.rowCount} rows, meta.rowCount says ${meta.rowCount}`);
  const columns = softTargetColumns(meta);
  const key = (name: 'series' | 'origin') =>
    findings.attempt('schema', FILE, () => file.column(name, columns[name]).readAll());
  const [series, origin] = [key('series'), key('origin')];
  const inSample = findings.attempt('schema', FILE, () => file.column('inSample', columns.inSample).readAll());
  if (inSample)
    findings.fact(
      'in sample',
      inSample.reduce((sum, value) => sum + value, 0),
    );
  const nameRow = (row: number) => (series && origin ? `series ${series[row]}, origin ${origin[row]}` : `row ${row}`);
  const lists = { forecast: columns.forecast, quantiles: columns.quantiles, features: columns.features };
  for (const [name, type] of Object.entries(lists))
    if (type) checkValues(file, { name, width: type.width, meta, nameRow }, findings);
  if (!series || !origin) return;
  const repeated = findRepeated([series, origin]);
  if (repeated)
    findings.problem(
      'keys',
      FILE,
      `${counted(repeated.count, 'row')} with the key of another; the first is row ${repeated.row}: ${nameRow(repeated.row)}`,
    );
  if (!dataset) return;
  checkCoverage({ file: FILE, dataset, series, origin, inSample }, findings);
  findings.attempt('unit', FILE, () => {
    const column = file.column('forecast', columns.forecast);
    const readForecast = (first: number, count: number, target: Float32Array) => column.read(first, count, target);
    checkUnit({ meta, dataset, series, origin, readForecast }, findings);
  });
}

interface ListContext {
  readonly name: string;
  readonly width: number;
  readonly meta: SoftTargetsMeta;
  readonly nameRow: (row: number) => string;
}

function checkValues(file: ArrowFile, { name, width, meta, nameRow }: ListContext, findings: Findings): void {
  const bad = findings.attempt('schema', FILE, () =>
    findNonFinite(file.column(name, { kind: 'float32-list', width }), width),
  );
  if (!bad) return;
  const place = name === 'features' ? `value ${bad.cell}` : cellText(bad.cell, meta);
  const first = `the first is ${bad.value} at ${nameRow(bad.row)}, ${place}`;
  findings.problem('values', FILE, `${counted(bad.rowCount, 'row')} of "${name}" with NaN or an infinity; ${first}`);
}

/** Place of a value inside a row of quantiles [Q, H, C] or forecasts [H, C]; steps count from 1. */
function cellText(cell: number, { horizon, channels, quantiles }: SoftTargetsMeta): string {
  const step = Math.floor(cell / channels.length) % horizon;
  const level =
    cell >= horizon * channels.length ? `, quantile ${quantiles[Math.floor(cell / (horizon * channels.length))]}` : '';
  return `step ${step + 1}, channel "${channels[cell % channels.length]}"${level}`;
}

function checkAugmented(folder: string, meta: SoftTargetsMeta, findings: Findings): void {
  const name = 'augmented.arrow';
  findings.attempt('schema', name, () =>
    withArrowFile(join(folder, name), (file) => {
      if (file.rowCount !== meta.augmented?.rowCount)
        findings.problem(
          'shape',
          name,
          `it has ${file.rowCount} rows, meta.augmented.rowCount says ${meta.augmented?.rowCount}`,
        );
      const { width } = augmentedColumns(meta).forecast;
      const bad = findNonFinite(file.column('forecast', { kind: 'float32-list', width }), width);
      if (bad)
        findings.problem(
          'values',
          name,
          `${counted(bad.rowCount, 'row')} with NaN or an infinity; the first is row ${bad.row}, ${cellText(bad.cell, meta)}`,
        );
    }),
  );
}
