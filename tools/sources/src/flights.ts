import { DuckDBInstance } from '@duckdb/node-api';
import { packagedFile, refuseChanged } from './packaged-file';
import { writeDurably } from './write-durably';

/** sha256 of `flights-3m.parquet` in vega-datasets 3.2.1, as recorded in data/raw/SOURCES.md. */
const FLIGHTS_SHA256 = 'dbeb920c90f59b6ccaff823dcc3d08f25a97fa1ce128d93f40be4e931f5900b0';

const AIRPORT_COUNT = 20;
const FIRST_HOUR = '2001-01-01 00:00:00';
/** Exclusive: six flights of the sample leave at this very minute and are dropped. */
const END = '2001-07-01 00:00:00';

/** One row a sampled flight: `date` (actual departure, local time of the origin), `origin`, and more. */
export function flightsParquet(): string {
  return packagedFile('flights-3m.parquet');
}

/**
 * Writes the hourly departures of the 20 busiest airports as CSV: 4,344 rows, `timestamp` and one column an airport.
 *
 * The counts are those of a random sample of all flights. Hours are local times of each origin, so one row is not one
 * instant. Hours without a flight are 0. Columns are in the order of their airport codes. Same input, same bytes.
 *
 * @throws PipelineError SOURCE_CHANGED when the package brings another file than the one described in SOURCES.md
 */
export async function writeFlights(out: string, parquet = flightsParquet()): Promise<void> {
  refuseChanged(parquet, FLIGHTS_SHA256);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const airports = await busiestAirports(parquet, connection);
    await writeDurably(out, async (file) => {
      await connection.run(
        `COPY (${hourlySql(parquet, airports)}) TO ${quote(file)} (FORMAT csv, HEADER, DELIMITER ',')`,
      );
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

type Connection = Awaited<ReturnType<DuckDBInstance['connect']>>;

/** The airports with the most departures, in the order of their codes; a tie goes to the earlier code. */
async function busiestAirports(parquet: string, connection: Connection): Promise<readonly string[]> {
  const busiest = `SELECT origin FROM ${quote(parquet)} WHERE date < ${quote(END)}
    GROUP BY origin ORDER BY count(*) DESC, origin LIMIT ${AIRPORT_COUNT}`;
  const reader = await connection.runAndReadAll(`SELECT origin FROM (${busiest}) ORDER BY origin`);
  return reader.getRows().map(([origin]) => String(origin));
}

/** Every hour of the range, joined with the counts of the hours that have a flight. */
function hourlySql(parquet: string, airports: readonly string[]): string {
  const counts = airports.map((code) => `count(*) FILTER (origin = ${quote(code)}) AS "${code}"`);
  const columns = airports.map((code) => `coalesce("${code}", 0) AS "${code}"`);
  return `
    WITH hours AS (SELECT unnest(range(TIMESTAMP ${quote(FIRST_HOUR)}, TIMESTAMP ${quote(END)}, INTERVAL 1 HOUR)) AS hour),
      departures AS (SELECT date_trunc('hour', date) AS hour, ${counts.join(', ')} FROM ${quote(parquet)} GROUP BY 1)
    SELECT strftime(hour, '%Y-%m-%d %H:%M:%S') AS timestamp, ${columns.join(', ')}
    FROM hours LEFT JOIN departures USING (hour) ORDER BY hour`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
