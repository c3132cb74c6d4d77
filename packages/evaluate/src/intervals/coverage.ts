/** How many truths an interval held, and how wide it was: of one step and channel, or of several. */
export interface CellSums {
  covered: number;
  counted: number;
  /** Sum over counted truths, standardized. */
  width: number;
}

export interface Coverage {
  /** Share of the truths that lie in their interval; null without any truth. */
  readonly coverage: number | null;
  /** Mean width, standardized; null where some interval has no bound. */
  readonly width: number | null;
}

export interface CoverageBreakdown extends Coverage {
  readonly perStep: readonly Coverage[];
  readonly perChannel: readonly Coverage[];
}

export function emptySums(count: number): readonly CellSums[] {
  return Array.from({ length: count }, () => ({ covered: 0, counted: 0, width: 0 }));
}

/** Counts one truth. @param residual |forecast − truth| @param half half the width of its interval */
export function addTruth(sums: CellSums, residual: number, half: number): void {
  sums.counted += 1;
  sums.width += 2 * half;
  if (residual <= half) sums.covered += 1;
}

/** @param cells [H, C] */
export function breakDownCoverage(cells: readonly CellSums[], channelCount: number): CoverageBreakdown {
  const steps = Array.from({ length: cells.length / channelCount }, (_, step) =>
    cells.slice(step * channelCount, (step + 1) * channelCount),
  );
  const channels = Array.from({ length: channelCount }, (_, channel) => steps.flatMap((step) => step[channel] ?? []));
  return { ...coverageOf(cells), perStep: steps.map(coverageOf), perChannel: channels.map(coverageOf) };
}

export function coverageOf(cells: readonly CellSums[]): Coverage {
  const sum = (key: keyof CellSums) => cells.reduce((total, cell) => total + cell[key], 0);
  const [counted, width] = [sum('counted'), sum('width')];
  if (counted === 0) return { coverage: null, width: null };
  return { coverage: sum('covered') / counted, width: Number.isFinite(width) ? width / counted : null };
}
