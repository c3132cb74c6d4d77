import {
  artifactFile,
  type Backtest,
  backtestColumns,
  type BacktestMeta,
  type BacktestSummary,
  countFitted,
  dataClock,
  formatWallTime,
  isRefreshOf,
  type ModelArtifact,
  openBacktest,
  openModel,
  withArrowFile,
} from '@tsdistill/contracts';
import type { ReportInputs } from '../open-report-inputs';

/** Where a backtest lies, and the students that a refresh made of those of the page; none without a refresh. */
export interface BacktestFolders {
  readonly folder: string;
  readonly refreshed: readonly string[];
}

/** Errors of fixed students over time. */
export interface BacktestFacts {
  readonly meta: BacktestMeta;
  readonly summary: BacktestSummary;
  /** Whose forecasts they are: of the page's students, of those that a refresh made of them, or of others, such as former ones. */
  readonly whose: 'own' | 'refreshed' | 'other';
  /** Whether the rows are those of the page's data set. */
  readonly sameData: boolean;
  /** First steps of the first and the last window, by the clock of the data. */
  readonly span: readonly [string, string];
  /** Only every so many-th origin of a series. */
  readonly every: number;
  /** Windows that begin in rows that a student was fitted on; null where nobody knows. */
  readonly fittedCount: number | null;
}

/** @throws PipelineError those of opening an artifact */
export function readBacktest(
  { folder, refreshed }: BacktestFolders,
  { dataset, groups }: Pick<ReportInputs, 'dataset' | 'groups'>,
): BacktestFacts {
  const backtest = openBacktest(folder);
  const { meta, inputs, config } = backtest.manifest;
  const own = groups.find(({ role }) => role === 'student')?.models ?? [];
  const successors = refreshed.map(openModel).filter((model) => own.some((one) => isRefreshOf(model, one)));
  const candidates = { own, refreshed: successors };
  const models = meta.models.map((_, index) => inputs[`model${index}`]);
  const isOf = (list: readonly ModelArtifact[]) =>
    models.every((fingerprint) => list.some((model) => model.fingerprint === fingerprint));
  const whose = (['own', 'refreshed'] as const).find((name) => isOf(candidates[name])) ?? 'other';
  const times = originTimes(backtest);
  const known = whose === 'other' ? [] : candidates[whose].filter(({ fingerprint }) => models.includes(fingerprint));
  return {
    ...{
      meta,
      summary: backtest.summary,
      whose,
      span: spanOf(times, meta),
      fittedCount: known.length === 0 ? null : countFitted(times, known),
    },
    sameData: inputs['dataset'] === dataset.fingerprint,
    every: Number(config['every'] ?? 1),
  };
}

/** Of the first step of every window, ms since 1970 UTC. */
function originTimes(backtest: Backtest): readonly number[] {
  const columns = backtestColumns(backtest.manifest.meta);
  return withArrowFile(artifactFile(backtest, 'backtest.arrow'), (file) => {
    const models = file.column('model', columns.model).readAll();
    const times = file.column('timestamp', columns.timestamp).readAll();
    return Array.from(times, Number).filter((_, row) => models[row] === 0);
  });
}

function spanOf(times: readonly number[], meta: BacktestMeta): readonly [string, string] {
  const clock = dataClock(meta);
  const [first, last] = times.reduce(([low, high], time) => [Math.min(low, time), Math.max(high, time)], [
    Infinity,
    -Infinity,
  ] as const);
  const text = (time: number) => formatWallTime(clock(time)).replace(/:00$/, '');
  return [text(first), text(last)];
}
