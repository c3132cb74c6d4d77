import {
  type ArtifactDraft,
  ArrowWriter,
  breathe,
  CALIBRATIONS,
  type EvaluationSummary,
  intervalColumns,
  type ModelArtifact,
  type StageHost,
} from '@tsdistill/contracts';
import { type OriginKeys, validationKeys } from '@tsdistill/forecasting';
import type { EvaluateConfig } from '../config';
import type { EvaluationInputs } from '../open-inputs';
import { studentNames } from '../score-experiment';
import type { Truth } from '../score-forecasts';
import { calibrate, type CalibratedLevel } from './calibrate';
import { collectResiduals, thinWindows } from './collect-residuals';

type Intervals = NonNullable<EvaluationSummary['intervals']>;

/**
 * Calibrates intervals of every student and twin on validation, measures them on test, and writes them to `intervals.arrow`.
 *
 * @returns nothing where validation is what is scored, or has no windows: then there is nothing to calibrate on
 */
export async function storeIntervals(
  draft: ArtifactDraft,
  inputs: EvaluationInputs,
  { config, truth, host }: { readonly config: EvaluateConfig; readonly truth: Truth; readonly host: StageHost },
): Promise<Intervals | undefined> {
  const { levels } = config.intervals;
  const models = [...inputs.students, ...inputs.twins];
  const lookback = Math.max(...models.map(({ description }) => description.lookback));
  const keys = calibrationKeys(truth, lookback);
  if (config.split === 'validation' || keys.validation.series.length === 0) return undefined;
  const names = studentNames(inputs);
  const calibrated: CalibratedLevel[][] = [];
  for (const model of models) {
    calibrated.push(calibrateModel(model, truth, keys, levels));
    await breathe(host);
  }
  writeIntervals(draft, inputs, calibrated);
  return {
    method: 'split-conformal',
    levels,
    validationWindows: keys.validation.series.length,
    testWindows: keys.test.series.length,
    models: models.map((model, index) => {
      const role = index < inputs.students.length ? 'student' : 'twin';
      const described = (calibrated[index] ?? []).map(({ level, fixed, rolling }) => ({ level, ...fixed, rolling }));
      return { role, name: names[role], seed: model.manifest.meta.seed, levels: described };
    }),
  };
}

interface CalibrationKeys {
  readonly validation: OriginKeys;
  readonly test: OriginKeys;
}

function calibrationKeys({ data, keys }: Truth, lookback: number): CalibrationKeys {
  const { horizon, channels } = data.dataset.manifest.meta;
  const size = horizon * channels.target.length;
  return { validation: thinWindows(validationKeys(data, lookback), size), test: thinWindows(keys, size) };
}

function calibrateModel(
  model: ModelArtifact,
  { data }: Truth,
  { validation, test }: CalibrationKeys,
  levels: readonly number[],
): CalibratedLevel[] {
  return calibrate(collectResiduals(model, data, validation), collectResiduals(model, data, test), levels);
}

/** One row a model, level and calibration, in the order of the manifest's models, the summary's levels and `CALIBRATIONS`. */
function writeIntervals(
  draft: ArtifactDraft,
  { dataset }: EvaluationInputs,
  calibrated: readonly (readonly CalibratedLevel[])[],
): void {
  const { horizon, channels } = dataset.manifest.meta;
  draft.file('intervals.arrow', (file) => {
    const columns = intervalColumns({ horizon, channels: channels.target });
    const writer = new ArrowWriter(file, columns, { 'tsdistill.kind': 'evaluation', 'tsdistill.version': '1' });
    calibrated.forEach((levels, model) => {
      for (const [level, { halfWidths }] of levels.entries())
        for (const [calibration, name] of CALIBRATIONS.entries())
          writer.append(1, {
            ...{ model: Int32Array.of(model), level: Int32Array.of(level) },
            ...{ calibration: Int8Array.of(calibration), halfWidth: halfWidths[name] },
          });
    });
    writer.finish();
  });
}
