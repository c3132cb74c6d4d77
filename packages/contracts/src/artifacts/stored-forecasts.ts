import { artifactFile } from '../artifact/open-artifact';
import { ArrowFile } from '../arrow/arrow-file';
import { PipelineError } from '../errors/pipeline-error';
import { type Evaluation, forecastColumns } from './evaluation';

/** The forecasts of an evaluation, read window by window; close them when done. */
export interface StoredForecasts {
  /** The scored windows, in stored order: by window. */
  readonly keys: { readonly series: Int32Array; readonly origin: Int32Array };
  /** Elements of one forecast, H·C. */
  readonly size: number;
  /** Reads one model's forecast of one window, standardized, into `target`, [H·C]. @param model index into the manifest's models */
  read(model: number, window: number, target: Float32Array): void;
  /** Closes the file; nothing can be read afterwards. */
  close(): void;
}

/** @throws PipelineError ARTIFACT_INVALID when the models of `forecasts.arrow` forecast different windows */
export function openStoredForecasts(evaluation: Evaluation): StoredForecasts {
  const path = artifactFile(evaluation, 'forecasts.arrow');
  const { meta } = evaluation.manifest;
  const columns = forecastColumns(meta);
  const file = new ArrowFile(path);
  try {
    const series = file.column('series', columns.series).readAll();
    const origin = file.column('origin', columns.origin).readAll();
    const rows = rowsByModel(file.column('model', columns.model).readAll(), meta.models.length);
    const keysOf = (model: number): StoredForecasts['keys'] => ({
      series: Int32Array.from(rows[model] ?? [], (row) => series[row] ?? 0),
      origin: Int32Array.from(rows[model] ?? [], (row) => origin[row] ?? 0),
    });
    const keys = keysOf(0);
    rows.forEach((_, model) => {
      if (isSameKeys(keys, keysOf(model))) return;
      throw new PipelineError('ARTIFACT_INVALID', {
        file: path,
        problem: `model ${model} forecasts other windows than model 0`,
      });
    });
    const column = file.column('forecast', columns.forecast);
    return {
      keys,
      size: columns.forecast.width,
      read: (model, window, target) => column.read(rows[model]?.[window] ?? -1, 1, target),
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Whether two lists of windows are the same, in the same order. */
export function isSameKeys(left: StoredForecasts['keys'], right: StoredForecasts['keys']): boolean {
  return (['series', 'origin'] as const).every(
    (name) =>
      left[name].length === right[name].length && left[name].every((value, index) => value === right[name][index]),
  );
}

/** Rows of each model, in stored order. */
function rowsByModel(models: Int32Array, modelCount: number): readonly number[][] {
  const rows = Array.from({ length: modelCount }, (): number[] => []);
  models.forEach((model, row) => rows[model]?.push(row));
  return rows;
}
