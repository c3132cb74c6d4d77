import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WideTable } from './csv-text';
import type { ProcessFigures } from './run-process';
import { ingestSettings } from './settings';
import { tsdistill } from './tsdistill';
import { writeCsv } from './write-csv';

const FULL_BYTES = 4e9;
const LOOKBACK = 96;
const HORIZON = 96;
const CHANNEL_COUNT = 321;
/** Rows of validation and of test, which hold a few windows only: most of them are trained on. */
const SPLIT_ROWS = 200;

/** What the stages took on soft targets of a size. */
export interface LargeResult {
  readonly byteCount: number;
  readonly stages: Readonly<Record<'write' | 'check' | 'train', ProcessFigures>>;
}

/** Each stage holds at most so much resident memory. */
export const LARGE_LIMIT_BYTES = 1.2e9;

const MODEL = { architecture: 'linear', lookback: LOOKBACK, residual: 'last' };
const TRAINING = { epochs: 1, learningRate: 0.001 };

/** Lets a teacher forecast windows of 321 channels, checks what it wrote, and trains a student from it for one epoch. */
export async function runLargeSoftTargets(folder: string, scale: number): Promise<LargeResult> {
  const at = (name: string) => join(folder, name);
  const config = (name: string, content: Readonly<Record<string, unknown>>): string => {
    writeFileSync(at(`${name}.json`), JSON.stringify(content));
    return at(`${name}.json`);
  };
  const table = largeTable(scale);
  writeCsv(at('table.csv'), table);
  const ingest = config('dataset', { ingest: { ...ingestSettings(at('table.csv'), table), split: split(table) } });
  await tsdistill('ingest', '--config', ingest, '--out', at('dataset'));
  const teacher = config('teacher', { dataset: 'large', 'teacher-train': { model: MODEL, training: TRAINING } });
  const student = config('student', { dataset: 'large', seeds: [0], student: { model: MODEL, training: TRAINING } });
  const experiment = config('experiment', { student: 'large', teachers: ['large'], distillation: { alpha: 0.5 } });
  const given = (path: string) => ['--config', path, '--dataset', at('dataset')];
  const soft = at('soft-targets');
  await tsdistill('teacher-train', ...given(teacher), '--out', at('teacher'));
  const write = await tsdistill('soft-targets', ...given(teacher), '--teacher', at('teacher'), '--out', soft);
  const check = await tsdistill('check', soft, '--dataset', at('dataset'));
  const train = await tsdistill(
    'student-distill',
    ...[...given(student), '--seed', '0', '--experiment', experiment, '--soft-targets', soft, '--out', at('student')],
  );
  return { byteCount: statSync(join(soft, 'soft-targets.arrow')).size, stages: { write, check, train } };
}

/**
 * As many rows as give windows of `FULL_BYTES` in three splits: each split holds H − 1 fewer windows than rows, and the first L
 * rows, a model's first history, begin none.
 */
function largeTable(scale: number): WideTable {
  const windowCount = Math.ceil((FULL_BYTES * scale) / (4 * HORIZON * CHANNEL_COUNT));
  const rowCount = windowCount + 3 * (HORIZON - 1) + LOOKBACK;
  return { kind: 'wide', rowCount, channelCount: CHANNEL_COUNT, order: 'by time' };
}

function split({ rowCount: test }: WideTable): Readonly<Record<string, unknown>> {
  return { kind: 'borders', train: test - 2 * SPLIT_ROWS, validation: test - SPLIT_ROWS, test };
}
