import { type Dataset, readObservedRows, readOrigins, seriesOffsets } from '../artifacts/dataset';
import { SPLITS } from '../schemas/dataset';
import { counted, type Findings, formatCount } from './findings';

interface CoverageContext {
  readonly file: string;
  readonly dataset: Dataset;
  readonly series: Int32Array;
  readonly origin: Int32Array;
  readonly inSample: Uint8Array | undefined;
}

/** The splits, and origins at the end of the train rows whose targets cross its border. */
type Place = (typeof SPLITS)[number] | 'newest';

/** How much of each split is covered, which rows belong to no window, and which say they were fitted on what judges them. */
export function checkCoverage({ file, dataset, series, origin, inSample }: CoverageContext, findings: Findings): void {
  const placeOf = locate(dataset);
  const counts = new Map<Place, number>();
  const strangers: number[] = [];
  const leaks: number[] = [];
  series.forEach((of, row) => {
    const place = placeOf(of, origin[row] ?? 0);
    if (place === undefined) return void strangers.push(row);
    counts.set(place, (counts.get(place) ?? 0) + 1);
    if (inSample?.[row] === 1 && place !== 'train' && place !== 'newest') leaks.push(row);
  });
  const nameRow = (row = 0) => `series ${series[row]}, origin ${origin[row]}`;
  const { originCounts } = dataset.manifest.meta;
  const parts = SPLITS.map(
    (split) => `${split} ${formatCount(counts.get(split) ?? 0)} of ${formatCount(originCounts[split])}`,
  );
  const newest = counts.get('newest') ?? 0;
  findings.fact('coverage', [...parts, ...(newest > 0 ? [`newest ${formatCount(newest)}`] : [])].join(', '));
  if (strangers.length > 0)
    findings.problem(
      'coverage',
      file,
      `${counted(strangers.length, 'row')} for origins that the data set does not have; the first is ${nameRow(strangers[0])}`,
    );
  if (leaks.length > 0) {
    const [row = 0] = leaks;
    const first = `the first is ${nameRow(row)} (${placeOf(series[row] ?? 0, origin[row] ?? 0)})`;
    findings.problem('leakage', file, `${counted(leaks.length, 'row')} in sample outside of the train split; ${first}`);
  }
  if ((counts.get('train') ?? 0) === 0)
    findings.note('no train window is covered: a student has nothing to learn from it');
  if ((counts.get('test') ?? 0) === 0) findings.note('no test window is covered: an evaluation cannot compare with it');
}

function locate(dataset: Dataset): (series: number, origin: number) => Place | undefined {
  const origins = readOrigins(dataset);
  const keyOf = (series: number, origin: number) => series * 2 ** 32 + origin;
  const splits = new Map<number, Place>();
  origins.split.forEach((code, i) => {
    const split = SPLITS[code];
    if (split) splits.set(keyOf(origins.series[i] ?? 0, origins.origin[i] ?? 0), split);
  });
  const isNewest = newestOf(dataset);
  return (series, origin) => splits.get(keyOf(series, origin)) ?? (isNewest(series, origin) ? 'newest' : undefined);
}

/**
 * Whether an origin is in the stride of the train origins, with its first target in the train rows, one of those there observed, and its
 * last one behind them.
 */
function newestOf(dataset: Dataset): (series: number, origin: number) => boolean {
  const { meta } = dataset.manifest;
  const [observed, offsets] = [readObservedRows(dataset), seriesOffsets(dataset)];
  return (series, origin) => {
    const train = meta.series[series]?.borders.train;
    const first = offsets[series] ?? 0;
    if (!train || origin < Math.max(1, train[0]) || origin >= train[1]) return false;
    if (observed && !observed.subarray(first + origin, first + train[1]).includes(1)) return false;
    return origin + meta.horizon > train[1] && (origin - Math.max(1, train[0])) % meta.stride === 0;
  };
}
