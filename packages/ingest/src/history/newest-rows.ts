import type { ArrowFile } from '@tsdistill/contracts';
import type { ReadingPlan } from '../plan-reading';
import type { SeriesFacts } from '../shape/watch-values';
import type { SeriesLabels } from '../source/read-labels';

/** The newest rows of one series, row-major and in raw units: T of history, F behind them. */
export interface SeriesHistory {
  /** Name of the series; `main` where no column names it. */
  readonly id: string;
  /** ms since 1970, [T]: instants where the step is below a day, else what the clock shows, taken as UTC. */
  readonly times: Float64Array;
  /** [T, C] */
  readonly target: Float32Array;
  /** [T, P] */
  readonly past: Float32Array;
  /** Without channels of the calendar, [T + F, K]. */
  readonly known: Float32Array;
  /** Text of the static columns, in the order of the config. */
  readonly labels: readonly string[];
}

interface NewestContext {
  readonly plan: ReadingPlan;
  readonly labels: ReadonlyMap<string, SeriesLabels>;
  /** Rows of history of each series, at most. */
  readonly rowCount: number;
}

/** @param rows an open `series.arrow` of series one after the other */
export function newestRows(
  rows: ArrowFile,
  series: readonly SeriesFacts[],
  { plan, labels, rowCount }: NewestContext,
): readonly SeriesHistory[] {
  const { channels } = plan;
  const list = (name: string, width: number) => {
    const column = width === 0 ? undefined : rows.column(name, { kind: 'float32-list', width });
    return (from: number, count: number) => {
      const values = new Float32Array(count * width);
      column?.read(from, count, values);
      return values;
    };
  };
  const [target, past, known] = [
    list('target', channels.target.length),
    list('past', channels.past.length),
    list('known', channels.known.length),
  ];
  const timestamp = rows.column('timestamp', { kind: 'timestamp' });
  let first = 0;
  return series.map((facts) => {
    const count = Math.min(rowCount, facts.observedRowCount);
    const from = first + facts.observedRowCount - count;
    first += facts.rowCount;
    const times = new BigInt64Array(count);
    timestamp.read(from, count, times);
    return {
      id: facts.id,
      times: Float64Array.from(times, Number),
      target: target(from, count),
      past: past(from, count),
      known: known(from, first - from),
      labels: labels.get(facts.id)?.static ?? [],
    };
  });
}
