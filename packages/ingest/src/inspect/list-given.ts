import type { GivenSettings } from './suggest-section';

/** Settings of section `ingest` that are lists of names. */
const LISTS = ['targets', 'past', 'known', 'static', 'calendar'];

/** One name may be given without the brackets of a list. */
export function listGiven(given: GivenSettings): GivenSettings {
  const entries = Object.entries(given);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, LISTS.includes(key) && typeof value === 'string' ? [value] : value]),
  );
}
