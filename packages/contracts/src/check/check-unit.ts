import { type Dataset, readSeries, seriesOffsets } from '../artifacts/dataset';
import type { SoftTargets } from '../artifacts/soft-targets';
import { PipelineError } from '../errors/pipeline-error';
import { scaleOf } from '../scale/standardize';
import type { SoftTargetsMeta } from '../schemas/soft-targets';
import type { Findings } from './findings';

/** Forecasts by their keys, and the data set that knows the truth. */
interface UnitContext extends Pick<SoftTargets, 'meta' | 'series' | 'origin' | 'readForecast'> {
  readonly dataset: Dataset;
}

/** A unit that fits far worse than the other: mean squared errors, standardized, when the forecasts are read in either. */
interface WrongUnit {
  readonly unit: SoftTargetsMeta['unit'];
  readonly other: SoftTargetsMeta['unit'];
  readonly declared: number;
  readonly otherwise: number;
}

const SAMPLED_ROWS = 256;
/** How much better the other unit must fit before the declared one is called wrong. */
const TIMES_BETTER = 10;

/**
 * Compares forecasts with the truth in either unit: what fits far better when it is read in the other one was written in it.
 *
 * Errors are standardized squares over observed values of at most 256 rows, evenly spaced.
 */
function findWrongUnit(context: UnitContext): WrongUnit | undefined {
  const { unit } = context.meta;
  const other = unit === 'raw' ? 'standardized' : 'raw';
  const [declared, otherwise] = [meanSquare(context, unit), meanSquare(context, other)];
  if (declared === undefined || otherwise === undefined || declared <= TIMES_BETTER * otherwise) return undefined;
  const round = (square: number) => Number(square.toPrecision(3));
  return { unit, other, declared: round(declared), otherwise: round(otherwise) };
}

/** Soft targets made elsewhere must be in the unit that they name. @throws PipelineError SOFT_TARGETS_UNIT with the errors in both units */
export function refuseOtherUnit(dataset: Dataset, { artifact, ...softTargets }: SoftTargets): void {
  const wrong = softTargets.meta.teacher === null ? findWrongUnit({ ...softTargets, dataset }) : undefined;
  if (wrong) throw new PipelineError('SOFT_TARGETS_UNIT', { folder: artifact.folder, ...wrong });
}

export function checkUnit(context: UnitContext, findings: Findings): void {
  const wrong = findWrongUnit(context);
  if (!wrong) return;
  const { unit, other, declared, otherwise } = wrong;
  const text = `the mean squared error, standardized, is ${declared}; read as ${other} it would be ${otherwise}`;
  findings.problem('unit', 'manifest.json', `meta.unit is ${unit}, but ${text}`);
}

/** Mean squared error, standardized, of forecasts that are taken to be in `unit`; undefined without any truth. */
function meanSquare(context: UnitContext, unit: SoftTargetsMeta['unit']): number | undefined {
  const { meta, dataset, series, origin, readForecast } = context;
  const { scaler, series: list, channels } = dataset.manifest.meta;
  const width = channels.target.length;
  if (width !== meta.channels.length) return undefined;
  const { target, mask } = readSeries(dataset);
  const offsets = seriesOffsets(dataset);
  const row = new Float32Array(meta.horizon * width);
  const errors: number[] = [];
  for (let index = 0; index < series.length; index += Math.max(1, Math.floor(series.length / SAMPLED_ROWS))) {
    const [of = 0, first = 0] = [series[index], origin[index]];
    if (first < 0 || first + meta.horizon > (list[of]?.observedRowCount ?? 0)) continue;
    readForecast(index, 1, row);
    const { standardize } = scaleOf(scaler, of);
    const start = ((offsets[of] ?? 0) + first) * width;
    row.forEach((value, cell) => {
      const [channel, truth] = [cell % width, target[start + cell] ?? NaN];
      const error = (unit === 'raw' ? standardize(value, channel) : value) - standardize(truth, channel);
      if (mask?.[start + cell] !== 0 && Number.isFinite(error)) errors.push(error * error);
    });
  }
  return errors.length === 0 ? undefined : errors.reduce((sum, square) => sum + square, 0) / errors.length;
}
