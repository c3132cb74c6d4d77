import { EXIT, formatError, InterruptedError, PipelineError } from '@tsdistill/contracts';
import { createTrials, type TrialEvent, type Trials } from '@tsdistill/pipeline';
import { appendBenchmark } from '../append-benchmark';
import { commitOfCode } from '../commit-of-code';
import { readOptions } from '../read-options';
import { findEtth1 } from './find-etth1';
import { type FinishedRow, formatRows } from './format-rows';
import { type EttOptions, parseOptions } from './options';
import { GOAL_HORIZON, type Row, ROWS, SEEDS } from './rows';
import { runRow } from './run-row';
import { createStages } from './stages';

const PARALLEL = 2;

/**
 * `nx run bench:ett [--horizons 96,192] [--rows mlp,mean]`: models alone and distilled on ETTh1, one table a horizon.
 *
 * Every stage is a process and is kept in data/work/trials: a benchmark that was stopped goes on where it was. A table with all
 * rows is added to docs/benchmarks.md.
 */
async function main({ horizons, rows }: EttOptions, csv: string): Promise<void> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
  const trials = createTrials({ parallel: PARALLEL, signal: stop.signal, report });
  try {
    for (const horizon of horizons) {
      const finished = await runHorizon(horizon, rows, trials, csv);
      const table = formatRows(finished);
      console.log(`\nETTh1, horizon ${horizon}\n\n${table}`);
      if (rows.length === Object.keys(ROWS).length) appendBenchmark(`ETTh1, horizon ${horizon}`, conditions(), table);
    }
  } finally {
    await trials.close();
  }
}

function runHorizon(horizon: number, names: EttOptions['rows'], trials: Trials, csv: string): Promise<FinishedRow[]> {
  const stages = createStages(trials, csv, horizon);
  return Promise.all(
    names.map(async (name) => {
      const row: Row = ROWS[name];
      const goal = horizon === GOAL_HORIZON ? row.goal : undefined;
      return { row, goal, result: await runRow(name, row, stages) };
    }),
  );
}

function conditions(): readonly string[] {
  const seeds = `seeds ${SEEDS.join(', ')}, or the first of them: mean ± standard deviation`;
  return [`commit ${commitOfCode()}`, `Node ${process.versions.node}`, `${PARALLEL} trainings at once`, seeds];
}

function report({ kind, trial, folder }: TrialEvent): void {
  const { name = '', command, flags = {} } = trial;
  console.error([kind, command, name, ...Object.entries(flags).flat(), folder].filter((part) => part !== '').join(' '));
}

const options = readOptions(parseOptions);
const csv = findEtth1();
if (options && csv === undefined) {
  console.log('1 skipped: no ETTh1.csv at TSDISTILL_ETTH1 or data/raw/ETTh1.csv (ETDataset, CC BY-ND 4.0)');
} else if (options && csv !== undefined) {
  main(options, csv).catch((error: unknown) => {
    const isInterrupted = error instanceof InterruptedError;
    process.exitCode = isInterrupted ? EXIT.interrupted : EXIT.bug;
    console.error(error instanceof PipelineError ? formatError(error) : isInterrupted ? error.message : error);
  });
}
