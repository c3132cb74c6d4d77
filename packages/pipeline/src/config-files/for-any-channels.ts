import { PipelineError } from '@tsdistill/contracts';

/**
 * Runs a check that needs the number C of channels to forecast, which no config says: a file may hold any.
 *
 * Sizes of a model grow evenly with C, so what is refused with one and with two channels is refused with any, and told with C in its sizes.
 */
export function forAnyChannels(check: (channelCount: number) => void): void {
  const [one, two] = [refusalOf(() => check(1)), refusalOf(() => check(2))];
  if (!one || !two || one.code !== two.code) {
    if (one ?? two) throw one ?? two;
    return;
  }
  throw new PipelineError(one.code, inChannels(one.context, two.context) as never);
}

function refusalOf(check: () => void): PipelineError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof PipelineError) return error;
    throw error;
  }
}

/** The same value, with C where its numbers depend on it. */
function inChannels(one: unknown, two: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(two)) return one.map((item, index) => inChannels(item, two[index]));
  if (isRecord(one) && isRecord(two))
    return Object.fromEntries(Object.entries(one).map(([key, item]) => [key, inChannels(item, two[key])]));
  return String(one) === String(two) ? one : numbersInChannels(String(one), String(two));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Number by number: 24 and 48 are `24·C`, 5 and 6 are `4 + C`. */
function numbersInChannels(one: string, two: string): string {
  const others = [...two.matchAll(/\d+/g)].map(([text]) => Number(text));
  let place = 0;
  return one.replace(/\d+/g, (text) => sizeInChannels(Number(text), others[place++] ?? NaN));
}

function sizeInChannels(one: number, two: number): string {
  const each = two - one;
  if (each === 0) return `${one}`;
  const [rest, part] = [one - each, each === 1 ? 'C' : `${each}·C`];
  return rest === 0 ? part : `${rest} + ${part}`;
}
