import Table from 'cli-table3';
import { formatCount, formatPercent, levelText, NO_INTERVAL, plural } from './phrases';
import type { EvaluationSummary, ModelSummary, Role } from './summary';

/** Median time of one call by batch size; what was not measured is left out. */
export type LatencyByRole = Partial<Record<Role, readonly { readonly batch: number; readonly p50Ms: number }[]>>;

const WIDTH = 120;
const GAP = '  ';
const NONE = '–';

interface Column {
  readonly title: string;
  /** One a model. */
  readonly cells: readonly string[];
}

/**
 * The closing table of an experiment: one row a model, best values marked, then what it means in sentences.
 *
 * Plain text without colour codes, at most 120 columns, so that it reads the same in a terminal and in a log.
 */
export function renderEvaluation(summary: EvaluationSummary, latency: LatencyByRole): string {
  const { models } = summary;
  const columns = [
    { title: '', cells: models.map(({ role }) => role) },
    { title: '', cells: models.map(({ name }) => name) },
    ...sizeColumns(models),
    ...errorColumns(models),
    ...latencyColumns(models, latency),
    retentionColumn(summary),
  ];
  const legend = '* best of its column   ± standard deviation over seeds   ms × 32: median of one call with 32 windows';
  return [titleOf(summary), drawTable(columns), legend, '', ...sentencesOf(summary)].join('\n');
}

function titleOf({ experiment, windowCount, horizon, channels, models }: EvaluationSummary): string {
  const seedCount = models.find(({ role }) => role === 'student')?.runs.length ?? 0;
  const facts = [plural(windowCount, 'test window'), plural(horizon, 'step'), plural(channels.length, 'channel')];
  return `${experiment}: ${facts.join(' × ')}, ${plural(seedCount, 'seed')}`;
}

function sizeColumns(models: readonly ModelSummary[]): Column[] {
  const kilobytes = (bytes: number) => formatSignificant(bytes / 1000);
  return [
    { title: 'params', cells: models.map(({ parameterCount }) => orNone(parameterCount, formatCount)) },
    { title: 'kB', cells: models.map(({ byteCount }) => orNone(byteCount, kilobytes)) },
  ];
}

function errorColumns(models: readonly ModelSummary[]): Column[] {
  const standardized = (name: 'mse' | 'mae') => {
    const cells = markBest(models, name, formatLoss);
    const spreads = models.map(({ sd }) => (sd[name] === null ? '' : ` ±${formatLoss(sd[name]).replace(/^0/, '')}`));
    const width = Math.max(...spreads.map(({ length }) => length));
    return cells.map((cell, model) => cell + (spreads[model] ?? '').padEnd(width));
  };
  return [
    { title: 'MSE\nstandardized', cells: standardized('mse') },
    { title: 'MAE\nstandardized', cells: standardized('mae') },
    { title: 'MAE\nraw', cells: markBest(models, 'rawMae', formatSignificant) },
    { title: 'WAPE\n%', cells: markBest(models, 'wape', (wape) => (100 * wape).toFixed(1)) },
  ];
}

/** Means over seeds, the smallest with a star; the others keep its place free, so that digits stay below each other. */
function markBest(
  models: readonly ModelSummary[],
  metric: 'mse' | 'mae' | 'rawMae' | 'wape',
  format: (value: number) => string,
): string[] {
  const best = Math.min(...models.map(({ mean }) => mean[metric] ?? Infinity));
  return models.map(({ mean }) => orNone(mean[metric], format) + (mean[metric] === best ? '*' : ' '));
}

function latencyColumns(models: readonly ModelSummary[], latency: LatencyByRole): Column[] {
  const median = (role: Role, batch: number) => latency[role]?.find((entry) => entry.batch === batch)?.p50Ms ?? null;
  return [1, 32].map((batch) => ({
    title: `ms\n× ${batch}`,
    cells: models.map(({ role }) => orNone(median(role, batch), formatSignificant)),
  }));
}

/** (naive - model) / (naive - teacher) of the mean losses; baselines have none. */
function retentionColumn({ retention, models }: EvaluationSummary): Column {
  const naiveName = retention.kind === 'defined' ? retention.naive : undefined;
  const naive = models.find(({ role, name }) => role === 'baseline' && name === naiveName)?.mean.mse ?? null;
  const teacher = models.find(({ role }) => role === 'teacher')?.mean.mse ?? null;
  const kept = ({ role, mean }: ModelSummary): number | null => {
    if (role === 'baseline' || naive === null || teacher === null || mean.mse === null) return null;
    return (naive - mean.mse) / (naive - teacher);
  };
  return { title: 'retention', cells: models.map((model) => orNone(kept(model), formatPercent)) };
}

function sentencesOf({ verdict, nonInferiority, retention, bootstrap }: EvaluationSummary): string[] {
  return [verdict.sentence, nonInferiority.sentence, retentionText(retention, bootstrap.level)];
}

function retentionText(retention: EvaluationSummary['retention'], level: number): string {
  if (retention.kind === 'undefined') return `Retention is not defined: ${retention.reason}.`;
  const { value, interval } = retention.estimate;
  const bounds = interval && `${formatPercent(interval.lower)} … ${formatPercent(interval.upper)}`;
  const range = bounds === null ? NO_INTERVAL : `${levelText(level)} ${bounds}`;
  return `The student keeps ${formatPercent(value)} of the teacher's skill over ${retention.naive} (${range}).`;
}

/** Rules above, below the head and at the end; names, the second column, are cut where the table would be too wide. */
function drawTable(columns: readonly Column[]): string {
  const widths = columns.map(({ title, cells }) =>
    Math.max(...[...title.split('\n'), ...cells].map(({ length }) => length)),
  );
  const excess = Math.max(0, widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - WIDTH);
  const table = new Table({
    head: columns.map(({ title }) => title),
    chars: { ...FRAME, middle: GAP },
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    colAligns: columns.map((_, column) => (column < 2 ? 'left' : 'right')),
    colWidths: widths.map((width, column) => (column === 1 ? width - excess : width)),
  });
  table.push(...(columns[0]?.cells ?? []).map((_, row) => columns.map(({ cells }) => cells[row] ?? '')));
  return table.toString().replace(/ +$/gm, '');
}

/** Horizontal rules only. */
const FRAME = {
  ...{ top: '─', 'top-mid': '──', 'top-left': '', 'top-right': '' },
  ...{ mid: '─', 'mid-mid': '──', 'left-mid': '', 'right-mid': '', left: '', right: '' },
  ...{ bottom: '─', 'bottom-mid': '──', 'bottom-left': '', 'bottom-right': '' },
};

const formatLoss = (loss: number): string => (loss < 10 ? loss.toFixed(4) : formatSignificant(loss));

function orNone(value: number | null, format: (known: number) => string): string {
  return value === null ? NONE : format(value);
}

/** Three digits, or all before the point: 0.0312, 12.3, 1,134. */
function formatSignificant(value: number): string {
  if (value >= 100) return formatCount(Math.round(value));
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3, minimumSignificantDigits: 3 });
}
