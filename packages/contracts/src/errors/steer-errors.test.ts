import { PipelineError } from './pipeline-error';

it.each([
  [
    new PipelineError('TASK_UNKNOWN', { task: 'a:evaluat', nearest: 'a:evaluate', taskCount: 31 }),
    'There is no task "a:evaluat" among the 31 of this workspace.',
    'Did you mean "a:evaluate"?',
  ],
  [
    new PipelineError('TABLE_COLUMN', { name: 'mes', known: ['mse', 'mae'], nearest: 'mse' }),
    'The table has no column "mes"; it has mse, mae.',
    'Did you mean "mse"?',
  ],
  [
    new PipelineError('TABLE_EMPTY', { experimentCount: 2, rowCount: 12 }),
    'No row is left of the 12 of 2 evaluated experiments.',
    'Take out a `--keep`, or a `*` in its value.',
  ],
  [
    new PipelineError('TABLE_EMPTY', { experimentCount: 0, rowCount: 0 }),
    'No row is left of the 0 of 0 evaluated experiments.',
    'Evaluate an experiment first: `npx nx run <experiment>:evaluate`.',
  ],
  [
    new PipelineError('DIFF_NOTHING', { ref: 'main', acceptedCount: 3 }),
    'main has 3 files in data/results, and none of an experiment with a result here.',
    '`npx tsdistill accept <experiment>` writes such a file; commit it.',
  ],
  [
    new PipelineError('TRY_BASE_FAILED', { experiment: 'a', ending: 'exit code 1' }),
    '`nx run a:evaluate` ended with exit code 1, so there is nothing to compare with.',
    'What it said stands above.',
  ],
  [
    new PipelineError('REPORT_INCOMPARABLE', {
      first: 'a',
      second: 'b',
      differences: ['the horizon is 4 and 6', 'the split is test and validation'],
    }),
    '"a" and "b" cannot be laid over each other: the horizon is 4 and 6, the split is test and validation.',
    '`npx tsdistill diff a b` shows what they have in common.',
  ],
  [
    new PipelineError('CLEAN_UNCONFIRMED', { bytes: '12.0 MB' }),
    'Nothing was deleted: 12.0 MB would be, and nobody is there to be asked.',
    'Give `--yes`.',
  ],
])('%p', (error, message, hint) => {
  expect([error.message, error.hint]).toEqual([message, hint]);
});
