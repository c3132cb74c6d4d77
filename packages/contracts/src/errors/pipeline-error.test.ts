import { listNames } from './entry';
import { EXIT, PipelineError } from './pipeline-error';

it('carries code, typed context and what caused it', () => {
  const cause = new Error('EACCES');
  const error = new PipelineError('ARROW_COMPRESSED', { file: 'x.arrow' }, { cause });
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.code, error.context, error.cause]).toEqual([
    'PipelineError',
    'ARROW_COMPRESSED',
    { file: 'x.arrow' },
    cause,
  ]);
});

it('ends a process with 0, 1, 2 or 130', () => {
  expect(EXIT).toEqual({ done: 0, bug: 1, userError: 2, interrupted: 130 });
});

it('lists all names while they are few, and says how many there are when not', () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);
  expect(listNames(names(8))).toBe('c0, c1, c2, c3, c4, c5, c6, c7');
  expect(listNames(names(9))).toBe('c0, c1, c2, c3, c4, c5, c6, c7, … (9 in all)');
  expect(listNames(names(3), 1)).toBe('c0, … (3 in all)');
});
