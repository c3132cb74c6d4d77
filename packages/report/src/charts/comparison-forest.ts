import { type EvaluationSummary, formatSigned } from '@tsdistill/contracts';
import type { EChartsOption } from 'echarts';
import { categoryAxis, GRID, INK_LABEL, valueAxis } from './axes';

export type Comparison = EvaluationSummary['comparisons'][number];

const ROW_HEIGHT = 34;

export const forestHeight = (rowCount: number): number => 66 + ROW_HEIGHT * rowCount;

/** The student's mse above or below that of each other model, with its interval and its seeds; left of 0 the student is better. */
export function comparisonForest(comparisons: readonly Comparison[], margin: number): EChartsOption {
  const names = comparisons.map(({ role, reference }) => (reference.startsWith(role) ? reference : `${role} ${reference}`));
  const bounds = comparisons.flatMap(({ relative: { value, interval } }) => [value, interval?.lower ?? value, interval?.upper ?? value]);
  const most = 1.08 * Math.max(margin, ...bounds.map(Math.abs));
  return {
    grid: { ...GRID, left: 12, right: 12, top: 26 },
    xAxis: valueAxis(
      { name: 'student’s MSE beside theirs' },
      { min: -most, max: most, format: (value) => (Math.abs(value) > 0.999 * most ? '' : formatSigned(value)) },
    ),
    yAxis: {
      ...categoryAxis({ name: '' }, names),
      inverse: true,
      axisLine: { show: false },
      axisLabel: { ...INK_LABEL, inside: true, margin: 0, align: 'left', verticalAlign: 'bottom', padding: [0, 0, 6, 0] },
    },
    series: [
      {
        type: 'custom',
        silent: true,
        renderItem: (_, api) => {
          const row = Number(api.value(0));
          const [from = 0, y = 0] = api.coord([api.value(1), row]);
          const [to = 0] = api.coord([api.value(2), row]);
          return { type: 'line', shape: { x1: from, y1: y, x2: to, y2: y }, style: { stroke: 'var(--student)', lineWidth: 3 } };
        },
        data: comparisons.flatMap(({ relative: { interval } }, row) => (interval ? [[row, interval.lower, interval.upper]] : [])),
        markLine: {
          silent: true,
          symbol: 'none',
          precision: 12,
          data: [
            { xAxis: 0, lineStyle: { color: 'var(--ink)', type: 'solid', width: 1 }, label: { show: false } },
            {
              xAxis: margin,
              lineStyle: { color: 'var(--teacher)', type: 'dashed', width: 1 },
              label: { ...INK_LABEL, formatter: `margin ${formatSigned(margin)}`, color: 'var(--teacher)', position: 'start', align: 'right' },
            },
          ],
        },
      },
      {
        type: 'scatter',
        silent: true,
        symbol: 'rect',
        symbolSize: [2, 9],
        itemStyle: { color: 'var(--student)', opacity: 0.7 },
        data: comparisons.flatMap(({ seeds }, row) => seeds.map(({ relative }) => [relative, row])),
      },
      {
        type: 'scatter',
        silent: true,
        symbolSize: 10,
        itemStyle: { color: 'var(--student)' },
        data: comparisons.map(({ relative }, row) => [relative.value, row]),
      },
    ],
  };
}
