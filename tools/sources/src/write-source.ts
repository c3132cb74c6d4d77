import { PipelineError } from '@tsdistill/contracts';
import { writeFlights } from './flights';
import { copyTable, SEATTLE_WEATHER, SP500 } from './tables';

/** The embedded data: name → writer of its CSV. Nothing of it is committed; data/raw/SOURCES.md describes each. */
const SOURCES: Readonly<Record<string, (out: string) => Promise<void>>> = {
  flights: (out) => writeFlights(out),
  'seattle-weather': (out) => copyTable(out, SEATTLE_WEATHER),
  sp500: (out) => copyTable(out, SP500),
};

/** Writes one embedded source to `out`. @throws PipelineError SOURCE_UNKNOWN */
export async function writeSource(name: string, out: string): Promise<void> {
  const write = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined;
  if (!write) throw new PipelineError('SOURCE_UNKNOWN', { name, known: Object.keys(SOURCES) });
  await write(out);
}
