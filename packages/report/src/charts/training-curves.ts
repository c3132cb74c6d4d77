import type { EChartsOption, LineSeriesOption } from 'echarts';
import type { Training } from '../facts/model-group';
import { epochAxis, GRID, LINE_LEGEND, lossTick, valueAxis } from './axes';
import { legendTop } from './error-by-step';

/** In the history of a training, but no loss. */
const NO_LOSS = ['gradientNorm'];
/** The soft term has the teacher's colour. */
const COLOURS: Readonly<Record<string, string>> = {
  validation: 'var(--ink)',
  loss: 'var(--rival)',
  hard: 'var(--placebo)',
  soft: 'var(--teacher)',
};
const OTHER = 'var(--twin)';

/** Names of the loss terms, the whole first. */
export function lossTerms({ runs }: Training): readonly string[] {
  const names = new Set(runs.flatMap(({ history }) => history.flatMap(({ train }) => Object.keys(train))));
  const terms = [...names].filter((name) => !NO_LOSS.includes(name));
  // One term is the whole.
  return terms.length === 2 && terms.includes('loss') ? ['loss'] : terms;
}

/** Each loss term and the validation loss by epoch, one line a seed, with a mark at the best epoch. */
export function trainingCurves(training: Training): EChartsOption {
  const terms = lossTerms(training);
  const names = ['validation', ...terms];
  const epochs = Math.max(...training.runs.map(({ history }) => history.length));
  const lines = training.runs.flatMap(({ history, bestEpoch }) => [
    ...terms.map((term) =>
      line(
        term,
        COLOURS[term] ?? OTHER,
        history.map(({ train }) => train[term] ?? null),
        null,
      ),
    ),
    line(
      'validation',
      'var(--ink)',
      history.map(({ validation }) => validation),
      bestEpoch,
    ),
  ]);
  return {
    grid: { ...GRID, left: 58, top: legendTop(names) },
    legend: { ...LINE_LEGEND, data: names },
    xAxis: epochAxis(epochs),
    yAxis: valueAxis({ name: 'loss', gap: 46 }, { max: topOf(training), format: lossTick }),
    series: lines,
  };
}

/** Losses of the first epoch are often far above all others: the axis ends a little above the second. */
function topOf({ runs }: Training): number {
  const later = runs.flatMap(({ history }) =>
    history
      .slice(history.length > 1 ? 1 : 0)
      .flatMap(({ train, validation }) => [
        ...Object.entries(train).flatMap(([term, loss]) => (NO_LOSS.includes(term) ? [] : [loss])),
        validation,
      ]),
  );
  return Number((1.05 * Math.max(...later)).toPrecision(3));
}

function line(name: string, color: string, data: (number | null)[], bestEpoch: number | null): LineSeriesOption {
  return {
    ...{ name, type: 'line', silent: true, symbol: 'none', data, itemStyle: { color } },
    lineStyle: { color, width: name === 'validation' ? 2 : 1.3, opacity: 0.85 },
    ...(bestEpoch !== null && {
      markPoint: {
        ...{ silent: true, symbol: 'circle', symbolSize: 7, itemStyle: { color }, label: { show: false } },
        data: [{ name: 'kept', coord: [bestEpoch - 1, data[bestEpoch - 1] ?? 0] }],
      },
    }),
  };
}
