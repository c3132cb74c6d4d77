import {
  artifactFile,
  checkModel,
  type Dataset,
  datasetFacts,
  openDataset,
  openModel,
  openSoftTargets,
  softTargetBatchRows,
  type SoftTargets,
  type StageHost,
  writeArtifact,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { loadWindowData, restoreForecaster, startEngine } from '@tsdistill/forecasting';
import { compileTeacher } from './compile-teacher';
import type { SoftTargetsConfig } from './config';
import { copyForecasts } from './copy-forecasts';
import { exportForecasts } from './export-forecasts';
import { splitParts } from './extend-forecasts';
import { planParts } from './plan-parts';

const AUGMENTED = 'augmented.arrow';

/** Artifacts read and the one written. */
export interface ExtendFolders {
  /** Goes on from the data set of the former soft targets, with the same scalers. */
  readonly dataset: string;
  readonly former: string;
  readonly teacher: string;
  readonly out: string;
}

/** Windows by where their forecast comes from. */
export interface Extension {
  readonly copied: number;
  readonly labelled: number;
}

/**
 * Soft targets for a data set that goes on from another one: what the teacher has said is copied, new origins alone run through it.
 *
 * The whole teacher labels them, out of fold too: it was fitted to none of them. Made windows are copied as they are.
 */
export async function runExtendSoftTargets(
  config: SoftTargetsConfig,
  folders: ExtendFolders,
  host: StageHost,
): Promise<Extension> {
  const dataset = openDataset(folders.dataset);
  const teacher = openModel(folders.teacher);
  checkModel(dataset, teacher);
  const forecaster = restoreForecaster(teacher);
  const data = loadWindowData(dataset, forecaster.config);
  const plan = planParts({ ...config, folds: undefined, augment: undefined }, data, forecaster.config.lookback);
  const former = openSoftTargets(folders.former);
  try {
    const { rows, missing } = splitParts(plan.forecasts, former, {
      data,
      fittedUntil: Date.parse(teacher.description.provenance.trainedUntil),
    });
    await startEngine(host);
    const speaker = compileTeacher(teacher, former.meta.layers ?? []);
    try {
      const inputs = {
        dataset: dataset.fingerprint,
        teacher: teacher.fingerprint,
        former: former.artifact.fingerprint,
      };
      await writeArtifact(folders.out, { kind: 'soft-targets', config, inputs }, (draft) => {
        const meta = metaOf(dataset, former, teacher.fingerprint);
        const batchRows = softTargetBatchRows({ ...meta, rowCount: 0 });
        const batches = function* () {
          yield* copyForecasts(former, rows, batchRows);
          yield* exportForecasts([speaker], missing, batchRows);
        };
        if (former.meta.augmented) draft.copy(AUGMENTED, artifactFile(former.artifact, AUGMENTED));
        return writeSoftTargets(draft, meta, batches());
      });
    } finally {
      speaker.predictor.dispose();
    }
    const labelled = missing.reduce((sum, { windows }) => sum + windows.count, 0);
    host.info({ copied: rows.length, labelled }, 'soft targets extended');
    return { copied: rows.length, labelled };
  } finally {
    former.close();
  }
}

/** As before, but of another data set; `rowCount` is counted while rows are written. */
function metaOf(dataset: Dataset, { meta }: SoftTargets, teacher: string) {
  const { rowCount: _, ...rest } = meta;
  return { ...rest, dataset: dataset.fingerprint, facts: datasetFacts(dataset), teacher };
}
