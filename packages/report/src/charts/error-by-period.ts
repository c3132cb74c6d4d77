import { type BacktestSummary, meanError, shareOfNaive } from '@tsdistill/contracts';
import type { EChartsOption, LineSeriesOption } from 'echarts';
import { isNaiveFar } from '../facts/period-errors';
import { categoryAxis, GRID, INK_LABEL, LINE_LEGEND, lossTick, valueAxis } from './axes';

type Period = BacktestSummary['periods'][number];
const WIDE = { ...GRID, left: 58, top: 32 };

/** The students' mse by day, month or year, each seed as a small mark; beside it how hard the period was for a naive forecast. */
export function errorByPeriod({ periods, period, season }: BacktestSummary): EChartsOption {
  const student = periods.map((one) => meanError(one, 'mse'));
  const naive = periods.map((one) => one.naive.mse);
  const lines = [
    line('student', 'student', student),
    ...(isNaiveFar(periods) ? [] : [line(`seasonal naive ${season}`, 'baseline', naive)]),
  ];
  const seeds = periods.flatMap(({ models }, place) => models.map(({ mse }) => [place, mse]));
  return {
    grid: WIDE,
    legend: { ...LINE_LEGEND, data: lines.map(({ name }) => `${name}`) },
    xAxis: periodAxis(periods, period),
    yAxis: valueAxis({ name: 'MSE, standardized', gap: 46 }, { format: lossTick }),
    series: [
      ...lines,
      {
        ...{ type: 'scatter', silent: true, symbolSize: 4, itemStyle: { color: 'var(--student)', opacity: 0.6 } },
        data: seeds.filter(([, mse]) => mse !== null),
      },
    ],
  };
}

/** What the student leaves of the naive forecast's error: below the line it is the better of the two. */
export function shareOfNaiveByPeriod({ periods, period, season }: BacktestSummary): EChartsOption {
  const max = 1.1 * Math.max(1, ...periods.map((one) => shareOfNaive(one) ?? 0));
  return {
    grid: WIDE,
    xAxis: periodAxis(periods, period),
    yAxis: valueAxis({ name: '', gap: 46 }, { format: (share) => `${Math.round(100 * share)} %`, min: 0, max }),
    series: [
      {
        ...{ type: 'bar', silent: true, barMaxWidth: 34, itemStyle: { color: 'var(--student)', opacity: 0.8 } },
        data: periods.map(shareOfNaive),
        markLine: {
          ...{ silent: true, symbol: 'none', data: [{ yAxis: 1 }] },
          lineStyle: { color: 'var(--baseline)', type: 'dashed', width: 1 },
          label: { ...INK_LABEL, position: 'insideEndTop', formatter: `seasonal naive ${season}` },
        },
      },
    ],
  };
}

const periodAxis = (periods: readonly Period[], name: string) =>
  categoryAxis(
    { name },
    periods.map(({ start }) => start),
  );

/** With more periods than this, marks are a string of beads. */
const MOST_MARKS = 12;

function line(name: string, role: 'student' | 'baseline', data: (number | null)[]): LineSeriesOption {
  const [color, isStudent] = [`var(--${role})`, role === 'student'];
  return {
    ...{ name, type: 'line', silent: true, symbol: data.length > MOST_MARKS ? 'none' : 'circle', symbolSize: 6, data },
    itemStyle: { color },
    lineStyle: { color, width: isStudent ? 2.4 : 1.5, type: isStudent ? 'solid' : 'dashed' },
  };
}
