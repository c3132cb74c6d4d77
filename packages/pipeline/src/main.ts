import { EXIT, InterruptedError, PipelineError } from '@tsdistill/contracts';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { COMMANDS } from './commands';
import { spellOut } from './commands/spellings';
import { asPipelineError, reportFailure } from './report-failure';
import { withVerbosity } from './verbosity';

/** Reads the command line, runs one command, and turns whatever is thrown into a message and an exit code. */
async function main(): Promise<void> {
  const given = spellOut(hideBin(process.argv));
  const parser = withVerbosity(yargs(given.length > 0 ? [...given] : ['--help']))
    .scriptName('tsdistill')
    .usage('$0 <command>: distils large time-series forecasters into small ones')
    .command(COMMANDS as never)
    .demandCommand(1, 'name a command')
    .strict()
    .recommendCommands()
    .exitProcess(false)
    .fail((message, error: Error | undefined) => {
      // yargs' own complaints come with a message, some as a YError too.
      const problem = message?.replace(/^Did you mean (.+)\?$/, 'there is no such command; the nearest is "$1"');
      throw error && error.name !== 'YError' ? error : new PipelineError('CLI_USAGE', { problem });
    });
  await parser.parseAsync();
}

main().catch((thrown: unknown) => {
  const error = asPipelineError(thrown);
  reportFailure(error);
  process.exitCode = exitCodeOf(error);
});

function exitCodeOf(error: unknown): number {
  if (error instanceof InterruptedError) return EXIT.interrupted;
  if (!(error instanceof PipelineError)) return EXIT.bug;
  return error.code === 'PROVISION_INTERRUPTED' ? EXIT.interrupted : EXIT.userError;
}
