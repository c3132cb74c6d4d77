import { plural } from '@tsdistill/contracts';
import { modelRows } from '../facts/model-rows';
import type { Report } from '../report';
import { backtestSection } from './backtest-section';
import { besideSection } from './beside-section';
import { dataSection } from './data-section';
import { documentPage } from './document-page';
import { errorsSection } from './errors-section';
import { forecastsSection } from './forecasts-section';
import { html } from './html';
import { intervalsSection } from './intervals-section';
import { makingSection } from './making-section';
import { modelsSection } from './models-section';
import { quantilesSection } from './quantiles-section';
import { residualsSection } from './residuals-section';
import { trainingSection } from './training-section';
import { verdictSection } from './verdict-section';

const SECTIONS = {
  verdict: 'Verdict',
  beside: 'Beside',
  models: 'Models',
  errors: 'Errors',
  backtest: 'Over time',
  forecasts: 'Forecasts',
  intervals: 'Intervals',
  quantiles: 'Quantiles',
  training: 'Training',
  residuals: 'Residuals',
  data: 'Data',
  making: 'How it was made',
};

/** The page of one experiment: what it is worth first, then why, then how it was made. */
export function reportPage(report: Report): string {
  const { summary } = report;
  const rows = modelRows(summary, report.latency, report.trainings);
  const seedCount = summary.models.find(({ role }) => role === 'student')?.runs.length ?? 0;
  const quantiles = quantilesSection(summary);
  const absent = Object.entries({ intervals: summary.intervals, beside: report.beside, quantiles })
    .filter(([, content]) => !content)
    .map(([id]) => id);
  const shown = Object.entries(SECTIONS).filter(([id]) => !absent.includes(id));
  return documentPage({
    title: `${summary.experiment} – tsdistill`,
    header: html`<p class="kicker">tsdistill report</p>
      <h1>${summary.experiment}</h1>
      <p class="headline">${summary.verdict.sentence} ${summary.nonInferiority.sentence}</p>
      <p class="scope">
        ${plural(summary.windowCount, `${summary.split} window`)} × ${plural(summary.horizon, 'step')} ×
        ${plural(summary.channels.length, 'channel')}, ${plural(seedCount, 'seed')}
      </p>`,
    sections: Object.fromEntries(shown),
    main: [
      verdictSection(report, rows),
      report.beside && besideSection(report, report.beside),
      modelsSection(rows),
      errorsSection(report),
      backtestSection(report.backtest, summary.experiment),
      forecastsSection(report),
      intervalsSection(summary),
      quantiles,
      trainingSection(report.trainings),
      residualsSection(report),
      dataSection(report.data),
      makingSection(report),
    ],
    footer: html`<p>
      Written by tsdistill. This page loads nothing: it can be kept, mailed and read without a network.
    </p>`,
  });
}
