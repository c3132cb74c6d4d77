import {
  type EvaluationSummary,
  formatCount,
  formatInterval,
  formatPercent,
  formatSignificant,
  formatSigned,
  type LatencyByModel,
  plural,
} from '@tsdistill/contracts';
import { findRow, modelRows } from '../facts/model-rows';
import { documentPage } from './document-page';
import { scrolling } from './figure';
import { html, type Html } from './html';

export interface OverviewRow {
  readonly summary: EvaluationSummary;
  readonly latency: LatencyByModel;
  readonly link: string | null;
}

/** A number to sort by, and its text. */
interface Cell {
  readonly value: number | null;
  readonly text: string;
  readonly note?: string | null;
}

/** One row an experiment, verdict first. */
export function overviewPage(rows: readonly OverviewRow[]): string {
  return documentPage({
    title: 'Experiments – tsdistill',
    header: html`<p class="kicker">tsdistill report</p>
      <h1>Experiments</h1>
      <p class="scope">
        ${plural(rows.length, 'evaluated experiment')}. Differences are of the mean squared error; a heading sorts.
      </p>`,
    sections: {},
    main: scrolling('All experiments', overviewTable(rows)),
    footer: html`<p>Written by tsdistill. This page loads nothing.</p>`,
  });
}

const HEADINGS = [
  ...['against the twin', 'retention', 'against the teacher'],
  ...['parameters', 'times smaller', 'ms', 'times faster', 'MSE student', 'MSE twin', 'MSE teacher'],
];

function overviewTable(rows: readonly OverviewRow[]): Html {
  return html`<table class="models" data-sortable>
    <caption class="unseen">
      One row for each experiment
    </caption>
    <thead>
      <tr>
        <th scope="col">experiment</th>
        ${HEADINGS.map((title) => html`<th scope="col" aria-sort="none"><button type="button">${title}</button></th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${nameOf(row)}</th>
            ${cellsOf(row).map(
              ({ value, text, note }) =>
                html`<td${value !== null && html` data-value="${value}"`}>${text}${note != null && html`<br /><small>${note}</small>`}</td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function nameOf({ summary: { experiment, windowCount, split }, link }: OverviewRow): Html {
  const name = link === null ? html`${experiment}` : html`<a href="${link}">${experiment}</a>`;
  return html`${name} <small>${plural(windowCount, `${split} window`)}</small>`;
}

function cellsOf({ summary, latency }: OverviewRow): readonly Cell[] {
  const rows = modelRows(summary, latency, []);
  const [student, twin, teacher] = [findRow(rows, 'student'), findRow(rows, 'twin'), findRow(rows, 'teacher')];
  const { retention, nonInferiority, verdict, comparisons } = summary;
  const beside = comparisons.find(({ role, metric }) => role === 'twin' && metric === 'mse')?.relative;
  const kept = retention.kind === 'defined' ? retention.estimate : null;
  const ratio = (before: number | null | undefined, after: number | null | undefined) =>
    before == null || after == null ? null : before / after;
  const differenceOf = (estimate: typeof beside, outcome: string): Cell => ({
    value: estimate?.value ?? null,
    text: `${outcome}${estimate === undefined ? '' : ` (${formatSigned(estimate.value)})`}`,
    note: estimate?.interval ? formatInterval(estimate.interval) : null,
  });
  return [
    differenceOf(beside, verdict.outcome),
    {
      ...cell(kept?.value, formatPercent),
      note: kept?.interval ? `${formatPercent(kept.interval.lower)} … ${formatPercent(kept.interval.upper)}` : null,
    },
    differenceOf(nonInferiority.relative, nonInferiority.outcome),
    cell(student?.parameters, formatCount),
    cell(ratio(teacher?.parameters, student?.parameters), formatSignificant),
    cell(student?.ms1, formatSignificant),
    cell(ratio(teacher?.ms1, student?.ms1), formatSignificant),
    ...[student, twin, teacher].map((row) => cell(row?.mean['mse'], (mse) => mse.toFixed(4))),
  ];
}

function cell(value: number | null | undefined, format: (known: number) => string): Cell {
  return value == null ? { value: null, text: '–' } : { value, text: format(value) };
}
