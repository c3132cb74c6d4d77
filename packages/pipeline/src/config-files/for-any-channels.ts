import { PipelineError } from '@tsdistill/contracts';

/** More channels than any layer is wide: a `cnn` has other weights where both are equal, which the stage sees. */
const MANY = 10_007;

/**
 * Runs a check that needs the number C of channels to forecast, which no config says: a file may hold any.
 *
 * Sizes of a model grow evenly with C, so two numbers of them tell what is refused for any, with C in its sizes.
 */
export function forAnyChannels(check: (channelCount: number) => void): void {
  const [many, more] = [refusalOf(() => check(MANY)), refusalOf(() => check(MANY + 1))];
  if (many && many.code === more?.code)
    throw new PipelineError(many.code, inChannels(many.context, more.context) as never);
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
function inChannels(many: unknown, more: unknown): unknown {
  if (Array.isArray(many) && Array.isArray(more)) return many.map((item, index) => inChannels(item, more[index]));
  if (isRecord(many) && isRecord(more))
    return Object.fromEntries(Object.entries(many).map(([key, item]) => [key, inChannels(item, more[key])]));
  return String(many) === String(more) ? many : numbersInChannels(String(many), String(more));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Number by number: 24 times as many as channels are `24·C`, 4 more `4 + C`. */
function numbersInChannels(many: string, more: string): string {
  const others = [...more.matchAll(/\d+/g)].map(([text]) => Number(text));
  let place = 0;
  return many.replace(/\d+/g, (text) => sizeInChannels(Number(text), others[place++] ?? NaN));
}

function sizeInChannels(many: number, more: number): string {
  const each = more - many;
  if (each === 0) return `${many}`;
  const [rest, part] = [many - MANY * each, each === 1 ? 'C' : `${each}·C`];
  return rest === 0 ? part : `${rest} + ${part}`;
}
