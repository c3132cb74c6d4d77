import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadEngine } from '@tsdistill/engine';
import { createTrials } from '@tsdistill/pipeline';
import { appendBenchmark } from '../append-benchmark';
import { commitOfCode } from '../commit-of-code';
import { Rival } from '../engine/rival';
import { findEtth1 } from '../ett/find-etth1';
import { createStages } from '../ett/stages';
import { CASES } from './cases';
import { type FinishedCase, formatCases } from './format-cases';
import { HORIZON, runCase } from './run-case';

const SCRIPT = join(__dirname, '../../python/online_teacher.py');
/** Rounds by default; a run of fewer is no benchmark, and is not kept. */
const LEAST_ROUNDS = 9;

interface OnlineTeacherOptions {
  /** A virtual environment or a Python executable. */
  readonly python: string;
  readonly csv: string;
  readonly roundCount: number;
}

/**
 * `nx run bench:online-teacher --python VENV [--rounds 9]`: an epoch of a student on cached soft targets, in turns with one of the
 * same student in PyTorch whose teachers forecast every batch. Data set and teachers are those of `bench:ett`, made when missing.
 */
async function main({ python, csv, roundCount }: OnlineTeacherOptions): Promise<void> {
  const stages = createStages(createTrials(), csv, HORIZON);
  const engine = await loadEngine();
  const { rival, version } = await Rival.start(python, 'torch', SCRIPT);
  const scratch = mkdtempSync(join(tmpdir(), 'tsdistill-online-'));
  const finished: FinishedCase[] = [];
  try {
    for (const onlineCase of CASES) {
      console.error(`${onlineCase.label} …`);
      const comparison = await runCase(onlineCase, { csv, stages, rival, scratch, roundCount });
      finished.push({ onlineCase, comparison });
    }
  } finally {
    rival.stop();
    rmSync(scratch, { recursive: true });
  }
  const table = formatCases(finished);
  console.log(`\n${table}`);
  const versions = [
    `Node ${process.versions.node}`,
    `TensorFlow ${engine.tensorflowVersion} (${engine.backend})`,
    version,
  ];
  const rules = `ETTh1, horizon ${HORIZON}, one thread each, ${roundCount} paired epochs, median of ratios with its 95 % interval, loss read every step`;
  if (roundCount >= LEAST_ROUNDS)
    appendBenchmark(
      'Cached soft targets against a teacher online',
      [`commit ${commitOfCode()}`, ...versions, rules],
      table,
    );
}

const { python, rounds } = parseArgs({ options: { python: { type: 'string' }, rounds: { type: 'string' } } }).values;
const roundCount = Number(rounds ?? LEAST_ROUNDS);
const csv = findEtth1();
if (python === undefined || !(roundCount >= 1)) {
  console.error('--python VENV: a virtual environment with torch 2.13 and numpy; --rounds N: 1 or more');
  process.exitCode = 2;
} else if (csv === undefined) {
  console.log('1 skipped: no ETTh1.csv at TSDISTILL_ETTH1 or data/raw/ETTh1.csv (ETDataset, CC BY-ND 4.0)');
} else {
  void main({ python, csv, roundCount });
}
