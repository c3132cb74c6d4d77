import {
  chosenText,
  formatCount,
  formatPercent,
  formatSignificant,
  keptSkill,
  type LatencyByModel,
  latencyKey,
  plural,
  sawJudgedRows,
  weightText,
} from '@tsdistill/contracts';
import { type Column, drawTable } from './draw-table';
import { headlineOf } from './headline';
import { sentencesOf } from './sentences';
import type { EvaluationSummary, ModelSummary } from './summary';

const NONE = '–';

/**
 * The closing table of an experiment: what it is worth, one row a model, best values marked, what it means in sentences.
 *
 * Plain text without colour codes, the table at most 120 columns if names can be cut so far, so that it reads the same in a terminal and in a log.
 */
export function renderEvaluation(summary: EvaluationSummary, latency: LatencyByModel): string {
  const { models, experiment } = summary;
  const columns = [
    { title: '', cells: models.map((model) => model.role + (sawJudgedRows(summary, model) ? '†' : '')) },
    { title: '', cells: models.map(({ name, tuned }) => (tuned ? `${name}, tuned` : name)) },
    ...sizeColumns(models),
    ...errorColumns(models),
    ...quantileColumns(models),
    ...latencyColumns(models, latency),
    retentionColumn(summary),
  ];
  const legend = [
    '* best of its column',
    ...(models.some(({ sd }) => sd.mse !== null) ? ['± standard deviation over seeds'] : []),
    'ms × 32: median of one call with 32 windows',
  ].join('   ');
  const leaks = summary.honesty.leaks.length === 0 ? [] : ['† was fitted on validation or test rows: see below'];
  const chosen = summary.chosen ? [`chosen on validation: ${chosenText(summary.chosen)}`] : [];
  const weights = models.flatMap(({ name, weight }) => (weight ? [`${name} ${weightText(weight)}`] : []));
  return [
    ...[
      `${experiment}: ${headlineOf(summary, latency)}`,
      '',
      scopeOf(summary),
      drawTable(columns),
      legend,
      ...leaks,
      ...chosen,
      ...(weights.length > 0 ? [`weights by validation: ${weights.join(', ')}`] : []),
    ],
    ...['', ...sentencesOf(summary)],
  ].join('\n');
}

function scopeOf({ split, windowCount, horizon, channels, models }: EvaluationSummary): string {
  const seedCount = models.find(({ role }) => role === 'student')?.runs.length ?? 0;
  const facts = [plural(windowCount, `${split} window`), plural(horizon, 'step'), plural(channels.length, 'channel')];
  return `${facts.join(' × ')}, ${plural(seedCount, 'seed')}`;
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

/** Pinball loss and coverage of the models that forecast quantiles; nothing where none does. */
function quantileColumns(models: readonly ModelSummary[]): Column[] {
  const means = models.map(({ mean }): Readonly<Record<string, number | null>> => mean);
  const names = new Set(means.flatMap((mean) => Object.keys(mean)).filter((name) => /^(pinball|coverage)/.test(name)));
  return [...names].map((name) => ({
    title: name.replace('coverage', 'coverage\n'),
    cells: means.map((mean) => orNone(mean[name] ?? null, name === 'pinball' ? formatLoss : formatPercent)),
  }));
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

function latencyColumns(models: readonly ModelSummary[], latency: LatencyByModel): Column[] {
  const median = (model: ModelSummary, batch: number) =>
    latency[latencyKey(model)]?.find((entry) => entry.batch === batch)?.p50Ms ?? null;
  return [1, 32].map((batch) => ({
    title: `ms\n× ${batch}`,
    cells: models.map((model) => orNone(median(model, batch), formatSignificant)),
  }));
}

function retentionColumn(summary: EvaluationSummary): Column {
  const cells = summary.models.map((model) => orNone(keptSkill(summary, model), formatPercent));
  return { title: 'retention', cells };
}

const formatLoss = (loss: number): string => (loss < 10 ? loss.toFixed(4) : formatSignificant(loss));

function orNone(value: number | null, format: (known: number) => string): string {
  return value === null ? NONE : format(value);
}
