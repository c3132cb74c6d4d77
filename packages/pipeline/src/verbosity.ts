import type { Argv } from 'yargs';

/** `quiet` = errors only, `verbose` = a line for each epoch too. */
export type Verbosity = 'quiet' | 'normal' | 'verbose';

/** Read by stages that are processes of their own, too; Nx takes `--verbose` for itself. */
const VARIABLE = 'TSDISTILL_LOG_LEVEL';
const LEVELS = { quiet: 'error', normal: 'info', verbose: 'debug' } as const satisfies Record<Verbosity, string>;

/** As the environment says. */
export function verbosity(): Verbosity {
  const level = process.env[VARIABLE];
  if (level === LEVELS.quiet) return 'quiet';
  return level === LEVELS.verbose ? 'verbose' : 'normal';
}

/** Adds `--quiet` and `--verbose` to every command; they stand above the environment. */
export function withVerbosity<Arguments>(parser: Argv<Arguments>): Argv<Arguments> {
  return parser
    .options({
      quiet: { type: 'boolean', describe: 'Print nothing but errors' },
      verbose: { type: 'boolean', describe: 'Print a line for each epoch too' },
    })
    .conflicts('quiet', 'verbose')
    .middleware(({ quiet, verbose }) => {
      if (quiet) process.env[VARIABLE] = LEVELS.quiet;
      if (verbose) process.env[VARIABLE] = LEVELS.verbose;
    }) as never;
}

/** Prints what a command made, for a person to read; what a command was asked to print goes to stdout in any case. */
export function printOutcome(text: string): void {
  if (verbosity() !== 'quiet') process.stdout.write(text);
}
