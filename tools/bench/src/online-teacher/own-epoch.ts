import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StageHost } from '@tsdistill/contracts';
import { DistillationConfig, runStudentDistill, StudentConfig } from '@tsdistill/student-distill';
import { MODELS } from '../ett/models';
import type { Distillation } from '../ett/rows';

/** Time of a batch as the mean over an epoch, and the loss of its last batch. */
export interface EpochTiming {
  readonly batchMs: number;
  readonly loss: number;
}

/** What the training reads, and a folder that its model is written to and deleted from. */
export interface EpochFolders {
  readonly dataset: string;
  readonly softTargets: readonly string[];
  readonly scratch: string;
}

/** The epoch that is timed comes after one that warms up. */
const EPOCHS = 2;

/** Times an epoch of the stage `student-distill` itself: cutting windows, reading soft targets from artifacts, training step, loss. */
export async function timeOwnEpoch(
  { student: name, settings }: Pick<Distillation, 'student' | 'settings'>,
  { dataset, softTargets, scratch }: EpochFolders,
): Promise<EpochTiming> {
  const { model, training } = MODELS[name];
  const student = StudentConfig.parse({ model, training: { ...training, epochs: EPOCHS } });
  const out = join(scratch, 'student');
  const watch = watchLastEpoch(scratch);
  const distillation = DistillationConfig.parse(settings);
  await runStudentDistill({ student, seed: 0, distillation }, { dataset, softTargets, out }, watch.host);
  rmSync(out, { recursive: true });
  return watch.timing();
}

/** A host that notes when the batches of the last epoch were done; the first of them starts the clock. */
function watchLastEpoch(workFolder: string): { host: StageHost; timing: () => EpochTiming } {
  const times: number[] = [];
  let loss = NaN;
  const ignore = () => undefined;
  const host: StageHost = {
    workFolder,
    code: 'timed',
    signal: new AbortController().signal,
    progress: ({ done, total, terms }) => {
      const before = (total / EPOCHS) * (EPOCHS - 1);
      if (done > before) times.push(performance.now());
      loss = terms?.['loss'] ?? NaN;
    },
    info: ignore,
    detail: ignore,
    warn: ignore,
  };
  const timing = () => {
    const [first = NaN, last = NaN] = [times[0], times.at(-1)];
    return { batchMs: (last - first) / (times.length - 1), loss };
  };
  return { host, timing };
}
