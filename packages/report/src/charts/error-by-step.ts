import type { EChartsOption, LineSeriesOption } from 'echarts';
import { categoryAxis, GRID, LINE_LEGEND, valueAxis } from './axes';

/** One line: a name, the role that gives it its colour, and a value for each horizon step. */
export interface StepLine {
  readonly name: string;
  readonly role: string;
  readonly values: readonly number[];
  readonly dashed?: boolean;
}

/** Lines over the horizon, one a model or a pair. */
export function errorByStep(lines: readonly StepLine[], unit: string): EChartsOption {
  const horizon = Math.max(...lines.map(({ values }) => values.length));
  return {
    grid: { ...GRID, left: 58, top: legendTop(lines.map(({ name }) => name)) },
    legend: { ...LINE_LEGEND, data: lines.map(({ name }) => name) },
    xAxis: categoryAxis(
      { name: 'steps ahead' },
      Array.from({ length: horizon }, (_, step) => step + 1),
    ),
    yAxis: valueAxis({ name: unit, gap: 46 }, { format: (value) => String(Number(value.toPrecision(3))) }),
    series: lines.map(({ name, role, values, dashed = false }): LineSeriesOption => {
      const color = `var(--${role})`;
      return {
        ...{ name, type: 'line', silent: true, symbol: 'none', data: [...values], itemStyle: { color } },
        lineStyle: { color, width: role === 'student' ? 2.5 : 1.8, type: dashed ? 'dashed' : 'solid' },
      };
    }),
  };
}

/** Room for as many lines of legend as the names take, at about 6 pixels a letter. */
export function legendTop(names: readonly string[]): number {
  const rows = names.reduce(
    ({ row, x }, name) => {
      const width = 40 + 6.2 * name.length;
      return x + width > 400 ? { row: row + 1, x: width } : { row, x: x + width };
    },
    { row: 1, x: 0 },
  ).row;
  return 14 + 18 * rows;
}
