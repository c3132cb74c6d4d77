import { openDataset, type StageHost } from '@tsdistill/contracts';
import { hardObjective, trainModel } from '@tsdistill/forecasting';
import type { TeacherTrainConfig } from './config';

/** Where a teacher's data comes from and where the model goes. */
export interface TeacherTrainFolders {
  readonly dataset: string;
  readonly out: string;
}

/** Reads one data set, fits one model to its truth, writes one `model@1` artifact. */
export async function runTeacherTrain(
  config: TeacherTrainConfig,
  folders: TeacherTrainFolders,
  host: StageHost,
): Promise<void> {
  const dataset = openDataset(folders.dataset);
  const channelCount = dataset.manifest.meta.channels.target.length;
  const training = {
    dataset,
    config,
    seed: config.seed,
    inputs: {},
    objective: (train: Parameters<typeof hardObjective>[1]) => hardObjective(config.training.loss, train, channelCount),
    section: config,
  };
  await trainModel(training, folders.out, host);
}
