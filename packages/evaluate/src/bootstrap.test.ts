import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { mean, standardDeviation } from 'simple-statistics';
import type { WindowLosses } from './accumulate-errors';
import {
  chooseBlockLength,
  drawBlocks,
  intervalOf,
  meanLoss,
  resampleMean,
  studentQuantile,
  tailProbability,
} from './bootstrap';

const CONFIG = { resamples: 400, level: 0.95, seed: 0 };

function lossesOf(means: ArrayLike<number>, counts?: readonly number[]): WindowLosses {
  return { means: Float64Array.from(means), counts: Float64Array.from(counts ?? Array.from(means, () => 1)) };
}

/** Standard normal numbers (Box & Muller 1958). */
function normals(count: number, seed: number): number[] {
  const generator = xoroshiro128plus(seed);
  const uniform = () => (uniformInt(generator, 0, 2 ** 30 - 1) + 0.5) / 2 ** 30;
  return Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
}

/** Losses with true mean 0 whose windows overlap: means of `horizon` neighbouring values of an AR(1) process. */
function overlappingLosses(windowCount: number, horizon: number, seed: number): number[] {
  const sums = [0];
  let value = 0;
  for (const shock of normals(windowCount + horizon - 1, seed)) {
    value = 0.5 * value + shock;
    sums.push(sums.at(-1)! + value);
  }
  return Array.from({ length: windowCount }, (_, i) => (sums[i + horizon]! - sums[i]!) / horizon);
}

function coverage(blockLength: number, trials: number): number {
  let covered = 0;
  for (let trial = 0; trial < trials; trial++) {
    const resampling = drawBlocks(846, blockLength, { ...CONFIG, seed: trial });
    const losses = lossesOf(overlappingLosses(846, 24, 1000 + trial));
    const { lower, upper } = intervalOf(resampleMean([losses], resampling).resampled, resampling)!;
    covered += lower <= 0 && 0 <= upper ? 1 : 0;
  }
  return covered / trials;
}

describe('chooseBlockLength', () => {
  it.each([
    [2785, 96, 1, 192, 'twice the overlap'],
    [846, 24, 1, 48, 'twice the overlap'],
    [846, 24, 5, 10, 'overlap counted in windows'],
    [1000, 24, 24, 10, 'n^(1/3) when windows do not overlap'],
    [1001, 24, 24, 11, 'n^(1/3) rounded up'],
    [30, 24, 1, 30, 'never more than all windows'],
  ])('gives %d windows, horizon %d, stride %d a block of %d: %s', (windows, horizon, stride, expected) => {
    expect(chooseBlockLength(windows, horizon, stride)).toBe(expected);
  });
});

