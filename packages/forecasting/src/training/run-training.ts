import { breathe, type StageHost } from '@tsdistill/contracts';
import { snapshotFile } from './snapshot-file';
import {
  trainEpochs,
  type TrainingEvent,
  type TrainingResult,
  type TrainingSnapshot,
  type TrainingTask,
} from './train-epochs';

/** Between two looks at the user's signals. */
const BREATH_MS = 100;
/** Between two snapshots on disk. */
const SAVE_MS = 5_000;

/**
 * Runs a training to its end: shows progress, keeps a snapshot on disk, goes on from one that is there.
 *
 * Whatever ends it early — a signal, a loss that is not finite — leaves the last whole epoch in the work folder.
 *
 * @param fingerprint of everything that decides the result
 */
export async function runTraining(task: TrainingTask, fingerprint: string, host: StageHost): Promise<TrainingResult> {
  const file = snapshotFile(host.workFolder, fingerprint);
  const from = file.read();
  if (from) host.info({ epoch: from.epoch }, 'going on from a half-done training');
  const events = trainEpochs(task, from);
  let unsaved: TrainingSnapshot | undefined;
  let [breathed, saved] = [Date.now(), Date.now()];
  try {
    for (let next = events.next(); ; next = events.next()) {
      if (next.done) {
        file.remove();
        return next.value;
      }
      report(next.value, task, host);
      if (next.value.kind === 'epoch') unsaved = next.value.snapshot;
      if (unsaved && Date.now() - saved > SAVE_MS) {
        file.write(unsaved);
        [unsaved, saved] = [undefined, Date.now()];
      }
      if (Date.now() - breathed > BREATH_MS) {
        await breathe(host);
        breathed = Date.now();
      }
    }
  } catch (error) {
    if (unsaved) file.write(unsaved);
    throw error;
  } finally {
    events.return({ best: { epoch: 0, validationLoss: Infinity, parameters: {} }, history: [] });
  }
}

function report(event: TrainingEvent, { config, train }: TrainingTask, host: StageHost): void {
  if (event.kind === 'epoch') {
    const { epoch, train: terms, validation, best } = event;
    return host.detail({ epoch, ...terms, validation, best }, 'epoch done');
  }
  const { epoch, step, terms } = event;
  const done = (epoch - 1) * train.count + Math.min(train.count, step * config.batchSize);
  const label = `epoch ${epoch}/${config.epochs}`;
  host.progress({ label, done, total: config.epochs * train.count, unit: 'windows', terms });
}
