import type { DuckDBConnection } from '@duckdb/node-api';
import { isNumeric } from './guess-columns';
import { guessFrequency } from './guess-frequency';
import { guessSeries, isTimeOfDay } from './guess-series';
import { guessTime, timeSql } from './guess-time';
import type { StepFacts, TimeGuess } from './inspection';
import type { Cells } from './look-at-cells';

/** One way to read the times, and the steps that it gives. */
export interface TimeReading {
  readonly guess: TimeGuess;
  readonly step: StepFacts | undefined;
}

/** Which columns hold the time and the series of a row. */
export interface Times {
  readonly timeIndex: number;
  readonly seriesIndex: number | undefined;
  /** None where no column looks like times, two where day and month can be confused. */
  readonly readings: readonly TimeReading[];
  /** SQL of the time (by the first reading) and of the series of a row. */
  readonly time: string;
  readonly series: string;
}

export interface TimeSettings {
  readonly timestamp?: string | undefined;
  readonly timeFormat?: string | undefined;
  readonly series?: string | undefined;
}

/** Guesses the time column with its format, the column of the series, and the step. */
export async function lookAtTimes(
  connection: DuckDBConnection,
  { rows, names, profile }: Cells,
  given: TimeSettings,
): Promise<Times> {
  const options = { column: given.timestamp, format: given.timeFormat };
  const guesses = await guessTime(connection, rows, profile.columns, options);
  // Where nothing looks like times, ingest says of the first column why.
  const timeIndex = Math.max(0, names.indexOf(guesses[0]?.column ?? given.timestamp ?? ''));
  const timeOf = (format: string | undefined) => timeSql(`k${timeIndex}`, format);
  const time = timeOf(guesses[0]?.format);
  const found = await guessSeries(connection, rows, {
    time,
    names,
    rowCount: Math.max(1, profile.rowCount),
    texts: profile.columns.flatMap((column, index) => (isNumeric(column) || isTimeOfDay(column.least) ? [] : [index])),
    timeIndex,
    given: given.series === undefined ? undefined : names.indexOf(given.series),
  });
  const series = found ? `ifnull(k${found.index}, '')` : `''`;
  const readings: TimeReading[] = [];
  for (const guess of guesses)
    readings.push({ guess, step: await guessFrequency(connection, rows, timeOf(guess.format), series) });
  return { timeIndex, seriesIndex: found?.index, readings, time, series };
}
