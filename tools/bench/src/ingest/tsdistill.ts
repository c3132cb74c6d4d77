import { dirname, join } from 'node:path';
import { type ProcessFigures, runProcess } from './run-process';

const PROGRAM = join(dirname(require.resolve('@tsdistill/pipeline/package.json')), 'bin/tsdistill.js');

/** Runs one command of the command line. */
export function tsdistill(command: string, ...given: readonly string[]): Promise<ProcessFigures> {
  return runProcess(PROGRAM, [command, ...given]);
}
