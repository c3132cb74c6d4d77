import { PipelineError } from '@tsdistill/contracts';
import { runBacktest } from '@tsdistill/evaluate';
import { artifactFolder } from '../experiment-place';
import { runStage } from '../run-stage';
import { printOutcome } from '../verbosity';
import { experimentRun } from '../experiment-run';

export interface BacktestArguments {
  readonly experiment: string | undefined;
  readonly model: readonly string[];
  readonly dataset: string | undefined;
  /** By the clock of the data, ms since 1970 taken as UTC. */
  readonly since: number | undefined;
  readonly every: number;
  readonly out: string | undefined;
}

export async function backtest({ since, every, ...given }: BacktestArguments): Promise<void> {
  const folders = foldersOf(given);
  await runStage('backtest', async (host) => {
    const table = await runBacktest({ since, every }, folders, host);
    printOutcome(`\n${table}\n\nArtifact: ${folders.out}\n`);
  });
}

function foldersOf({
  experiment,
  model,
  dataset,
  out,
}: Pick<BacktestArguments, 'experiment' | 'model' | 'dataset' | 'out'>) {
  if ((experiment === undefined) === (model.length === 0))
    throw new PipelineError('CLI_USAGE', { problem: 'name either an experiment or --model' });
  if (experiment !== undefined) {
    const found = experimentRun(experiment);
    return {
      dataset: dataset ?? found.dataset,
      models: found.students,
      out: out ?? artifactFolder(experiment, 'backtest'),
    };
  }
  if (dataset === undefined || out === undefined)
    throw new PipelineError('CLI_USAGE', { problem: '--model needs --dataset and --out' });
  return { dataset, models: model, out };
}
