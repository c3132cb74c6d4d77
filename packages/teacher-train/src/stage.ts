import { openDataset, type StageHost } from '@tsdistill/contracts';
import { type Fold, hardObjective, trainModel } from '@tsdistill/forecasting';
import type { TeacherTrainConfig } from './config';

/** Where a teacher's data comes from and where the model goes. */
export interface TeacherTrainFolders {
  readonly dataset: string;
  readonly out: string;
}

/**
 * Reads one data set, fits one model to its truth, writes one `model@1` artifact.
 *
 * With a `fold` it is fitted to the windows that share no target row with that time fold of the train windows; some of them
 * still read rows of the fold as their past, the scaler has seen them, and the validation split chooses the epoch as always.
 */
export async function runTeacherTrain(
  config: TeacherTrainConfig,
  folders: TeacherTrainFolders,
  host: StageHost,
  fold?: Fold,
): Promise<void> {
  const dataset = openDataset(folders.dataset);
  const channelCount = dataset.manifest.meta.channels.target.length;
  const training = {
    dataset,
    config,
    seed: config.seed,
    inputs: {},
    objective: (train: Parameters<typeof hardObjective>[1]) =>
      hardObjective(config.training.loss, train, channelCount, config.model.quantiles),
    section: { ...config, ...(fold && { fold }) },
    ...(fold && { fold }),
  };
  await trainModel(training, folders.out, host);
}
