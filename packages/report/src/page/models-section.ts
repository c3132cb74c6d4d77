import { formatCount, formatPercent, formatSignificant, weightText } from '@tsdistill/contracts';
import { accuracyAgainst, type Cost } from '../charts/accuracy-against';
import { levelName } from '../charts/interval-charts';
import type { ModelRow } from '../facts/model-rows';
import { levelsOf, sharesOf } from '../facts/quantile-calibration';
import { figure, figures, scrolling, section, sortHeading } from './figure';
import { html, type Html } from './html';

interface Column {
  readonly title: string;
  readonly explanation?: string;
  readonly value: (row: ModelRow) => number | null;
  readonly format: (value: number) => string;
  /** What is marked as best; absent = nothing is. */
  readonly best?: 'least' | 'most';
  /** Standard deviation over seeds, shown behind the value. */
  readonly spread?: (row: ModelRow) => number | null;
}

const loss = (value: number): string => (value < 10 ? value.toFixed(4) : formatSignificant(value));
const percent = (value: number): string => (100 * value).toFixed(1);
const metric = (name: string) => (row: ModelRow) => row.mean[name] ?? null;
const spread = (name: string) => (row: ModelRow) => row.sd[name] ?? null;

const COLUMNS: readonly Column[] = [
  { title: 'parameters', value: (row) => row.parameters, format: formatCount, best: 'least' },
  { title: 'kB', value: (row) => row.kilobytes, format: formatSignificant, best: 'least' },
  {
    title: 'MSE',
    explanation: 'standardized',
    value: metric('mse'),
    format: loss,
    best: 'least',
    spread: spread('mse'),
  },
  {
    title: 'MAE',
    explanation: 'standardized',
    value: metric('mae'),
    format: loss,
    best: 'least',
    spread: spread('mae'),
  },
  { title: 'MAE', explanation: 'raw units', value: metric('rawMae'), format: formatSignificant, best: 'least' },
  { title: 'WAPE %', value: metric('wape'), format: percent, best: 'least' },
  { title: 'sMAPE %', value: metric('smape'), format: percent, best: 'least' },
  { title: 'MASE', value: metric('mase'), format: formatSignificant, best: 'least' },
  { title: 'R²', value: metric('r2'), format: (value) => value.toFixed(3).replace('-', '−'), best: 'most' },
  { title: 'retention', value: (row) => row.retention, format: formatPercent },
  { title: 'ms', explanation: '1 window', value: (row) => row.ms1, format: formatSignificant, best: 'least' },
  { title: 'ms', explanation: '32 windows', value: (row) => row.ms32, format: formatSignificant, best: 'least' },
  {
    title: 'train s',
    explanation: 'one training',
    value: (row) => row.trainingSeconds,
    format: formatSignificant,
    best: 'least',
  },
];

/** Pinball loss and coverage, where a model forecasts quantiles. */
function quantileColumns(rows: readonly ModelRow[]): readonly Column[] {
  const levels = levelsOf(rows.map(({ mean }) => sharesOf('coverage', mean)));
  if (levels.length === 0 && rows.every((row) => metric('pinball')(row) === null)) return [];
  return [
    {
      title: 'pinball',
      explanation: 'standardized',
      value: metric('pinball'),
      format: loss,
      best: 'least',
      spread: spread('pinball'),
    },
    ...levels.map((level) => ({
      title: `in ${levelName(level)}`,
      explanation: 'quantiles',
      value: metric(`coverage${level}`),
      format: formatPercent,
    })),
  ];
}

/** Those of quantiles behind the errors. */
function columnsOf(rows: readonly ModelRow[]): readonly Column[] {
  const place = COLUMNS.findIndex(({ title }) => title === 'retention');
  return [...COLUMNS.slice(0, place), ...quantileColumns(rows), ...COLUMNS.slice(place)];
}

export function modelsSection(rows: readonly ModelRow[]): Html {
  return section({
    id: 'models',
    title: 'All models',
    lead: 'The best of each column is set in bold with a star; ± is the standard deviation over seeds. Choose a heading to sort.',
    content: [
      scrolling('Table of all models', modelTable(rows)),
      figures(
        costFigure('parameters', 'Accuracy against size', rows),
        costFigure('ms1', 'Accuracy against latency', rows),
        costFigure('trainingSeconds', 'Accuracy against training time', rows),
      ),
    ],
  });
}

function modelTable(rows: readonly ModelRow[]): Html {
  const columns = columnsOf(rows);
  return html`<table class="models" data-sortable>
    <caption class="unseen">
      Metrics, size, latency and training time of every model
    </caption>
    <thead>
      <tr>
        <th scope="col">model</th>
        ${columns.map(sortHeading)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${modelName(row)}</th>
            ${columns.map((column) => valueCell(column, row, rows))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function modelName({ role, name, tuned, weight, leaks, seedCount }: ModelRow): Html {
  const notes = [
    ...(tuned ? ['tuned'] : []),
    ...(weight ? [`weight ${weightText(weight)}`] : []),
    ...(seedCount > 1 ? [`${seedCount} seeds`] : []),
    ...(leaks ? ['not to be trusted'] : []),
  ];
  return html`<span class="dot ${role}"></span>${role} <small>${[name, ...notes].join(', ')}</small>`;
}

function valueCell({ value, format, best, spread: spreadOf }: Column, row: ModelRow, rows: readonly ModelRow[]): Html {
  const own = value(row);
  if (own === null) return html`<td>–</td>`;
  const all = rows.flatMap((one) => value(one) ?? []);
  const isBest =
    best !== undefined && all.length > 1 && own === (best === 'least' ? Math.min(...all) : Math.max(...all));
  const sd = spreadOf?.(row) ?? null;
  const text = isBest ? html`<strong>${format(own)}<span title="best">*</span></strong>` : format(own);
  return html`<td data-value="${own}">
    ${text}${sd !== null && html`<small class="spread"> ±${loss(sd).replace(/^0/, '')}</small>`}
  </td>`;
}

const COST_UNITS: Readonly<Record<Cost, string>> = { parameters: 'parameters', ms1: 'ms', trainingSeconds: 's' };

function costFigure(cost: Cost, title: string, rows: readonly ModelRow[]): Html | false {
  const placed = rows.filter((row) => row[cost] !== null && row.mean['mse'] != null);
  if (placed.length === 0) return false;
  return figure({
    id: `against-${cost}`,
    title,
    description:
      'Lower is more accurate, further left is cheaper. Large marks: means; small ones: single seeds. What has no known cost is left out.',
    option: accuracyAgainst(cost, rows),
    table: {
      head: ['model', COST_UNITS[cost], 'MSE'],
      rows: placed.map((row) => [
        `${row.role} ${row.name}`,
        formatSignificant(row[cost] ?? 0),
        loss(row.mean['mse'] ?? 0),
      ]),
    },
  });
}
