import { temporaryFolder } from '@tsdistill/testing';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postTasksExecution } from './record-run';

const root = temporaryFolder();
const CONFIG = { student: 'small', teachers: ['big'], distillation: { alpha: [0.3, 0.5] } };

/** What is kept of a task that Nx ran, with one input of this name. */
async function settingsKept(input: string): Promise<unknown> {
  writeFileSync(join(root, 'experiment.json'), JSON.stringify(CONFIG));
  const target = { project: 'shop', target: 'distil' };
  const task = { id: 'shop:distil', target, overrides: {}, outputs: ['out'], parallelism: true, hash: '1' };
  const hashed = { ...task, hashDetails: { command: '', nodes: { [input]: '1' } } };
  const taskResults = { 'shop:distil': { task: hashed, status: 'success' as const, code: 0 } };
  await postTasksExecution(
    {},
    { id: '1', workspaceRoot: root, nxJsonConfiguration: {}, taskResults, argv: [], ...TIMES },
  );
  const record = join(root, 'data/work/last-run/shop/distil.json');
  return (JSON.parse(readFileSync(record, 'utf8')) as { settings: unknown }).settings;
}

const TIMES = { startTime: 0, endTime: 1 };
const FIELDS = 'json:{workspaceRoot}/experiment.json[teachers,combine,distillation]';

it.each([
  ['keys', FIELDS],
  ['keys without those of a grid', `${FIELDS}![distillation.alpha]`],
])('keeps the values of an input of %s', async (_, input) => {
  const { teachers, distillation } = CONFIG;
  expect(await settingsKept(input)).toEqual({ 'experiment.json': { teachers, distillation } });
});

it('keeps no values of an input that is no config', async () => {
  expect(await settingsKept('shop:{projectRoot}/src/index.ts')).toEqual({});
});
