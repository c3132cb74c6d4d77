import { type EvaluationSummary, formatSigned } from '@tsdistill/contracts';
import type { CustomSeriesOption, EChartsOption, ScatterSeriesOption } from 'echarts';
import { categoryAxis, GRID, INK_LABEL, valueAxis } from './axes';

type Comparison = EvaluationSummary['comparisons'][number];

/** A loss beside another one: with its interval, and of single seeds. */
export interface ForestRow extends Pick<Comparison, 'relative' | 'seeds'> {
  readonly name: string;
}

const ROW_HEIGHT = 34;
const COLOUR = 'var(--student)';

export const forestHeight = (rowCount: number): number => 66 + ROW_HEIGHT * rowCount;

/**
 * The student's mse above or below that of another model, with its interval and its seeds; left of 0 the student is better.
 *
 * @param margin of non-inferiority; null where the rows have none in common
 */
export function comparisonForest(rows: readonly ForestRow[], margin: number | null): EChartsOption {
  const bounds = rows.flatMap(({ relative: { value, interval } }) => [
    ...[value, interval?.lower ?? value, interval?.upper ?? value],
  ]);
  const most = 1.08 * Math.max(margin ?? 0, ...bounds.map(Math.abs));
  const format = (value: number) => (Math.abs(value) > 0.999 * most ? '' : formatSigned(value));
  const place = { inside: true, margin: 0, align: 'left', verticalAlign: 'bottom' } as const;
  return {
    grid: { ...GRID, left: 12, right: 12, top: 26 },
    xAxis: valueAxis({ name: 'student’s MSE beside theirs' }, { min: -most, max: most, format }),
    yAxis: {
      ...categoryAxis(
        { name: '' },
        rows.map(({ name }) => name),
      ),
      ...{ inverse: true, axisLine: { show: false }, axisLabel: { ...INK_LABEL, ...place, padding: [0, 0, 6, 0] } },
    },
    series: [
      intervals(rows, margin),
      marks(
        { symbol: 'rect', symbolSize: [2, 9], itemStyle: { color: COLOUR, opacity: 0.7 } },
        rows.flatMap(({ seeds }, row) => seeds.map(({ relative }) => [relative, row])),
      ),
      marks(
        { symbolSize: 10, itemStyle: { color: COLOUR } },
        rows.map(({ relative }, row) => [relative.value, row]),
      ),
    ],
  };
}

/** A bar for each interval, over the lines of no difference and of the margin. */
function intervals(rows: readonly ForestRow[], margin: number | null): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    renderItem: (_, api) => {
      const row = Number(api.value(0));
      const [x1 = 0, y1 = 0] = api.coord([api.value(1), row]);
      const [x2 = 0] = api.coord([api.value(2), row]);
      return { type: 'line', shape: { x1, y1, x2, y2: y1 }, style: { stroke: COLOUR, lineWidth: 3 } };
    },
    data: rows.flatMap(({ relative: { interval } }, row) => (interval ? [[row, interval.lower, interval.upper]] : [])),
    markLine: {
      ...{ silent: true, symbol: 'none', precision: 12 },
      data: [
        { xAxis: 0, lineStyle: { color: 'var(--ink)', type: 'solid', width: 1 }, label: { show: false } },
        ...(margin === null ? [] : [marginLine(margin)]),
      ],
    },
  };
}

function marginLine(margin: number) {
  const label = { color: 'var(--teacher)', position: 'start', align: 'right' } as const;
  return {
    xAxis: margin,
    lineStyle: { color: 'var(--teacher)', type: 'dashed' as const, width: 1 },
    label: { ...INK_LABEL, ...label, formatter: `margin ${formatSigned(margin)}` },
  };
}

function marks(look: Omit<ScatterSeriesOption, 'type'>, data: number[][]): ScatterSeriesOption {
  return { ...look, type: 'scatter', silent: true, data };
}
