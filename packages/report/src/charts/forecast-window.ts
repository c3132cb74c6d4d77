import type { EChartsOption, LineSeriesOption } from 'echarts';
import type { ExampleChannel } from '../findings/example-windows';
import { categoryAxis, formatTick, GRID, LINE_LEGEND, valueAxis } from './axes';

/** Past and truth, and what student, twin and teacher said, in raw units. @param times text of each row, past first */
export function forecastWindow(channel: ExampleChannel, times: readonly string[]): EChartsOption {
  const { past, truth } = channel;
  const lead = past.map(() => null);
  // A forecast begins where the past ends, so that its first step is a line too.
  const joined = (values: readonly (number | null)[]) => [...lead.slice(1), past.at(-1) ?? null, ...values];
  return {
    grid: { ...GRID, top: 32, left: 48 },
    legend: { ...LINE_LEGEND, data: ['truth', 'teacher', 'student', 'twin'] },
    xAxis: { ...categoryAxis({ name: '' }, times), boundaryGap: false },
    yAxis: valueAxis({ name: '' }, { format: formatTick }),
    series: [
      {
        ...line('truth', 'truth', [...past, ...truth], { width: 1.6 }),
        markLine: {
          ...{ silent: true, symbol: 'none', label: { show: false } },
          lineStyle: { color: 'var(--quiet)', type: 'dashed' },
          data: [{ xAxis: Math.max(0, past.length - 1) }],
        },
      },
      ...(channel.interval ? intervalBand(joined(channel.interval.lower), joined(channel.interval.upper)) : []),
      line('teacher', 'teacher', joined(channel.teacher), { width: 1.8 }),
      line('twin', 'twin', joined(channel.twin), { width: 1.8, dashed: true }),
      line('student', 'student', joined(channel.student), { width: 2.4 }),
    ],
  };
}

/** The area between two lines: the lower one, unseen, and what stands upon it. */
function intervalBand(lower: (number | null)[], upper: (number | null)[]): LineSeriesOption[] {
  const unseen = { type: 'line', silent: true, symbol: 'none', lineStyle: { opacity: 0 } } as const;
  const stacked = { stack: 'interval', stackStrategy: 'all' } as const;
  const height = upper.map((value, row) => (value === null ? null : value - (lower[row] ?? value)));
  return [
    { ...unseen, ...stacked, name: 'lower', data: lower },
    { ...unseen, ...stacked, name: 'interval', data: height, areaStyle: { color: 'var(--student)', opacity: 0.16 } },
  ];
}

function line(
  name: string,
  role: string,
  data: (number | null)[],
  { width, dashed = false }: { readonly width: number; readonly dashed?: boolean },
): LineSeriesOption {
  const color = `var(--${role})`;
  return {
    ...{ name, type: 'line', silent: true, symbol: 'none', data, itemStyle: { color } },
    lineStyle: { color, width, type: dashed ? 'dashed' : 'solid' },
  };
}