describe('resampleMean', () => {
  it('is the mean over the drawn blocks put together and cut to the original length', () => {
    const [windowCount, blockLength] = [50, 12];
    const losses = lossesOf(
      normals(windowCount, 1),
      Array.from({ length: windowCount }, (_, i) => 1 + (i % 4)),
    );
    const resampling = drawBlocks(windowCount, blockLength, CONFIG);
    const { value, resampled } = resampleMean([losses], resampling);
    const pooled = (windows: readonly number[]) => {
      const weight = windows.reduce((sum, i) => sum + losses.counts[i]!, 0);
      return windows.reduce((sum, i) => sum + losses.means[i]! * losses.counts[i]!, 0) / weight;
    };
    expect(value).toBeCloseTo(pooled(Array.from(losses.means.keys())), 12);
    for (let r = 0; r < CONFIG.resamples; r++) {
      const starts = Array.from(resampling.starts.subarray(r * 5, (r + 1) * 5));
      const windows = starts.flatMap((start) => Array.from({ length: blockLength }, (_, i) => start + i));
      expect(resampled[r]).toBeCloseTo(pooled(windows.slice(0, windowCount)), 12);
    }
  });

  it('draws every possible block, the first and the last too', () => {
    const starts = new Set(drawBlocks(20, 5, CONFIG).starts);
    expect([...starts].sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, start) => start));
  });

  // With blocks of one window this is the ordinary bootstrap, whose spread is sd/√n.
  it('spreads by sd/√n over independent windows', () => {
    const losses = lossesOf(normals(400, 2));
    const { resampled } = resampleMean([losses], drawBlocks(400, 1, { ...CONFIG, resamples: 2000 }));
    const expected = standardDeviation(Array.from(losses.means)) / Math.sqrt(400);
    expect(standardDeviation(Array.from(resampled)) / expected).toBeCloseTo(1, 1);
  });

  // One resample draws S of S seeds, so its mean spreads by sd/√S with the population sd of the seeds.
  it('spreads over seeds by sd/√S even where windows do not differ', () => {
    const seeds = [1, 2, 6].map((level) => lossesOf(new Float64Array(30).fill(level)));
    const { value, resampled } = resampleMean(seeds, drawBlocks(30, 3, { ...CONFIG, resamples: 4000 }));
    expect(value).toBeCloseTo(3, 12);
    expect(mean(Array.from(resampled))).toBeCloseTo(3, 1);
    const expected = standardDeviation([1, 2, 6]) / Math.sqrt(3);
    expect(standardDeviation(Array.from(resampled)) / expected).toBeCloseTo(1, 1);
  });

  it('draws the same windows and seeds for every model, so that a constant difference is certain', () => {
    const seeds = [3, 4, 5].map((seed) => lossesOf(normals(60, seed)));
    const worse = seeds.map(({ means }) => lossesOf(means.map((loss) => loss + 0.25)));
    const resampling = drawBlocks(60, 6, CONFIG);
    const [left, right] = [resampleMean(seeds, resampling), resampleMean(worse, resampling)];
    left.resampled.forEach((loss, r) => expect(right.resampled[r]! - loss).toBeCloseTo(0.25, 12));
  });

  it('depends on its seed alone', () => {
    const draw = (seed: number) => resampleMean([lossesOf(normals(60, 3))], drawBlocks(60, 6, { ...CONFIG, seed }));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });
});

describe('meanLoss', () => {
  it('weighs windows by their counted elements', () => {
    expect(meanLoss(lossesOf([1, 4], [3, 1]))).toBe(1.75);
  });
});

describe('intervalOf', () => {
  it('needs five independent blocks', () => {
    const samples = Float64Array.from(normals(CONFIG.resamples, 4));
    expect(intervalOf(samples, drawBlocks(50, 10, CONFIG))).not.toBeNull();
    expect(intervalOf(samples, drawBlocks(49, 10, CONFIG))).toBeNull();
  });

  it('is at the two percentiles of its tail', () => {
    const samples = Float64Array.from({ length: 1001 }, (_, i) => 1000 - i);
    const resampling = drawBlocks(80, 10, CONFIG);
    const tail = tailProbability(0.95, 8);
    const { lower, upper } = intervalOf(samples, resampling)!;
    expect(lower).toBeCloseTo(1000 * tail, 6);
    expect(upper).toBeCloseTo(1000 * (1 - tail), 6);
  });

  // Simulated with numpy over 400 series each: .92 with blocks of twice the overlap, .78 with half of it.
  it('covers the truth in about 95 % of series with overlapping windows, and would not with short blocks', () => {
    expect(coverage(chooseBlockLength(846, 24, 1), 250)).toBeGreaterThan(0.89);
    expect(coverage(chooseBlockLength(846, 24, 1), 250)).toBeLessThan(0.985);
    expect(coverage(12, 250)).toBeLessThan(0.85);
  });
});

describe('studentQuantile', () => {
  // Quantiles of scipy 1.17.1, stats.t.ppf.
  it.each([
    [0.95, 4, 2.7764],
    [0.95, 9, 2.2622],
    [0.95, 13.5, 2.1523],
    [0.99, 9, 3.2498],
    [0.5, 29, 0.683],
  ])('at level %d with %d degrees of freedom is %d', (level, degrees, expected) => {
    expect(Math.abs(studentQuantile(level, degrees) - expected)).toBeLessThan(0.005);
  });
});

describe('tailProbability', () => {
  // scipy: norm.cdf(-sqrt(n / (n - 1)) * t.ppf(.975, n - 1)).
  it.each([
    [5, 0.000954],
    [14.5, 0.012855],
    [35, 0.019608],
  ])('of %d blocks at level .95 is %d', (blocks, expected) => {
    expect(Math.abs(tailProbability(0.95, blocks) - expected)).toBeLessThan(2e-5);
  });

  it('tends to the plain percentile with many blocks', () => {
    expect(tailProbability(0.9, 1e6)).toBeCloseTo(0.05, 5);
  });
});
