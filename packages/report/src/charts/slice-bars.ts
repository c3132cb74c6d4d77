import { formatSigned } from '@tsdistill/contracts';
import type { EChartsOption } from 'echarts';
import type { Slice } from '../findings/slices';
import { categoryAxis, GRID, INK_LABEL, valueAxis } from './axes';

export const slicesHeight = (rowCount: number): number => 62 + 22 * rowCount;
export const sliceName = ({ dimension, value }: Slice): string => `${dimension} ${value}`;
export const lossBeside = ({ student, teacher }: Slice): number => student / teacher - 1;

/** How much more than its teacher's the student's mse is, slice by slice. */
export function sliceBars(slices: readonly Slice[]): EChartsOption {
  return {
    grid: { ...GRID, left: 128, right: 48 },
    xAxis: {
      ...valueAxis(
        { name: 'student’s MSE beside the teacher’s' },
        { format: (value) => `${Math.round(100 * value)} %` },
      ),
      scale: false,
      splitNumber: 4,
    },
    yAxis: {
      ...categoryAxis({ name: '' }, slices.map(sliceName)),
      inverse: true,
      axisLabel: { ...INK_LABEL, interval: 0, width: 116, overflow: 'truncate' },
    },
    series: [
      {
        ...{ type: 'bar', silent: true, barWidth: 11 },
        data: slices.map((slice) => ({
          value: lossBeside(slice),
          itemStyle: { color: lossBeside(slice) > 0 ? 'var(--student)' : 'var(--teacher)' },
          label: { position: lossBeside(slice) > 0 ? 'right' : 'left' },
        })),
        label: { ...INK_LABEL, show: true, formatter: ({ value }: { value: unknown }) => formatSigned(Number(value)) },
      },
    ],
  };
}
