import { type SoftTargetsMeta, writeArtifact, writeSoftTargets } from '@tsdistill/contracts';
import { PANEL } from './panel-dataset';

/** A teacher's forecasts in standardized units, one [H·C] an origin, written as `soft-targets@1` in the unit asked for. */
export interface PanelTeacher {
  readonly dataset: string;
  readonly origins: readonly (readonly [series: number, origin: number])[];
  /** Standardized forecast of one value, made at `origin`. */
  readonly forecast: (series: number, row: number, channel: number, origin: number) => number;
  readonly unit: SoftTargetsMeta['unit'];
  /** ISO 8601; by default unknown. */
  readonly trainedUntil?: string;
}

/** Writes soft targets of a panel. @returns the artifact's fingerprint */
export function writePanelTeacher(folder: string, teacher: PanelTeacher): Promise<string> {
  const { dataset, origins, forecast, unit, trainedUntil = null } = teacher;
  const { shift, scale } = PANEL.scaler;
  const width = PANEL.target.length;
  const value = (series: number, row: number, channel: number, origin: number) => {
    const standardized = forecast(series, row, channel, origin);
    if (unit === 'standardized') return standardized;
    return standardized * (scale[series]?.[channel] ?? NaN) + (shift[series]?.[channel] ?? NaN);
  };
  const windowOf = ([series, origin]: readonly [number, number]) =>
    Array.from({ length: PANEL.horizon * width }, (_, i) =>
      value(series, origin + Math.floor(i / width), i % width, origin),
    );
  const arrays = {
    series: Int32Array.from(origins, ([series]) => series),
    origin: Int32Array.from(origins, ([, origin]) => origin),
    inSample: new Uint8Array(origins.length),
    forecast: Float32Array.from(origins.flatMap(windowOf)),
  };
  const meta = {
    dataset,
    teacher: null,
    horizon: PANEL.horizon,
    channels: PANEL.target,
    unit,
    quantiles: [],
    features: [],
    trainedUntil,
  };
  return writeArtifact(folder, { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
    writeSoftTargets(draft, meta, [{ rowCount: origins.length, arrays }]),
  );
}
