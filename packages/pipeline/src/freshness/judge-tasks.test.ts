import { judgeTasks, ownChanges, type TaskView } from './judge-tasks';

const MANIFESTS = 'data/artifacts/*/*/{manifest,engine}.json';
const CODE = '{packages/student-distill,packages/contracts}/dist/**/*.js';

/** A task whose inputs are the settings "s" and what `dependencies` write; nothing has changed. */
function task(id: string, dependencies: readonly TaskView[], change: Partial<TaskView> = {}): TaskView {
  const output = id.endsWith(':build') ? `packages/${id.split(':')[0]}/dist` : `data/artifacts/${id.replace(':', '/')}`;
  const written = dependencies.flatMap(({ outputs }) =>
    outputs.flatMap((one) => [`${MANIFESTS}:${one}`, `${CODE}:${one}`]),
  );
  const inputs = Object.fromEntries(['s', ...written].map((input) => [input, '1']));
  const record = { version: 1, hash: '1', origin: 'ran', endedAt: '', milliseconds: 1, inputs, settings: {} } as const;
  return {
    ...{ id, isAlias: false, dependencies: dependencies.map((one) => one.id), inputs, outputs: [output] },
    ...{ kept: 'local', output: 'in place', record, ...change },
  };
}

function judged(...tasks: readonly TaskView[]) {
  return Object.fromEntries(
    [...judgeTasks(tasks)].map(([id, state]) => [id, state.kind === 'fresh' ? 'fresh' : state]),
  );
}

const stale = (next: string) => ({ kind: 'stale', next });

it('is fresh where the kept result lies in place, however it came there', () => {
  expect(judged(task('a:ingest', []), task('b:ingest', [], { record: undefined }))).toEqual({
    'a:ingest': 'fresh',
    'b:ingest': 'fresh',
  });
});

it.each([
  ['its inputs were never seen before', { kept: 'nowhere', inputs: { s: '2' }, output: 'other' }, stale('run')],
  ['Nx has a result of its inputs, and another lies there', { output: 'other' }, stale('local hit')],
  ['its output was deleted', { output: 'missing' }, stale('local hit')],
  ['the remote cache has its result', { kept: 'remote', output: 'other' }, stale('remote hit')],
  [
    'it never ran here, and the remote cache has its result',
    { kept: 'remote', output: 'missing', record: undefined },
    { kind: 'never run', next: 'remote hit' },
  ],
  ['nothing of it is kept any more', { kept: 'nowhere', output: 'other' }, stale('run')],
  ['it never ran', { kept: 'nowhere', output: 'missing', record: undefined }, { kind: 'never run', next: 'run' }],
] as const)('a task alone, when %s', (_when, change, state) => {
  expect(judged(task('a:ingest', [], change))).toEqual({ 'a:ingest': state });
});

it('waits for what it reads, and runs in any case when its own settings changed', () => {
  const ingest = task('a:ingest', [], { kept: 'nowhere', inputs: { s: '2' } });
  const reader = task('a:evaluate', [ingest]);
  const edited = task('b:evaluate', [ingest], { inputs: { ...reader.inputs, s: '2' } });
  expect(judged(reader, edited, ingest)).toEqual({
    'a:ingest': stale('run'),
    'a:evaluate': stale('decide'),
    'b:evaluate': stale('run'),
  });
});

it('is not certain to run behind a result that a cache puts back', () => {
  const fetched = task('a:ingest', [], { kept: 'remote', output: 'missing', record: undefined });
  const neverRun = { kept: 'nowhere', output: 'missing', record: undefined } as const;
  const teacher = task('a:teacher-train', [fetched], neverRun);
  const states = judged(fetched, teacher, task('a:evaluate', [teacher], neverRun));
  expect(states['a:teacher-train']).toEqual({ kind: 'never run', next: 'decide' });
  expect(states['a:evaluate']).toEqual({ kind: 'never run', next: 'decide' });
});

it('waits for the code that it runs, not for that of the command line', () => {
  const rebuilt = { kept: 'nowhere', output: 'other' } as const;
  const [own, pipeline] = [task('student-distill:build', [], rebuilt), task('pipeline:build', [], rebuilt)];
  expect(judged(own, task('a:student-distill-s0', [own]))['a:student-distill-s0']).toEqual(stale('decide'));
  expect(judged(pipeline, task('a:student-distill-s0', [pipeline]))['a:student-distill-s0']).toBe('fresh');
});

it('lists own changes without what tasks before it are about to write', () => {
  const ingest = task('a:ingest', []);
  const inputs = { s: '1', [`${MANIFESTS}:data/artifacts/a/ingest`]: '2', new: '1' };
  const reader = task('a:evaluate', [ingest], { inputs });
  expect(ownChanges(reader)).toEqual(expect.arrayContaining([`${MANIFESTS}:data/artifacts/a/ingest`, 'new']));
  expect(ownChanges(reader, [ingest])).toEqual(['new']);
});
