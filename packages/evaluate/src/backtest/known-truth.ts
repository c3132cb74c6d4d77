import type { WindowData } from '@tsdistill/forecasting';

/** What is known of the truth of one window, [H, C]; the arrays are reused for the next one. */
export interface KnownTruth {
  /** Standardized; anything where it is not observed. */
  readonly truth: Float32Array;
  /** 1 = observed. */
  readonly mask: Uint8Array;
}

/** Reads the truth of a window as far as its series is observed. */
export function truthReader({
  dataset,
  target,
  mask,
  offsets,
}: WindowData): (series: number, origin: number) => KnownTruth {
  const { horizon, channels, series: list } = dataset.manifest.meta;
  const width = channels.target.length;
  const known = { truth: new Float32Array(horizon * width), mask: new Uint8Array(horizon * width) };
  return (series, origin) => {
    const first = (offsets[series] ?? 0) + origin;
    const rows = Math.max(0, Math.min(horizon, (list[series]?.observedRowCount ?? 0) - origin));
    const [from, to] = [first * width, (first + rows) * width];
    known.truth.fill(0).set(target.subarray(from, to));
    known.mask.fill(0).set(mask?.subarray(from, to) ?? new Uint8Array(to - from).fill(1));
    return known;
  };
}
