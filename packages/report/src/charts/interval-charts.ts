import { formatPercent } from '@tsdistill/contracts';
import type { EChartsOption } from 'echarts';
import type { Coverage, MeasuredLevel } from '../facts/measured-intervals';
import { categoryAxis, GRID, INK_LABEL, LINE_LEGEND, valueAxis } from './axes';

const COLOURS = ['var(--twin)', 'var(--student)', 'var(--teacher)', 'var(--rival)'];
const DASHED = { color: 'var(--quiet)', type: 'dashed', width: 1 } as const;
const ROW_HEIGHT = 17;

export const levelName = (level: number): string => `${Number((100 * level).toFixed(1))} %`;
export const coverageHeight = (rowCount: number): number => 84 + ROW_HEIGHT * rowCount;

/** Share of the truths inside (`coverage`) or width of the interval by horizon step, one line a level. Dashed: what was promised. */
export function intervalsByStep(levels: readonly MeasuredLevel[], what: keyof Coverage): EChartsOption {
  const share = what === 'coverage';
  return {
    grid: { ...GRID, left: 58, top: 32 },
    legend: { ...LINE_LEGEND, data: levels.map(({ level }) => levelName(level)) },
    xAxis: categoryAxis(
      { name: 'steps ahead' },
      (levels[0]?.perStep ?? []).map((_, step) => step + 1),
    ),
    yAxis: valueAxis(
      { name: share ? 'truths inside' : 'mean width, standardized', gap: 46 },
      share ? { format: (value) => `${Math.round(100 * value)} %`, min: 0, max: 1 } : { min: 0 },
    ),
    series: levels.map(({ level, perStep }, index) => {
      const color = COLOURS[index % COLOURS.length] ?? 'var(--ink)';
      const promised = { data: [{ yAxis: level }], lineStyle: { ...DASHED, color } };
      return {
        ...{ name: levelName(level), type: 'line' as const, silent: true, symbol: 'none' },
        ...{ data: perStep.map((step) => step[what]), itemStyle: { color }, lineStyle: { color, width: 2 } },
        ...(share && { markLine: { silent: true, symbol: 'none', label: { show: false }, precision: 6, ...promised } }),
      };
    }),
  };
}

/** One channel: its name, and the share of truths that its interval held. */
export interface ChannelCoverage {
  readonly name: string;
  readonly coverage: number;
}

/** A mark for each channel beside the line of what was promised. */
export function coverageByChannel(channels: readonly ChannelCoverage[], level: number): EChartsOption {
  const shares = [level, ...channels.map(({ coverage }) => coverage)];
  const [min, max] = [Math.max(0, Math.min(...shares) - 0.03), Math.min(1, Math.max(...shares) + 0.03)];
  const longest = Math.max(...channels.map(({ name }) => name.length));
  const names = channels.map(({ name }) => name);
  const label = { ...INK_LABEL, interval: 0, width: 110, overflow: 'truncate' } as const;
  return {
    grid: { ...GRID, left: Math.min(130, 16 + 6.5 * longest), right: 24, top: 32 },
    xAxis: valueAxis({ name: 'truths inside' }, { min, max, format: (value) => `${Math.round(100 * value)} %` }),
    yAxis: {
      ...categoryAxis({ name: '' }, names),
      ...{ inverse: true, axisLabel: label, splitLine: { show: true, lineStyle: { color: 'var(--rule)' } } },
    },
    series: [
      {
        ...{ type: 'scatter', silent: true, symbolSize: 9, itemStyle: { color: 'var(--student)' } },
        data: channels.map(({ coverage }, row) => [coverage, row]),
        markLine: {
          ...{ silent: true, symbol: 'none', precision: 6, lineStyle: DASHED, data: [{ xAxis: level }] },
          label: { ...INK_LABEL, position: 'start', formatter: `promised ${formatPercent(level)}` },
        },
      },
    ],
  };
}
