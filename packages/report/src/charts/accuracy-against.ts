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
  const placed = placeModels(cost, models);
  const xs = placed.map(({ x }) => x);
  const [min, max] = [tenBelow(Math.min(...xs)), 1 / tenBelow(1 / Math.max(...xs))];
  const left = leftLabelled(placed, Math.log10(max / min));
  return {
    grid: { ...GRID, left: 58 },
    xAxis: logAxis({ name: NAMES[cost] }, { min, max }),
    yAxis: valueAxis({ name: 'MSE, standardized', gap: 46 }, { format: (mse) => mse.toPrecision(3) }),
    series: placed.flatMap((place) => {
      const { model, x, y } = place;
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
            position: left.includes(place) ? 'left' : 'right',
            color,
          },
        },
      ];
    }),
  };
}

/** A model in the chart. */
interface Place {
  readonly model: Pick<ModelRow, 'role'>;
  readonly x: number;
  readonly y: number;
}

function placeModels(cost: Cost, models: readonly ModelRow[]) {
  return models.flatMap((model) => {
    const [x, y] = [model[cost], model.mean['mse']];
    return x === null || y == null ? [] : [{ model, x, y }];
  });
}

/** Marks closer than these shares of the width and the height have labels that overlap. */
const NEAR = { x: 0.2, y: 0.08 };

/**
 * Those whose label stands on the left, since another mark lies close by on the right; of two above each other the student.
 *
 * @param decades that the x axis is long
 */
export function leftLabelled<P extends Place>(places: readonly P[], decades: number): readonly P[] {
  const ys = places.map(({ y }) => y);
  const height = Math.max(...ys) - Math.min(...ys);
  const isNear = (a: Place, b: Place) =>
    Math.abs(Math.log10(a.x / b.x)) < NEAR.x * decades && Math.abs(a.y - b.y) <= NEAR.y * height;
  const yields = (one: Place, other: Place) => other.x > one.x || (other.x === one.x && one.model.role === 'student');
  return places.filter((one) => places.some((other) => other !== one && isNear(one, other) && yields(one, other)));
}

/** The power of ten that keeps a mark off the frame. */
const tenBelow = (value: number): number => 10 ** Math.floor(Math.log10(value / 3));
