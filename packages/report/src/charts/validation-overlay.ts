import type { EChartsOption } from 'echarts';
import type { Training } from '../facts/model-group';
import { epochAxis, GRID, LINE_LEGEND, lossTick, valueAxis } from './axes';
import { legendTop } from './error-by-step';

/** The trainings of one name, and the role that gives them their colour. */
export interface NamedTraining {
  readonly name: string;
  readonly role: string;
  readonly runs: Training['runs'];
}

/** Validation loss by epoch of several trainings, one line a seed. */
export function validationOverlay(trainings: readonly NamedTraining[]): EChartsOption {
  const epochs = Math.max(...trainings.flatMap(({ runs }) => runs.map(({ history }) => history.length)));
  const names = trainings.map(({ name }) => name);
  return {
    grid: { ...GRID, left: 58, top: legendTop(names) },
    legend: { ...LINE_LEGEND, data: names },
    xAxis: epochAxis(epochs),
    yAxis: valueAxis({ name: 'validation loss', gap: 46 }, { format: lossTick }),
    series: trainings.flatMap(({ name, role, runs }) => {
      const color = `var(--${role})`;
      return runs.map(({ history }) => ({
        ...{ name, type: 'line' as const, silent: true, symbol: 'none', itemStyle: { color } },
        ...{ data: history.map(({ validation }) => validation), lineStyle: { color, width: 1.6, opacity: 0.85 } },
      }));
    }),
  };
}
