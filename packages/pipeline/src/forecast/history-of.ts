import { fixedStepMs, formatWallTime, PipelineError } from '@tsdistill/contracts';
import type { ForecasterFacts, ForecastOptions, History } from '@tsdistill/forecast';
import type { IngestConfig, SeriesHistory } from '@tsdistill/ingest';
import { staticColumns } from './choose-reader';

const DAY_MS = 86_400_000;

/** The rows of a series as the runtime takes them. */
export function historyOf(rows: SeriesHistory, { channels, frequency }: ForecasterFacts): History {
  const isInstant = (fixedStepMs(frequency) ?? DAY_MS) < DAY_MS;
  return {
    timestamps: Array.from(rows.times, (timeMs) => (isInstant ? timeMs : formatWallTime(timeMs))),
    values: {
      ...columnsOf(rows.known.subarray(0, rows.times.length * channels.known.length), channels.known),
      ...columnsOf(rows.past, channels.past),
      ...columnsOf(rows.target, channels.target),
    },
  };
}

/** What is known of its future: as many steps as the model forecasts. */
export function optionsOf(rows: SeriesHistory, facts: ForecasterFacts, { series }: IngestConfig): ForecastOptions {
  const { channels, horizon } = facts;
  const [first, width] = [rows.times.length, channels.known.length];
  return {
    known: columnsOf(rows.known.subarray(first * width, (first + horizon) * width), channels.known),
    static: featuresOf(rows, channels.static),
    ...(series !== undefined && { series: rows.id }),
  };
}

function columnsOf(values: Float32Array, names: readonly string[]): Record<string, Float32Array> {
  const column = (place: number) => values.filter((_, index) => index % names.length === place);
  return Object.fromEntries(names.map((name, place) => [name, column(place)]));
}

/** A number where the channel is a column, 1 or 0 where it is one of a column's words. @throws PipelineError FORECAST_WORD */
function featuresOf({ id, labels }: SeriesHistory, names: readonly string[]): Record<string, number> {
  const entries = staticColumns(names).flatMap((column, index) => {
    const value = labels[index] ?? '';
    if (names.includes(column)) return [[column, Number(value)] as const];
    const channels = names.filter((name) => name.startsWith(`${column}=`));
    if (!channels.includes(`${column}=${value}`)) {
      const known = channels.map((channel) => channel.slice(column.length + 1));
      throw new PipelineError('FORECAST_WORD', { series: id, column, value, known });
    }
    return channels.map((channel) => [channel, channel === `${column}=${value}` ? 1 : 0] as const);
  });
  return Object.fromEntries(entries);
}
