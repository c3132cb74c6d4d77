/** Options that several commands share, declared once. */
export const out = { type: 'string', demandOption: true, describe: 'folder of the artifact to write' } as const;

export const dataset = { type: 'string', demandOption: true, describe: 'folder of the data set' } as const;

/** @param file name of the config that the command reads */
export const config = (file: string) =>
  ({ type: 'string', demandOption: true, describe: `path of a ${file}` }) as const;

/** An option that may be given more than once. */
export const folders = (describe: string) =>
  ({ type: 'string', array: true, default: [] as string[], describe }) as const;
