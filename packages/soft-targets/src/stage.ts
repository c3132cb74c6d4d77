import {
  checkModel,
  type Dataset,
  type ModelArtifact,
  openDataset,
  openModel,
  softTargetBatchRows,
  type StageHost,
  writeArtifact,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { compileInference } from '@tsdistill/engine';
import { loadWindowData, restoreForecaster, selectWindows, startEngine } from '@tsdistill/forecasting';
import type { SoftTargetsConfig } from './config';
import { exportForecasts } from './export-forecasts';

/** Artifacts read and the one written. */
export interface SoftTargetsFolders {
  readonly dataset: string;
  readonly teacher: string;
  readonly out: string;
}

/** Reads a data set and a teacher, forecasts its origins once, writes one `soft-targets@1` artifact. */
export async function runSoftTargets(
  config: SoftTargetsConfig,
  folders: SoftTargetsFolders,
  host: StageHost,
): Promise<void> {
  const dataset = openDataset(folders.dataset);
  const teacher = openModel(folders.teacher);
  checkModel(dataset, teacher);
  await startEngine(host);
  const forecaster = restoreForecaster(teacher);
  const data = loadWindowData(dataset, forecaster.config.known);
  const splits = config.splits.map((split) => ({
    windows: selectWindows(data, split, forecaster.config.lookback),
    inSample: split === 'train',
  }));
  const predictor = compileInference({ ...forecaster, parameters: teacher.parameters });
  const inputs = { dataset: dataset.fingerprint, teacher: teacher.fingerprint };
  const meta = metaOf(dataset, teacher);
  try {
    await writeArtifact(folders.out, { kind: 'soft-targets', config, inputs }, (draft) =>
      writeSoftTargets(
        draft,
        meta,
        exportForecasts(predictor, forecaster, splits, softTargetBatchRows({ ...meta, rowCount: 0 })),
      ),
    );
  } finally {
    predictor.dispose();
  }
  host.info({ windows: splits.reduce((sum, { windows }) => sum + windows.count, 0) }, 'soft targets written');
}

function metaOf(dataset: Dataset, { fingerprint, description }: ModelArtifact) {
  return {
    dataset: dataset.fingerprint,
    teacher: fingerprint,
    horizon: description.horizon,
    channels: description.channels.target,
    unit: description.unit,
    quantiles: [],
    features: [],
    trainedUntil: description.provenance.trainedUntil,
  };
}
