import {
  type ArrowFile,
  type Channels,
  type CovariateScaler,
  PipelineError,
  type Scaler,
  type Transform,
} from '@tsdistill/contracts';
import type { RowRange } from '../splits/split-series';
import { fitScaler, type FittedScaler, type ScalerKind } from './fit-scaler';
import { type RangeValues, readRanges } from './range-values';

/** The rows that scalers are fitted to. */
export interface ScalingSource {
  readonly file: string;
  /** False when all rows are one series, which has no name of its own. */
  readonly isNamed: boolean;
  /** The rows as they are stored. */
  readonly rows: ArrowFile;
  readonly isMasked: boolean;
  readonly channels: Channels;
  /** Known channels at the end of the row that are made from the calendar, in [-1, 1]. */
  readonly calendarCount: number;
  readonly series: readonly { readonly id: string; /** Among the rows of all series. */ readonly train: RowRange }[];
  /** Static features, [S, F], and which of them are one word of a text column, 0 or 1. */
  readonly statics: { readonly values: Float32Array; readonly isWord: readonly boolean[] };
}

export interface ScalingSettings {
  readonly scaler: ScalerKind;
  readonly scalerScope: Scaler['scope'];
  /** By target channel. */
  readonly transform: readonly Transform[];
  readonly floor?: number | undefined;
}

/** Target channels that have no spread, and in how many series (all of them where one scale is for all). */
export interface Spreadless {
  readonly columns: readonly string[];
  readonly seriesCount: number;
}

/** Fits the scaler of the targets. @throws PipelineError TRAIN_UNOBSERVED */
export function scaleTargets(
  source: ScalingSource,
  { scaler: kind, scalerScope, transform, floor }: ScalingSettings,
): { readonly scaler: Scaler; readonly spreadless: Spreadless } {
  const scope = kind === 'none' ? 'global' : scalerScope;
  const fitted = fitScaler(trainValues(source, 'target'), { kind, scope, transform });
  if (kind !== 'none') refuseUnobserved(fitted, source, scope);
  const scaler = {
    kind,
    scope,
    shift: fitted.shift,
    scale: fitted.scale,
    ...(transform.some((name) => name !== 'none') && { transform }),
    ...(floor !== undefined && { floor }),
  };
  const flat = fitted.constant.filter((channels) => channels.length > 0);
  const columns = source.channels.target.filter((_, channel) => flat.some((channels) => channels.includes(channel)));
  return { scaler, spreadless: { columns, seriesCount: scope === 'series' ? flat.length : source.series.length } };
}

function refuseUnobserved({ unobserved }: FittedScaler, source: ScalingSource, scope: Scaler['scope']): void {
  const index = unobserved.findIndex((channels) => channels.length > 0);
  const [channel] = unobserved[index] ?? [];
  if (channel === undefined) return;
  const { file, isNamed, channels, series } = source;
  const place = { file, ...(isNamed && scope === 'series' && { series: series[index]?.id }) };
  const column = channels.target[channel] ?? '';
  throw new PipelineError('TRAIN_UNOBSERVED', { ...place, column, count: unobserved.flat().length });
}

/** Fits a scale for every covariate, over all series; calendar channels and words stay as they are. Absent without a scaler. */
export function scaleCovariates(source: ScalingSource, kind: ScalerKind): CovariateScaler | undefined {
  const { channels, statics, calendarCount } = source;
  if (kind === 'none') return undefined;
  const fit = (values: RangeValues, isKept: (channel: number) => boolean) => {
    const transform = new Array<Transform>(values.width).fill('none');
    const { shift, scale } = fitScaler(values, { kind, scope: 'global', transform });
    const keep = (row: readonly number[] | undefined, kept: number) =>
      (row ?? []).map((value, channel) => (isKept(channel) || !Number.isFinite(value) ? kept : value));
    return { shift: keep(shift[0], 0), scale: keep(scale[0], 1) };
  };
  const firstCycle = channels.known.length - calendarCount;
  const scaled = {
    ...(channels.past.length > 0 && { past: fit(trainValues(source, 'past'), () => false) }),
    ...(firstCycle > 0 && { known: fit(trainValues(source, 'known'), (channel) => channel >= firstCycle) }),
    ...(channels.static.length > 0 && {
      static: fit(staticValues(source), (channel) => statics.isWord[channel] === true),
    }),
  };
  return Object.keys(scaled).length > 0 ? scaled : undefined;
}

function trainValues({ rows, channels, isMasked, series }: ScalingSource, role: 'target' | 'past' | 'known') {
  return readRanges({
    file: rows,
    name: role,
    width: channels[role].length,
    ranges: series.map(({ train }) => train),
    isMasked: isMasked && role === 'target',
  });
}

/** Static features of the series that have train rows. */
function staticValues({ channels, series, statics }: ScalingSource): RangeValues {
  const width = channels.static.length;
  return {
    width,
    rowCounts: series.map(({ train: [from, to] }) => (to > from ? 1 : 0)),
    *blocks(index) {
      const [from, to] = series[index]?.train ?? [0, 0];
      if (to > from) yield statics.values.subarray(index * width, (index + 1) * width);
    },
  };
}
