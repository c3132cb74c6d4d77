import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { EXIT, formatError, InterruptedError, PipelineError } from '@tsdistill/contracts';
import { createTrials, type TrialEvent, type Trials } from '@tsdistill/pipeline';
import { appendBenchmark } from '../append-benchmark';
import { commitOfCode } from '../commit-of-code';
import { findEtth1 } from '../ett/find-etth1';
import { readOptions } from '../read-options';
import { formatWays } from './format-ways';
import { type AblationOptions, isWhole, parseOptions } from './options';
import { type DataName, type Pair, type PairName, PAIRS } from './pairs';
import { runPair } from './run-pair';
import { createStages } from './stages';

const PARALLEL = 2;

/**
 * `nx run bench:ablation [--pairs flights-lstm] [--ways feature,model] [--seeds 0]`: what every way to distil adds to plain response, and
 * what it costs.
 *
 * Every stage is a process and is kept in data/work/trials: an ablation that was stopped goes on where it was. Tables of all ways and seeds
 * are added to docs/benchmarks.md.
 */
async function main(options: AblationOptions): Promise<void> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
  const trials = createTrials({ parallel: PARALLEL, signal: stop.signal, report });
  try {
    for (const name of options.pairs) await runNamed(name, options, trials);
  } finally {
    await trials.close();
  }
}

async function runNamed(name: PairName, options: AblationOptions, trials: Trials): Promise<void> {
  const pair: Pair = PAIRS[name];
  const csv = findData(pair.data);
  if (csv === undefined) return console.log(`${name} skipped: ${MISSING[pair.data]}`);
  const results = await runPair(pair, options.ways, options.seeds, createStages(trials, csv, pair));
  const [title, table] = [`Ways to distil: ${pair.label}`, formatWays(results)];
  console.log(`\n${title}\n\n${table}`);
  if (isWhole(options)) appendBenchmark(title, conditions(options), table);
}

const MISSING: Readonly<Record<DataName, string>> = {
  etth1: 'no ETTh1.csv at TSDISTILL_ETTH1 or data/raw/ETTh1.csv (ETDataset, CC BY-ND 4.0)',
  flights: 'no data/raw/flights.csv; `npx nx run dataset-flights:source` writes it',
};

function findData(data: DataName): string | undefined {
  if (data === 'etth1') return findEtth1();
  const csv = resolve('data/raw/flights.csv');
  return existsSync(csv) ? csv : undefined;
}

function conditions({ seeds }: AblationOptions): readonly string[] {
  const means = `seeds ${seeds.join(', ')}: mean ± standard deviation`;
  return [`commit ${commitOfCode()}`, `Node ${process.versions.node}`, `${PARALLEL} trainings at once`, means];
}

function report({ kind, trial, folder }: TrialEvent): void {
  const { name = '', command, flags = {} } = trial;
  console.error([kind, command, name, ...Object.entries(flags).flat(), folder].filter((part) => part !== '').join(' '));
}

const options = readOptions(parseOptions);
if (options)
  main(options).catch((error: unknown) => {
    const isInterrupted = error instanceof InterruptedError;
    process.exitCode = isInterrupted ? EXIT.interrupted : EXIT.bug;
    console.error(error instanceof PipelineError ? formatError(error) : isInterrupted ? error.message : error);
  });
