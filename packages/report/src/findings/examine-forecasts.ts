import { breathe, type EvaluationSummary, type StageHost } from '@tsdistill/contracts';
import type { IntervalBand } from '../facts/interval-band';
import { type Distances, createFollowing } from './following';
import { type ExampleWindow, readExamples } from './example-windows';
import { createResiduals, type Residuals } from './residuals';
import type { ScoredWindow, ScoredWindows } from './scored-windows';
import { createSlices, type Slice } from './slices';
import { meanSquare } from './squared-errors-of';

/** What the stored forecasts show beyond the metrics of the summary. */
export interface Findings {
  readonly slices: readonly Slice[];
  readonly residuals: Residuals;
  readonly distances: Distances;
  readonly examples: readonly ExampleWindow[];
}

/** Channels that a reader may choose from, those with the largest error of the student; more would make the page too large. */
const MOST_CHANNELS = 24;
/** Windows between two looks at the clock. */
const PAUSE_WINDOWS = 256;

/** Reads every scored window once, and three of them again. */
export async function examineForecasts(
  windows: ScoredWindows,
  summary: EvaluationSummary,
  band: IntervalBand | null,
  host: StageHost,
): Promise<Findings> {
  const { channels, horizon, season } = windows.data.dataset.manifest.meta;
  const width = channels.target.length;
  const slices = createSlices(windows.data);
  const residuals = createResiduals(
    windows.count,
    width,
    Math.min(200, Math.max(2 * horizon, Math.ceil(1.1 * season))),
  );
  const following = createFollowing(horizon, width);
  const losses = new Float64Array(windows.count);
  for (let index = 0; index < windows.count; index++) {
    const window = windows.read(index);
    for (const collector of [slices, residuals, following]) collector.add(window);
    losses[index] = studentLoss(window);
    if (index % PAUSE_WINDOWS > 0) continue;
    host.progress({ label: 'forecasts', done: index, total: windows.count, unit: 'windows' });
    await breathe(host);
  }
  return {
    slices: slices.result(),
    residuals: residuals.result(),
    distances: following.result(),
    examples: readExamples(windows, losses, worstChannels(summary).slice(0, MOST_CHANNELS), band),
  };
}

/** Indices of the channels by the student's mse, worst first. */
export function worstChannels({ models, channels }: EvaluationSummary): readonly number[] {
  const runs = models.find(({ role }) => role === 'student')?.runs ?? [];
  const errors = channels.map((_, c) => runs.reduce((sum, run) => sum + (run.perChannel[c]?.['mse'] ?? 0), 0));
  return [...channels.keys()].sort((a, b) => (errors[b] ?? 0) - (errors[a] ?? 0));
}

/** Mean over the counted elements and over seeds; NaN where nothing counts. */
function studentLoss({ truth, observed, students }: ScoredWindow): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    if (observed?.[i] === 0) continue;
    sum += meanSquare(students, i, truth[i] ?? NaN);
    count += 1;
  }
  return sum / count;
}
