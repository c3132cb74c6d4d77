import type { ErrorContext } from './catalogue';
import type { ARTIFACT_ERRORS } from './artifact-errors';
import { formatError, PipelineError } from './pipeline-error';

type Code = keyof typeof ARTIFACT_ERRORS;
type Cases = { readonly [Each in Code]: readonly [ErrorContext<Each>, string, string] };

/** Of every error one context, its whole message, and what its hint must name. */
const CASES: Cases = {
  ARTIFACT_MISSING: [
    { folder: 'out/a', kind: 'dataset' },
    'There is no dataset artifact in out/a: it has no manifest.json.',
    '`npx nx run <experiment>:evaluate`',
  ],
  ARTIFACT_INVALID: [
    { file: 'a/manifest.json', problem: 'meta.horizon: not a number' },
    'a/manifest.json does not follow its contract: meta.horizon: not a number.',
    'packages/contracts/README.md',
  ],
  ARTIFACT_KIND: [
    { folder: 'a', found: 'model', expected: 'dataset' },
    'a holds a model artifact, but a dataset artifact is needed here.',
    '`npx tsdistill <command> --help`',
  ],
  ARTIFACT_VERSION: [
    { folder: 'a', found: 3, supported: 1 },
    'a follows version 3 of its contract; this program reads version 1.',
    'Upgrade tsdistill',
  ],
  ARTIFACT_CORRUPT: [
    { file: 'a/x.arrow', found: 'has 39 bytes', expected: '40 bytes' },
    'a/x.arrow has 39 bytes, but its manifest says 40 bytes: it was changed, cut or lost.',
    '`npx nx reset`',
  ],
  ARTIFACT_OCCUPIED: [
    { folder: 'a', found: 'thesis.doc' },
    'a holds "thesis.doc" and no manifest.json: it is no artifact that may be replaced.',
    '--out',
  ],
  ARTIFACT_MISMATCH: [
    { what: 'the horizon', left: 'A', leftValue: '4', right: 'B', rightValue: '2' },
    'A and B do not belong together: the horizon is 4 in one and 2 in the other.',
    '`npx nx run <experiment>:evaluate`',
  ],
  ARROW_COLUMN: [
    { file: 'x.arrow', column: 'origin', found: ['a: Int8', 'b: Bool'], expected: 'Int32' },
    'x.arrow has no column "origin" of type Int32; it has a: Int8, b: Bool.',
    'packages/contracts/README.md',
  ],
  ARROW_NULL: [
    { file: 'x.arrow', column: 'forecast', count: 17 },
    'x.arrow: column "forecast" holds 17 NULL values, which would be read as 0.',
    'Leave the row out',
  ],
  ARROW_COMPRESSED: [
    { file: 'x.arrow' },
    'x.arrow is compressed, so that one window cannot be read by its byte offset.',
    'compression=None',
  ],
};

it.each(Object.keys(CASES) as Code[])('%s says what happened with its numbers, and what to do', (code) => {
  const [context, message, hint] = CASES[code];
  const error = new PipelineError(code, context as never);
  expect(error.message).toBe(message);
  expect(error.hint).toContain(hint);
  expect(formatError(error)).toBe(`${code}: ${message}\n  ${error.hint}`);
});
