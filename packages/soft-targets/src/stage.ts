import {
  type ArtifactDraft,
  type Dataset,
  datasetFacts,
  type ModelArtifact,
  openDataset,
  sizeOf,
  softTargetBatchRows,
  type StageHost,
  writeArtifact,
  writeAugmented,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { loadWindowData, restoreForecaster, startEngine } from '@tsdistill/forecasting';
import { compileTeacher, type Layers } from './compile-teacher';
import type { SoftTargetsConfig } from './config';
import { exportAugmented, exportForecasts, type Teacher } from './export-forecasts';
import { openTeachers, type TeacherFolders, type Teachers } from './open-teachers';
import { type Plan, planParts } from './plan-parts';
import { shownLayers } from './shown-layers';

/** Artifacts read and the one written. */
export interface SoftTargetsFolders extends TeacherFolders {
  readonly dataset: string;
  readonly out: string;
}

/** Reads a data set and a teacher (with `folds`: one more for each), forecasts its origins once, writes one `soft-targets@1` artifact. */
export async function runSoftTargets(
  config: SoftTargetsConfig,
  folders: SoftTargetsFolders,
  host: StageHost,
): Promise<void> {
  const dataset = openDataset(folders.dataset);
  const models = openTeachers(dataset, config.folds, folders);
  const forecaster = restoreForecaster(models[0]);
  const { config: model } = forecaster;
  const layers = shownLayers({ who: `the teacher in ${folders.teacher}`, forecaster }, config.features);
  const plan = planParts(config, loadWindowData(dataset, model), model.lookback);
  await startEngine(host);
  const teachers: Teacher[] = [];
  try {
    for (const model of models) teachers.push(compileTeacher(model, layers));
    const record = { kind: 'soft-targets', config, inputs: inputsOf(dataset, models) } as const;
    await writeArtifact(folders.out, record, (draft) =>
      write(draft, metaOf(dataset, models[0], layers), { teachers, plan, host }),
    );
  } finally {
    for (const { predictor } of teachers) predictor.dispose();
  }
  host.info({ windows: countOf(plan.forecasts), augmented: countOf(plan.augmented) }, 'soft targets written');
}

const countOf = (parts: Plan['forecasts'] | Plan['augmented']): number =>
  parts.reduce((sum, { windows }) => sum + windows.count, 0);

interface Export {
  readonly teachers: readonly Teacher[];
  readonly plan: Plan;
  readonly host: StageHost;
}

function write(
  draft: ArtifactDraft,
  meta: ReturnType<typeof metaOf>,
  { teachers, plan: { forecasts, augmented }, host }: Export,
) {
  const batchRows = softTargetBatchRows({ ...meta, rowCount: 0 });
  const show = <Batch extends { readonly rowCount: number }>(label: string, total: number, batches: Iterable<Batch>) =>
    shown(batches, (done) => host.progress({ label, done, total, unit: 'windows' }));
  const batches = show('forecasts', countOf(forecasts), exportForecasts(teachers, forecasts, batchRows));
  const written = writeSoftTargets(draft, meta, batches);
  if (augmented.length === 0) return written;
  const made = show('augmented windows', countOf(augmented), exportAugmented(teachers, augmented, batchRows));
  return { ...written, augmented: writeAugmented(draft, meta, made) };
}

/** The same batches; `show` hears how many rows there have been, from 0 on. */
function* shown<Batch extends { readonly rowCount: number }>(
  batches: Iterable<Batch>,
  show: (done: number) => void,
): Generator<Batch> {
  let done = 0;
  show(done);
  for (const batch of batches) {
    yield batch;
    show((done += batch.rowCount));
  }
}

function inputsOf(dataset: Dataset, [teacher, ...folds]: Teachers): Record<string, string> {
  const foldInputs = folds.map(({ fingerprint }, index) => [`foldTeacher${index}`, fingerprint] as const);
  return { dataset: dataset.fingerprint, teacher: teacher.fingerprint, ...Object.fromEntries(foldInputs) };
}

function metaOf(dataset: Dataset, { fingerprint, description }: ModelArtifact, layers: Layers) {
  const size = layers.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return {
    dataset: dataset.fingerprint,
    facts: datasetFacts(dataset),
    teacher: fingerprint,
    horizon: description.horizon,
    channels: description.channels.target,
    unit: description.unit,
    quantiles: description.quantiles,
    features: layers.length === 0 ? [] : [size],
    ...(layers.length > 0 && { layers }),
    trainedUntil: description.provenance.trainedUntil,
  };
}
