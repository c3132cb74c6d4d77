import { breathe, formatWallTime } from '@tsdistill/contracts';
import { createTimeConverter } from '../clock/convert-times';
import { REFUSE } from '../faults/fault-judge';
import type { Findings } from '../faults/findings';
import type { ColumnChunk } from '../source/decode-chunk';
import { readChunks } from '../source/read-chunks';
import { hasDoubtful } from '../source/time-sql';
import type { Reading } from './reading';

/** A time is not spelled like the first one, where all were read by its pattern. */
export class OtherSpelling extends Error {}

/**
 * Hands on the rows of all sources chunk by chunk, their times converted.
 *
 * @returns rows of each source
 * @throws OtherSpelling beside the errors of `readChunks`
 */
export async function eachChunk(
  { connection, plan, config, host, judge = REFUSE }: Reading,
  findings: Findings,
  take: (chunk: ColumnChunk, firstRow: number) => void,
): Promise<readonly number[]> {
  const rowCounts: number[] = [];
  const estimate = plan.sources.reduce((sum, { source }) => sum + source.rowEstimate, 0);
  const times = createTimeConverter(plan, findings, config.ambiguous);
  let done = 0;
  let shown = 0;
  for (const source of plan.sources) {
    const before = done;
    for await (const chunk of readChunks(connection, source, judge.rejected)) {
      const isPlain = source.pattern !== undefined;
      if (isPlain && hasDoubtful(chunk.times)) throw new OtherSpelling();
      // A year of four digits that is not doubtful is a time in any case.
      if (!isPlain || !times.isIdle) times.convert(chunk, done);
      take(chunk, done);
      done += chunk.rowCount;
      if (done - shown < 65_536) continue;
      shown = done;
      host.progress({ label: source.source.name, done, total: Math.max(done, estimate), unit: 'rows' });
      await breathe(host);
    }
    rowCounts.push(done - before);
  }
  await breathe(host);
  const away = times.awayFromMidnight();
  if (away.rows > 0)
    host.warn(
      { timezone: config.timezone, rows: away.rows, timeOfDay: formatWallTime(away.firstMs).slice(11) },
      'instants are not midnight by the clock of `timezone`: is it that of their days?',
    );
  return rowCounts;
}
