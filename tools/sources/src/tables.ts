import { copyFile } from 'node:fs/promises';
import { packagedFile, refuseChanged } from './packaged-file';
import { writeDurably } from './write-durably';

/** A CSV of vega-datasets that needs no work: name in the package, and the sha256 in data/raw/SOURCES.md. */
export interface Table {
  readonly file: string;
  readonly sha256: string;
}

/** Days of Seattle, 2012 … 2015: `date`, precipitation, temp_max, temp_min, wind, and a word for the weather. */
export const SEATTLE_WEATHER: Table = {
  file: 'seattle-weather.csv',
  sha256: '0845078a290b48e3149ab8639966824110a251db4e06fc144c06ebb534af23be',
};

/** Trading days of the S&P 500, 2000 … April 2020: `date`, open, high, low, close, adjclose, volume. */
export const SP500: Table = {
  file: 'sp500-2000.csv',
  sha256: '9409e9342d0657c747324e4cfabce8a8c7f663bc485b95a3378f36b0a160f8c8',
};

/**
 * Puts the bytes of a table to `out`, where git does not see them.
 *
 * @throws PipelineError SOURCE_CHANGED when the package brings another file than the one described in SOURCES.md
 */
export async function copyTable(out: string, table: Table, from = packagedFile(table.file)): Promise<void> {
  refuseChanged(from, table.sha256);
  await writeDurably(out, (side) => copyFile(from, side));
}
