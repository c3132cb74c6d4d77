import { formatPercent } from '@tsdistill/contracts';
import type { EChartsOption } from 'echarts';
import type { Residuals } from '../findings/residuals';
import { categoryAxis, GRID, LEGEND, valueAxis } from './axes';

const LEGEND_DATA = { ...LEGEND, data: ['student', 'teacher'] };

/** Share of the residuals by size: the student's as bars, the teacher's as a line. */
export function residualHistogram({ bins }: Residuals): EChartsOption {
  const middles = bins.map(({ middle }) => middle);
  return {
    grid: { ...GRID, top: 32 },
    legend: LEGEND_DATA,
    xAxis: {
      ...categoryAxis({ name: 'forecast − truth, standardized' }, middles),
      axisLabel: {
        color: 'var(--quiet)',
        fontSize: 11,
        interval: 9,
        formatter: (middle: string) => String(Number(middle)),
      },
    },
    yAxis: valueAxis({ name: '' }, { min: 0, format: formatPercent }),
    series: [
      {
        ...{ name: 'student', type: 'bar', silent: true, barCategoryGap: '10%' },
        itemStyle: { color: 'var(--student)', opacity: 0.75 },
        data: bins.map(({ student }) => student),
      },
      {
        ...{ name: 'teacher', type: 'line', silent: true, symbol: 'none', step: 'middle' },
        ...{ itemStyle: { color: 'var(--teacher)' }, lineStyle: { color: 'var(--teacher)', width: 1.6 } },
        data: bins.map(({ teacher }) => teacher),
      },
    ],
  };
}

/** Correlation of the first step's residuals with those of earlier windows; white noise stays inside the dashed lines. */
export function residualAutocorrelation({ autocorrelation }: Residuals, windowCount: number): EChartsOption {
  const band = 1.96 / Math.sqrt(windowCount);
  const dashed = { color: 'var(--quiet)', type: 'dashed' } as const;
  return {
    grid: { ...GRID, top: 32 },
    legend: LEGEND_DATA,
    xAxis: categoryAxis(
      { name: 'lag, in windows' },
      autocorrelation.student.map((_, lag) => lag + 1),
    ),
    yAxis: valueAxis({ name: '' }, { format: (value) => String(Number(value.toFixed(2))) }),
    series: [
      {
        ...{ name: 'student', type: 'bar', silent: true, barCategoryGap: '10%' },
        itemStyle: { color: 'var(--student)', opacity: 0.8 },
        data: [...autocorrelation.student],
        markLine: {
          ...{ silent: true, symbol: 'none', precision: 6, label: { show: false }, lineStyle: dashed },
          data: [{ yAxis: band }, { yAxis: -band }],
        },
      },
      {
        ...{ name: 'teacher', type: 'line', silent: true, symbol: 'none', data: [...autocorrelation.teacher] },
        ...{ itemStyle: { color: 'var(--teacher)' }, lineStyle: { color: 'var(--teacher)', width: 1.4 } },
      },
      // Not seen: it keeps both dashed lines inside the axis.
      { type: 'line', silent: true, symbol: 'none', lineStyle: { opacity: 0 }, data: [1.1 * band, -1.1 * band] },
    ],
  };
}
