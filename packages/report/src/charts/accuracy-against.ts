import type { EChartsOption } from 'echarts';
import type { ModelRow } from '../facts/model-rows';
import { GRID, INK_LABEL, logAxis, valueAxis } from './axes';

export type Cost = 'parameters' | 'ms1' | 'trainingSeconds';

const NAMES: Readonly<Record<Cost, string>> = {
  parameters: 'parameters, log scale',
  ms1: 'ms for one window, log scale',
  trainingSeconds: 'seconds of one training, log scale',
};
export const SYMBOLS: Readonly<Record<string, string>> = {
  teacher: 'rect',
  student: 'circle',
  twin: 'triangle',
  placebo: 'diamond',
  rival: 'roundRect',
  member: 'rect',
};

/** Mean mse against what a model costs; the seeds as small marks. Models whose cost nobody knows have no place. */
export function accuracyAgainst(cost: Cost, models: readonly ModelRow[]): EChartsOption {
  const placed = models.flatMap((model) => {
    const [x, y] = [model[cost], model.mean['mse']];
    return x === null || y == null ? [] : [{ model, x, y }];
  });
  const xs = placed.map(({ x }) => x);
  return {
    grid: { ...GRID, left: 58 },
    xAxis: logAxis({ name: NAMES[cost] }, { min: tenBelow(Math.min(...xs)), max: 1 / tenBelow(1 / Math.max(...xs)) }),
    yAxis: valueAxis({ name: 'MSE, standardized', gap: 46 }, { format: (mse) => mse.toPrecision(3) }),
    series: placed.flatMap(({ model, x, y }) => {
      const look = { type: 'scatter', silent: true, symbol: SYMBOLS[model.role] ?? 'circle' } as const;
      const color = `var(--${model.role})`;
      return [
        { ...look, symbolSize: 5, itemStyle: { color, opacity: 0.5 }, data: model.runs.map((mse) => [x, mse]) },
        {
          ...look,
          symbolSize: 12,
          itemStyle: { color },
          data: [{ name: model.role, value: [x, y] }],
          label: {
            ...INK_LABEL,
            show: true,
            formatter: '{b}',
            position: model.role === 'student' ? 'left' : 'right',
            color,
          },
        },
      ];
    }),
  };
}

/** The power of ten that keeps a mark off the frame. */
const tenBelow = (value: number): number => 10 ** Math.floor(Math.log10(value / 3));
