import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openModel } from '@tsdistill/contracts';
import { loadEngine } from '@tsdistill/engine';
import { createTrials } from '@tsdistill/pipeline';
import { appendBenchmark } from '../append-benchmark';
import { commitOfCode } from '../commit-of-code';
import { Rival } from '../engine/rival';
import { findEtth1 } from '../ett/find-etth1';
import { MODELS } from '../ett/models';
import { createStages } from '../ett/stages';
import { compareEpochs, type EpochComparison } from './compare-epochs';
import { type EpochTiming, timeOwnEpoch } from './own-epoch';

const SCRIPT = join(__dirname, '../../python/online_teacher.py');
const HORIZON = 96;
const TRAIN_ROWS = 8640;
const GOAL = 0.25;
/** Rounds by default; a run of fewer is no benchmark, and is not kept. */
const LEAST_ROUNDS = 9;

/** What the script answers: a timing, and parameters of both models. */
type RivalEpoch = EpochTiming & { readonly student: number; readonly teacher: number };

interface OnlineTeacherOptions {
  /** A virtual environment or a Python executable. */
  readonly python: string;
  readonly csv: string;
  readonly roundCount: number;
}

/**
 * `nx run bench:online-teacher --python VENV [--rounds 9]`: an epoch of the two-branch MLP on cached soft targets, in turns with the same in
 * PyTorch with the iTransformer forecasting online. Data set and teacher are those of `bench:ett`, made when missing.
 */
async function main({ python, csv, roundCount }: OnlineTeacherOptions): Promise<void> {
  const trials = createTrials();
  const stages = createStages(trials, csv, HORIZON);
  const [dataset, softTargets] = [await stages.dataset(), await stages.softTargets('itransformer', 0)];
  const parameters = {
    student: countOf(await stages.alone('two-branch-mlp', 0)),
    teacher: countOf(await stages.alone('itransformer', 0)),
  };
  const engine = await loadEngine();
  const { rival, version } = await Rival.start(python, 'torch', SCRIPT);
  const scratch = mkdtempSync(join(tmpdir(), 'tsdistill-online-'));
  const { lookback } = MODELS['two-branch-mlp'].model;
  const { batchSize: batch } = MODELS['two-branch-mlp'].training;
  try {
    const comparison = await compareEpochs(
      () => timeOwnEpoch({ dataset, softTargets }, scratch),
      async () => {
        const answer = (await rival.ask({ csv, train: TRAIN_ROWS, lookback, horizon: HORIZON, batch })) as RivalEpoch;
        refuseOtherModels(parameters, answer);
        return answer;
      },
      roundCount,
    );
    const table = format(comparison);
    console.log(`\n${table}`);
    if (roundCount >= LEAST_ROUNDS)
      appendBenchmark(
        'Student epoch, cached and online teacher',
        conditions(engine, version, batch, roundCount),
        table,
      );
  } finally {
    rival.stop();
    rmSync(scratch, { recursive: true });
  }
}

function countOf(folder: string): number {
  return openModel(folder).manifest.meta.parameterCount;
}

/** @throws Error when the two sides do not train and run models of the same size */
function refuseOtherModels(own: Pick<RivalEpoch, 'student' | 'teacher'>, rival: RivalEpoch): void {
  for (const role of ['student', 'teacher'] as const)
    if (own[role] !== rival[role]) throw new Error(`${role}: ${own[role]} parameters here, ${rival[role]} in PyTorch`);
}

function format({ ownMs, rivalMs, ratio, losses }: EpochComparison): string {
  const { median, low, high } = ratio;
  return [
    '| batch of an epoch | cached soft targets, ms | PyTorch, teacher online, ms | ratio | goal | last loss |',
    '| --- | --- | --- | --- | --- | --- |',
    `| ${[
      'two-branch MLP ← iTransformer, ETTh1, L=720, H=96',
      ownMs.toFixed(2),
      rivalMs.toFixed(2),
      `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`,
      `≤ ${GOAL}`,
      `${losses.own.toFixed(3)}; ${losses.rival.toFixed(3)}`,
    ].join(' | ')} |`,
  ].join('\n');
}

function conditions(
  engine: Awaited<ReturnType<typeof loadEngine>>,
  torch: string,
  batch: number,
  rounds: number,
): readonly string[] {
  return [
    `commit ${commitOfCode()}`,
    `Node ${process.versions.node}`,
    `TensorFlow ${engine.tensorflowVersion} (${engine.backend})`,
    torch,
    `one thread each, batch ${batch}, ${rounds} paired epochs, median ratio with its 95 % interval, loss read every step`,
  ];
}

const { python, rounds } = parseArgs({ options: { python: { type: 'string' }, rounds: { type: 'string' } } }).values;
const roundCount = Number(rounds ?? LEAST_ROUNDS);
const csv = findEtth1();
if (python === undefined) {
  console.error('--python VENV: a virtual environment with torch 2.13 and numpy');
  process.exitCode = 2;
} else if (csv === undefined) {
  console.log('1 skipped: no ETTh1.csv at TSDISTILL_ETTH1 or data/raw/ETTh1.csv (ETDataset, CC BY-ND 4.0)');
} else {
  void main({ python, csv, roundCount });
}
