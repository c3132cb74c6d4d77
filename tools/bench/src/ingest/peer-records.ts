import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse as csvParse } from 'csv-parse';
import Papa from 'papaparse';

/** Takes the fields of one record. Nothing is read on while it works, so nothing piles up. */
export type TakeRecord = (fields: readonly string[]) => void;

/** Ways to hand the records of a CSV, header included, to `take`. */
export const PEERS = { 'csv-parse': withCsvParse, papaparse: withPapaparse } as const;
export type Peer = keyof typeof PEERS;

const READ_BYTES = 1 << 20;

function withCsvParse(path: string, take: TakeRecord): Promise<void> {
  const sink = new Writable({
    objectMode: true,
    write(fields: string[], _, done) {
      take(fields);
      done();
    },
  });
  return pipeline(createReadStream(path, { highWaterMark: READ_BYTES }), csvParse(), sink);
}

function withPapaparse(path: string, take: TakeRecord): Promise<void> {
  return new Promise((resolve, reject) => {
    Papa.parse<string[]>(createReadStream(path, { highWaterMark: READ_BYTES, encoding: 'latin1' }), {
      skipEmptyLines: true,
      chunk: ({ data }) => data.forEach(take),
      complete: () => resolve(),
      error: reject,
    });
  });
}
