import {
  formatCount,
  formatInterval,
  formatPercent,
  formatSignificant,
  formatSigned,
  type EvaluationSummary,
  plural,
} from '@tsdistill/contracts';
import { findRow, modelRows } from '../facts/model-rows';
import { TEACHER_ANSWERS, type Tone, TWIN_ANSWERS } from './answers';
import { linked, sortHeading } from './figure';
import { html, type Html } from './html';
import type { LinkTo, OverviewRow } from '../overview';

/** A number to sort by, and its text. */
interface Cell {
  readonly value: number | null;
  readonly text: string;
  readonly answer?: readonly [text: string, tone: Tone];
  readonly note?: string | null;
}

const HEADINGS = [
  { title: 'against its twin', explanation: 'did the teacher help?' },
  { title: 'against its teacher', explanation: 'does it keep up?' },
  { title: 'retention', explanation: 'of the teacher’s skill' },
  { title: 'parameters', explanation: 'student' },
  { title: 'size', explanation: 'teacher ÷ student' },
  { title: 'ms', explanation: 'one window' },
  { title: 'speed', explanation: 'teacher ÷ student' },
  ...['student', 'twin', 'teacher'].map((title) => ({ title, explanation: 'MSE' })),
];

export function overviewTable(rows: readonly OverviewRow[], linkTo: LinkTo): Html {
  return html`<table class="models experiments" data-sortable>
    <caption class="unseen">
      One row for each experiment
    </caption>
    <thead>
      <tr>
        <th scope="col">experiment</th>
        ${HEADINGS.map(sortHeading)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${nameOf(row, linkTo)}</th>
            ${cellsOf(row).map(cellOf)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function nameOf({ summary: { experiment, windowCount, split }, grid }: OverviewRow, linkTo: LinkTo): Html {
  const windows = plural(windowCount, `${split} window`);
  const best = grid?.members[0]?.label;
  return html`${linked(experiment, linkTo(experiment))}
    <small>${windows}</small> ${best !== undefined && html`<small>grid, best: ${best}</small>`}`;
}

function cellOf({ value, text, answer, note }: Cell): Html {
  const said = answer && html`<strong class="${answer[1]}">${answer[0]}</strong> `;
  return html`<td${value !== null && html` data-value="${value}"`}>${said}${text}${note != null && html`<br /><small>${note}</small>`}</td>`;
}

type Estimate = EvaluationSummary['nonInferiority']['relative'];

function cellsOf({ summary, latency }: OverviewRow): readonly Cell[] {
  const rows = modelRows(summary, latency, []);
  const [student, twin, teacher] = [findRow(rows, 'student'), findRow(rows, 'twin'), findRow(rows, 'teacher')];
  const { retention, nonInferiority, verdict, comparisons } = summary;
  const beside = comparisons.find(({ role, metric }) => role === 'twin' && metric === 'mse')?.relative;
  const isVoid = verdict.outcome === 'void';
  const kept = retention.kind === 'defined' ? retention.estimate : undefined;
  return [
    { ...estimated(beside, formatSigned), answer: TWIN_ANSWERS[verdict.outcome] },
    { ...estimated(nonInferiority.relative, formatSigned), answer: TEACHER_ANSWERS[nonInferiority.outcome] },
    { ...estimated(kept, formatPercent), ...(kept && isVoid && { answer: TWIN_ANSWERS.void }) },
    cell(student?.parameters, formatCount),
    cell(ratio(teacher?.parameters, student?.parameters), times),
    cell(student?.ms1, formatSignificant),
    cell(ratio(teacher?.ms1, student?.ms1), times),
    ...[student, twin, teacher].map((row) => cell(row?.mean['mse'], (mse) => mse.toFixed(4))),
  ];
}

const times = (value: number): string => `${formatSignificant(value)}×`;

function estimated(estimate: Estimate | undefined, format: (value: number) => string): Cell {
  const { interval } = estimate ?? {};
  const range = format === formatSigned ? formatInterval : plainInterval;
  return { ...cell(estimate?.value, format), note: interval ? range(interval) : null };
}

const plainInterval = ({ lower, upper }: { readonly lower: number; readonly upper: number }): string =>
  `${formatPercent(lower)} … ${formatPercent(upper)}`;

function ratio(before: number | null | undefined, after: number | null | undefined): number | null {
  return before == null || after == null ? null : before / after;
}

function cell(value: number | null | undefined, format: (known: number) => string): Cell {
  return value == null ? { value: null, text: '–' } : { value, text: format(value) };
}
