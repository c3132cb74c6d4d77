import { parseArgs } from 'node:util';
import { EXIT, formatError, PipelineError } from '@tsdistill/contracts';
import { writeSource } from './write-source';

const USAGE = 'Usage: node tools/sources/dist/main.js <source> --out <file.csv>';

/** Command line of the embedded sources: one source, one file, exit code 0, 1 (a bug) or 2 (the user can mend it). */
async function main(): Promise<number> {
  const { name, out } = readArguments();
  if (name === undefined || out === undefined) {
    console.error(USAGE);
    return EXIT.userError;
  }
  await writeSource(name, out);
  console.error(`${name}: wrote ${out}`);
  return EXIT.done;
}

function readArguments(): { name: string | undefined; out: string | undefined } {
  const { values, positionals } = parseArgs({
    options: { out: { type: 'string' } },
    allowPositionals: true,
    strict: false,
  });
  const complete = positionals.length === 1 && Object.keys(values).join() === 'out';
  return complete && typeof values.out === 'string'
    ? { name: positionals[0], out: values.out }
    : { name: undefined, out: undefined };
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const expected = error instanceof PipelineError;
    console.error(expected ? formatError(error) : error);
    process.exitCode = expected ? EXIT.userError : EXIT.bug;
  },
);
