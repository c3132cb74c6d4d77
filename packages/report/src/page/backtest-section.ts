import { formatCount, formatPercent, meanError, type PeriodRow, plural, shareOfNaive } from '@tsdistill/contracts';
import { errorByPeriod, shareOfNaiveByPeriod } from '../charts/error-by-period';
import type { BacktestFacts } from '../facts/backtest-facts';
import { isNaiveFar, rankPeriods } from '../facts/period-errors';
import { numberText } from './errors-section';
import { type DataTable, figure, figures, section } from './figure';
import { html, type Html, type Part } from './html';

/** Errors over time, as a backtest of the experiment's student measured them; without one, how to make it. */
export function backtestSection(facts: BacktestFacts | null, experiment: string): Html {
  const frame = { id: 'backtest', title: 'Errors over time' };
  if (facts === null) return section({ ...frame, content: howToMake(experiment) });
  const doubts = doubtsOf(facts, experiment);
  return section({
    ...frame,
    lead: leadOf(facts),
    content: [
      doubts.length > 0 && html`<div class="warning" role="note">${doubts.map((text) => html`<p>${text}</p>`)}</div>`,
      figures(errorFigure(facts), naiveFigure(facts)),
    ],
  });
}

const howToMake = (experiment: string): Html =>
  html`<p class="lead">
    <code>npx tsdistill backtest ${experiment}</code> forecasts from rolling origins with the fixed student; the next
    report shows its errors by day, month or year here.
  </p>`;

function leadOf({ meta, span: [first, last], every, whose }: BacktestFacts): string {
  const origins = `${plural(meta.windowCount, 'origin')}${every > 1 ? ` (of each series one in ${formatCount(every)})` : ''}`;
  const seeds = meta.models.map(({ seed }) => seed ?? '–').join(', ');
  const student = whose === 'refreshed' ? 'student after its last refresh' : 'fixed student';
  const who = meta.models.length > 1 ? `mean over seeds ${seeds}` : `seed ${seeds}`;
  return `Backtest of the ${student}, ${who}: forecasts of ${plural(meta.horizon, 'step')} from ${origins}, ${first} … ${last} (${meta.timezone}).`;
}

/** What a reader must know before believing these errors. */
function doubtsOf({ whose, sameData, fittedCount, meta }: BacktestFacts, experiment: string): readonly Part[] {
  const stale = html`Stale: these are forecasts of other students than those of this page.
    <code>npx tsdistill backtest ${experiment}</code> makes the backtest again.`;
  const fitted = `${formatCount(fittedCount ?? 0)} of ${plural(meta.windowCount, 'window')} begin in rows that the student was fitted on: errors there flatter it.`;
  return [
    whose === 'other' && stale,
    whose === 'own' && !sameData && 'The rows are those of another data set than that of this page.',
    fittedCount !== null && fittedCount > 0 && fitted,
  ].filter((doubt) => doubt !== false);
}

function errorFigure({ summary, meta }: BacktestFacts): Html {
  const { periods, period, season } = summary;
  const far = isNaiveFar(periods)
    ? ` Seasonal naive ${season} lies far above the figure.`
    : ` Dashed: seasonal naive ${season}.`;
  const marks = meta.models.length > 1 ? ' Small marks: single seeds.' : '';
  return figure({
    id: 'backtest-errors',
    title: `Error by ${period}`,
    description: `${extremesOf(summary)}${far}${marks}`,
    option: errorByPeriod(summary),
    table: tableOf(summary),
  });
}

/** "MSE 0.0860 over all; least in 2001-05 (0.0750), most in 2001-06 (0.0905)." */
function extremesOf({ periods, overall, period }: BacktestFacts['summary']): string {
  const ranked = rankPeriods(periods);
  const [least, most] = [ranked.at(0), ranked.at(-1)];
  if (least === undefined || most === undefined) return 'Nothing of the truth is known yet.';
  const all = `MSE ${numberText(meanError(overall, 'mse'))} over all`;
  if (least === most) return `${all}, in one ${period}.`;
  return `${all}; least in ${least.start} (${numberText(least.mse)}), most in ${most.start} (${numberText(most.mse)}).`;
}

function naiveFigure({ summary }: BacktestFacts): Html {
  const { overall, period, season, periods } = summary;
  const share = shareOfNaive(overall);
  return figure({
    id: 'backtest-naive',
    title: `What is left of the naive error, by ${period}`,
    description: `The student’s MSE as a share of that of seasonal naive ${season}${share === null ? '' : `: ${formatPercent(share)} over all`}. A hard ${period} is hard for both; where bars grow, the student grows worse.`,
    option: shareOfNaiveByPeriod(summary),
    table: {
      head: [period, 'share'],
      rows: periods.map((row) => [row.start, percentText(shareOfNaive(row))]),
    },
  });
}

function tableOf({ periods, overall, period, season }: BacktestFacts['summary']): DataTable {
  const cells = (row: PeriodRow) => [
    formatCount(row.windowCount),
    numberText(meanError(row, 'mse')),
    numberText(meanError(row, 'mae')),
    numberText(meanError(row, 'rawMae')),
    percentText(meanError(row, 'wape')),
    numberText(row.naive.mse),
    percentText(shareOfNaive(row)),
  ];
  return {
    head: [period, 'windows', 'MSE', 'MAE', 'MAE raw', 'WAPE', `MSE naive ${season}`, 'share of naive'],
    rows: [...periods.map((row) => [row.start, ...cells(row)]), ['all', ...cells(overall)]],
  };
}

const percentText = (share: number | null): string | null => (share === null ? null : formatPercent(share));
