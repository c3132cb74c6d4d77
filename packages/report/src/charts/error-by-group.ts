import type { EChartsOption } from 'echarts';
import { SYMBOLS } from './accuracy-against';
import { categoryAxis, GRID, LEGEND, valueAxis } from './axes';

/** One line of a dot plot: mse by role. */
export interface GroupErrors {
  readonly name: string;
  readonly student: number | null;
  readonly twin: number | null;
  readonly teacher: number | null;
}

const ROLES = ['teacher', 'twin', 'student'] as const;
const ROW_HEIGHT = 17;

export const groupsHeight = (rowCount: number): number => 84 + ROW_HEIGHT * rowCount;

/** One line for each channel or series, in the order given, a mark for each model. */
export function errorByGroup(groups: readonly GroupErrors[]): EChartsOption {
  const longest = Math.max(...groups.map(({ name }) => name.length));
  return {
    grid: { ...GRID, left: Math.min(130, 16 + 6.5 * longest), top: 32 },
    legend: { ...LEGEND, data: [...ROLES].reverse() },
    xAxis: valueAxis({ name: 'MSE, standardized' }),
    yAxis: {
      ...categoryAxis(
        { name: '' },
        groups.map(({ name }) => name),
      ),
      inverse: true,
      splitLine: { show: true, lineStyle: { color: 'var(--rule)' } },
      axisLabel: {
        color: 'var(--ink)',
        fontSize: 11,
        fontFamily: 'system-ui, sans-serif',
        interval: 0,
        width: 110,
        overflow: 'truncate',
      },
    },
    series: ROLES.map((role) => ({
      ...{ name: role, type: 'scatter' as const, silent: true, symbol: SYMBOLS[role] ?? 'circle', symbolSize: 9 },
      itemStyle: { color: `var(--${role})`, opacity: 0.85 },
      data: groups.flatMap((group, row) => (group[role] === null ? [] : [[group[role], row]])),
    })),
  };
}
