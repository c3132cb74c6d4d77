import type { EChartsOption } from 'echarts';
import type { QuantileCalibration } from '../facts/quantile-calibration';
import { SYMBOLS } from './accuracy-against';
import { GRID, LEGEND, valueAxis } from './axes';
import { legendTop } from './error-by-step';

/** One line: a model's name, and what its quantiles hold. */
export type CalibrationLine = Pick<QuantileCalibration, 'role' | 'name' | 'below'>;

/** Share of the truths at or below each quantile against its level; on the dashed line the two are the same. */
export function calibrationCurve(lines: readonly CalibrationLine[]): EChartsOption {
  const names = lines.map(({ name }) => name);
  const format = (share: number) => `${Math.round(100 * share)} %`;
  const range = { min: 0, max: 1, format };
  return {
    grid: { ...GRID, left: 58, top: legendTop(names) },
    legend: { ...LEGEND, data: names },
    xAxis: valueAxis({ name: 'level of the quantile' }, range),
    yAxis: valueAxis({ name: 'truths at or below it', gap: 46 }, range),
    series: lines.map(({ role, name, below }, index) => {
      const color = `var(--${role})`;
      const promised = { lineStyle: { color: 'var(--quiet)', type: 'dashed', width: 1 } } as const;
      return {
        ...{
          name,
          type: 'line' as const,
          silent: true,
          symbol: SYMBOLS[role] ?? 'circle',
          symbolSize: 7,
          z: role === 'student' ? 3 : 2,
        },
        ...{ data: below.map((share) => [share.promised, share.measured]), itemStyle: { color } },
        lineStyle: { color, width: role === 'student' ? 2.4 : 1.5, type: role === 'twin' ? 'dashed' : 'solid' },
        ...(index === 0 && {
          markLine: {
            ...{ silent: true, symbol: 'none', label: { show: false }, ...promised },
            data: [[{ coord: [0, 0] }, { coord: [1, 1] }]],
          },
        }),
      };
    }),
  };
}
