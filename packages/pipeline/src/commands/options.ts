import { CALIBRATIONS, parseWallTime } from '@tsdistill/contracts';

/** Options that several commands share, declared once. */
export const out = { type: 'string', demandOption: true, describe: 'folder of the artifact to write' } as const;

export const dataset = { type: 'string', demandOption: true, describe: 'folder of the data set' } as const;

/** @param file name of the config that the command reads */
export const config = (file: string) =>
  ({ type: 'string', demandOption: true, describe: `path of the ${file}` }) as const;

/** For commands that read an experiment which may be a grid. */
export const member = {
  type: 'string',
  requiresArg: true,
  describe: 'which member of a grid, such as alpha=0.3; needed where the experiment is one',
} as const;

/** An option that may be given more than once, or not at all. */
export const folders = (describe: string) =>
  ({ type: 'string', array: true, requiresArg: true, default: [] as string[], describe }) as const;

/** The model of the teacher whose weights a student begins with. */
export const teacherModel = {
  type: 'string',
  describe: 'folder of the teacher’s model, for `distillation.model`: its weights are read, it is not run',
} as const;

/** An option that is given at least once. */
export const someFolders = (describe: string) =>
  ({ type: 'string', array: true, requiresArg: true, demandOption: true, describe }) as const;

/** A folder with the name of what lies in it. */
export interface NamedFolder {
  readonly name: string;
  readonly folder: string;
}

/** An option `NAME=FOLDER` that may be given more than once, or not at all. */
export const namedFolders = (describe: string) =>
  ({
    ...folders(`NAME=FOLDER: ${describe}`),
    coerce: (given: readonly string[]) => given.map(parseNamedFolder),
  }) as const;

/** @throws RangeError unless it is a name, "=" and a folder; the folder may hold further "=" */
export function parseNamedFolder(text: string): NamedFolder {
  const [, name = '', folder = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === '') throw new RangeError(`--placebo and --rival are NAME=FOLDER, not "${text}"`);
  return { name, folder };
}

/** @throws RangeError unless it is a whole number from 0; yargs hands its message on as a misuse of the command line */
export const parseSeed = wholeNumber('--seed');
export const parseFold = wholeNumber('--fold');

function wholeNumber(option: string) {
  return (text: string): number => {
    if (!/^\d{1,9}$/.test(text)) throw new RangeError(`${option} is a whole number from 0 on, not "${text}"`);
    return Number(text);
  };
}

/** Steps to forecast, where a command may choose them. */
export const horizon = {
  type: 'string',
  requiresArg: true,
  coerce: (text: string | undefined) => {
    if (text === undefined || /^[1-9]\d{0,4}$/.test(text)) return text === undefined ? undefined : Number(text);
    throw new RangeError(`--horizon is a whole number of steps from 1 on, not "${text}"`);
  },
  describe: 'steps to forecast; default what such data usually have',
} as const;

/** Settings of section `ingest` that stand above every guess. */
export const settings = {
  type: 'string',
  array: true,
  requiresArg: true,
  default: [] as string[],
  coerce: (given: readonly string[]) => parseSettings(given),
  describe: 'KEY=VALUE of section `ingest`, such as duplicates=mean or dialect.decimal=,',
} as const;

/**
 * "a=1", "b.c=x" → `{ a: 1, b: { c: "x" } }`. A value that is JSON is read as such, any other is text.
 *
 * @throws RangeError unless each is a key, "=" and a value
 */
export function parseSettings(given: readonly string[]): Readonly<Record<string, unknown>> {
  return given.reduce<Record<string, unknown>>((settings, text) => {
    const [, key = '', inner, value = ''] = /^(\w+)(?:\.(\w+))?=(.+)$/s.exec(text) ?? [];
    if (key === '') throw new RangeError(`--set is KEY=VALUE, such as duplicates=mean, not "${text}"`);
    const parsed = parseValue(value);
    if (inner === undefined) return { ...settings, [key]: parsed };
    return { ...settings, [key]: { ...(settings[key] as object | undefined), [inner]: parsed } };
  }, {});
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Where the intervals of a forecast come from, for commands that take a model. */
export const intervalOptions = {
  evaluation: {
    type: 'string',
    requiresArg: true,
    describe: 'folder of the evaluation whose intervals the forecasts get; default the one beside the model',
  },
  intervals: {
    choices: CALIBRATIONS,
    default: 'newest',
    describe: 'windows that they are calibrated on: the newest that were scored, or those of validation',
  },
} as const;

/** Reads a whole number from 1 to `most`. @throws RangeError; yargs hands its message on as a misuse of the command line */
export const parseCount = (name: string, most: number) => (text: string | undefined) => {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text) && Number(text) <= most) return Number(text);
  throw new RangeError(`--${name} is a whole number from 1 to ${most}, not "${text}"`);
};

/** A time by the clock of the data, read as ms since 1970, the clock taken as UTC. */
export const since = {
  type: 'string',
  requiresArg: true,
  coerce: (text: string | undefined) => {
    const timeMs = text === undefined ? undefined : parseWallTime(text);
    if (text === undefined || timeMs !== undefined) return timeMs;
    throw new RangeError(`--since is a date such as 2024-11-16 or "2024-11-16 06:00", not "${text}"`);
  },
} as const;

/** "2%" → 0.02. @throws RangeError; yargs hands its message on as a misuse of the command line */
export const parseMargin = (name: string, most: number) => (text: string | undefined) => {
  if (text === undefined) return undefined;
  const percent = Number(/^(\d+(?:\.\d+)?) ?%$/.exec(text)?.[1] ?? NaN);
  if (percent > 0 && percent <= most) return percent / 100;
  throw new RangeError(`--${name} is a percentage above 0 and up to ${most}, such as 2%, not "${text}"`);
};
