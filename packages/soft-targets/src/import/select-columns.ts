import { nearestName, PipelineError } from '@tsdistill/contracts';
import type { FrameFile } from './frame-file';

/** A quantile column of the chosen model. */
export interface QuantileColumn {
  /** In (0, 1). */
  readonly level: number;
  /** Position of the column in the file. */
  readonly column: number;
}

/** Which columns of a frame are read, by position. */
export interface FrameSelection {
  readonly id: number;
  readonly ds: number;
  readonly cutoff: number;
  readonly model: string;
  readonly value: number;
  /** Ascending. */
  readonly quantiles: readonly QuantileColumn[];
  /** Names of interval columns whose other side is missing: they are not read. */
  readonly halfIntervals: readonly string[];
}

/** Columns that are no forecasts: keys, truth, and the index that pandas writes beside them. */
const OTHERS = ['unique_id', 'ds', 'cutoff', 'y', '', 'index', 'Unnamed: 0', '__index_level_0__'];
const INTERVAL = /^(.+)-(lo|hi)-(\d+(?:\.\d+)?)$/;
const MEDIAN = /^(.+)-median$/;

/**
 * Finds keys, the model and its intervals in the header. `<model>-lo-90` and `<model>-hi-90` are the quantiles .05 and .95;
 * a model whose forecast stands in `<model>-median` is known by the name before it.
 *
 * @param wanted name of the model; may be absent where there is only one
 * @throws PipelineError FRAME_COLUMN, FRAME_COLUMN_REPEATED, FRAME_NO_MODEL, FRAME_SEVERAL_MODELS, FRAME_MODEL_UNKNOWN
 */
export function selectColumns(frame: FrameFile, wanted?: string): FrameSelection {
  const names = frame.columns.map(({ name }) => name);
  const [id, ds, cutoff] = ['unique_id', 'ds', 'cutoff'].map((name) => positionOf(frame, name));
  const model = chooseModel(frame, wanted);
  const median = names.indexOf(`${model}-median`);
  const value = names.includes(model) || median < 0 ? positionOf(frame, model) : median;
  const { quantiles, halfIntervals } = findIntervals(names, model);
  const middle = median >= 0 ? [{ level: 0.5, column: positionOf(frame, `${model}-median`) }] : [];
  return {
    id: id ?? -1,
    ds: ds ?? -1,
    cutoff: cutoff ?? -1,
    model,
    value,
    quantiles: quantiles.length > 0 ? sortLevels([...quantiles, ...middle]) : [],
    halfIntervals,
  };
}

function positionOf({ name: file, columns }: FrameFile, column: string): number {
  const found = columns.map(({ name }) => name);
  const positions = found.flatMap((name, index) => (name === column ? [index] : []));
  const [position] = positions;
  if (position === undefined)
    throw new PipelineError('FRAME_COLUMN', { file, column, found, nearest: nearestName(column, found) });
  if (positions.length > 1)
    throw new PipelineError('FRAME_COLUMN_REPEATED', { file, column, positions: positions.map((index) => index + 1) });
  return position;
}

function chooseModel({ name: file, columns }: FrameFile, wanted: string | undefined): string {
  const names = columns.map(({ name }) => name);
  const models = [...new Set(names.filter((name) => !OTHERS.includes(name)).map(modelOf))];
  const [first] = models;
  if (first === undefined) throw new PipelineError('FRAME_NO_MODEL', { file, found: names });
  if (wanted !== undefined && !models.includes(wanted))
    throw new PipelineError('FRAME_MODEL_UNKNOWN', {
      file,
      model: wanted,
      models,
      nearest: nearestName(wanted, models),
    });
  if (wanted === undefined && models.length > 1) throw new PipelineError('FRAME_SEVERAL_MODELS', { file, models });
  return wanted ?? first;
}

function modelOf(column: string): string {
  return (INTERVAL.exec(column) ?? MEDIAN.exec(column))?.[1] ?? column;
}

/** Both sides of each interval, or neither. */
function findIntervals(names: readonly string[], model: string) {
  const sides = names.flatMap((name, column) => {
    const [, of, side, text = ''] = INTERVAL.exec(name) ?? [];
    return of === model && side !== undefined && Number(text) < 100 ? [{ name, column, side, text }] : [];
  });
  const isWhole = ({ side, text }: { side: string; text: string }) =>
    sides.some((other) => other.text === text && other.side !== side);
  return {
    quantiles: sides.filter(isWhole).map(({ column, side, text }) => ({ level: levelOf(side, Number(text)), column })),
    halfIntervals: sides.filter((side) => !isWhole(side)).map(({ name }) => name),
  };
}

/** A 90 % interval goes from .05 to .95; rounded, since binary fractions would give .04999…. */
function levelOf(side: string, percent: number): number {
  const tail = (100 - percent) / 200;
  return Number((side === 'lo' ? tail : 1 - tail).toFixed(9));
}

/** Ascending; an interval of 0 % and a median are the same level, which is kept once. */
function sortLevels(quantiles: readonly QuantileColumn[]): QuantileColumn[] {
  const sorted = [...quantiles].sort((a, b) => a.level - b.level);
  return sorted.filter(({ level }, index) => level !== sorted[index - 1]?.level);
}
