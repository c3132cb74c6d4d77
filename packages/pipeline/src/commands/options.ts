/** Options that several commands share, declared once. */
export const out = { type: 'string', demandOption: true, describe: 'folder of the artifact to write' } as const;

export const dataset = { type: 'string', demandOption: true, describe: 'folder of the data set' } as const;

/** @param file name of the config that the command reads */
export const config = (file: string) =>
  ({ type: 'string', demandOption: true, describe: `path of the ${file}` }) as const;

/** An option that may be given more than once, or not at all. */
export const folders = (describe: string) =>
  ({ type: 'string', array: true, requiresArg: true, default: [] as string[], describe }) as const;

/** An option that is given at least once. */
export const someFolders = (describe: string) =>
  ({ type: 'string', array: true, requiresArg: true, demandOption: true, describe }) as const;

/** @throws RangeError unless it is a whole number from 0; yargs hands its message on as a misuse of the command line */
export function parseSeed(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`--seed is a whole number from 0 on, not "${text}"`);
  return Number(text);
}
