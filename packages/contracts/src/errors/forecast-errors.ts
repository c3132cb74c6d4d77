import { countOf, entry, listNames } from './entry';

/** Where values of a forecast's input stand: `of series "north"`, or nothing where there is but one. */
const ofSeries = (series: string | undefined): string => (series === undefined ? '' : ` of series "${series}"`);

/**
 * Errors of forecasting the future with an exported student. They are in the catalogue and in the runtime that people install
 * (packages/forecast), so this file imports nothing that is not plain JavaScript.
 */
export const FORECAST_ERRORS = {
  FORECAST_SOURCE: entry<{ source: string; problem: string }>(
    (c) => `${c.source} holds no exported forecaster: ${c.problem}.`,
    () => '`npx tsdistill export --model FOLDER --out FOLDER` writes one: model.json and weights.bin.',
  ),
  FORECAST_SHORT: entry<{ found: number; needed: number; series?: string | undefined }>(
    (c) => `The history${ofSeries(c.series)} has ${countOf(c.found, 'row')}, but the model looks back ${c.needed}.`,
    (c) => `Give at least the ${c.needed} newest rows, oldest first.`,
  ),
  FORECAST_CHANNEL: entry<{
    channel: string;
    role: 'target' | 'past' | 'known' | 'static';
    place: 'history' | 'horizon' | 'features';
    found: readonly string[];
  }>(
    (c) =>
      `There is no channel "${c.channel}" (${c.role}) in the ${c.place}; there is ${listNames(c.found) || 'none'}.`,
    (c) => {
      if (c.place === 'features') return `Add "${c.channel}" to \`static\`, one number.`;
      if (c.place === 'horizon') return `Add "${c.channel}" to \`known\`, one value for each step to forecast.`;
      return `Add "${c.channel}" to \`history.values\`; its names are those of the data that the model was trained on.`;
    },
  ),
  FORECAST_LENGTH: entry<{ channel: string; place: 'history' | 'horizon'; found: number; expected: number }>(
    (c) => `Channel "${c.channel}" of the ${c.place} has ${countOf(c.found, 'value')}, but ${c.expected} are needed.`,
    (c) =>
      c.place === 'history'
        ? 'Every channel of the history has one value for each of its timestamps.'
        : 'What is known of the future has one value for each step to forecast, the first step first.',
  ),
  FORECAST_VALUE: entry<{
    channel: string;
    place: 'history' | 'horizon' | 'features';
    at: string;
    value: number;
    count: number;
  }>(
    (c) => `Channel "${c.channel}" of the ${c.place} is ${c.value} at ${c.at} (${countOf(c.count, 'such value')}).`,
    () => 'Fill what is missing before you forecast: the model has no answer to a value that is no finite number.',
  ),
  FORECAST_DOMAIN: entry<{ channel: string; at: string; value: number; transform: string }>(
    (c) => `Channel "${c.channel}" of the history is ${c.value} at ${c.at}, of which there is no ${c.transform}.`,
    () => 'The model was trained on values from 0 on; give the channel in the unit of the training data.',
  ),
  FORECAST_TIME: entry<{ row: number; value: string; timezone: string }>(
    (c) => `Timestamp ${c.row} of the history is "${c.value}", which is no time on the clock of ${c.timezone}.`,
    () => 'Give ISO 8601 (2024-03-01, 2024-03-01T06:00, 2024-03-01T06:00:00+01:00), a Date, or ms since 1970.',
  ),
  FORECAST_STEP: entry<{ row: number; from: string; to: string; frequency: string }>(
    (c) => `From row ${c.row} of the history (${c.from}) to the next (${c.to}) is not one step of ${c.frequency}.`,
    () => 'Give every row once, oldest first, at the frequency of the training data; fill gaps before you forecast.',
  ),
  FORECAST_SERIES: entry<{ series: string | undefined; known: readonly string[] }>(
    (c) =>
      c.series === undefined
        ? 'The model has a scale for each series, but nothing says which series this is.'
        : `The model has no scale for a series "${c.series}".`,
    (c) => `Name one that it was trained on in \`series\`: ${listNames(c.known)}.`,
  ),
} as const;
