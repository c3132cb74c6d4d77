import { halfWidthOf } from './conformal';
import { addTruth, breakDownCoverage, type Coverage, type CoverageBreakdown, emptySums } from './coverage';
import { type Residuals, sortedCell } from './residuals';
import { rollIntervals, type RollingIntervals } from './roll-intervals';

/** The intervals of one level, and what they are worth. */
export interface CalibratedLevel {
  readonly level: number;
  /** Standardized, [H, C]; Infinity where there are too few residuals: from validation, and from the newest windows of all. */
  readonly halfWidths: { readonly validation: Float32Array; readonly newest: Float32Array };
  /** What those from validation hold on test. */
  readonly fixed: CoverageBreakdown;
  /** The same, calibrated anew at every test origin. */
  readonly rolling: Coverage;
}

/** Intervals from what a model missed on validation, measured by what it missed on test. */
export function calibrate(validation: Residuals, test: Residuals, levels: readonly number[]): CalibratedLevel[] {
  const size = validation.horizon * validation.channelCount;
  const cells = Array.from({ length: size }, (_, cell) => sortedCell(validation, cell));
  const rolling = rollIntervals(validation, test, levels);
  return levels.map((level, index) => {
    const halfWidth = Float32Array.from(cells, (sorted) => halfWidthOf(sorted, level));
    const { coverage, halfWidth: newest } = rolling[index] as RollingIntervals;
    const halfWidths = { validation: halfWidth, newest };
    return { level, halfWidths, fixed: measureCoverage(test, halfWidth), rolling: coverage };
  });
}

function measureCoverage({ values, channelCount }: Residuals, halfWidth: Float32Array): CoverageBreakdown {
  const sums = emptySums(halfWidth.length);
  values.forEach((residual, index) => {
    const cell = index % halfWidth.length;
    const cellSums = sums[cell];
    if (cellSums && !Number.isNaN(residual)) addTruth(cellSums, residual, halfWidth[cell] as number);
  });
  return breakDownCoverage(sums, channelCount);
}
