import type { ProgressUpdate } from '@tsdistill/contracts';
import { silentHost } from '@tsdistill/testing';
import { showGroup, showProgress } from './show-progress';
import type { Trial } from './trial';

const trial = (seed: number): Trial => ({ command: 'student-distill', configs: {}, flags: { seed } });

it('begins at nothing done, and moves whenever a trial ends, also one that fails', async () => {
  const updates: ProgressUpdate[] = [];
  const host = { ...silentHost('work'), progress: (update: ProgressUpdate) => void updates.push(update) };
  const trials = showProgress(
    {
      run: ({ flags }) => (flags?.['seed'] === 1 ? Promise.reject(new Error('lost')) : Promise.resolve('folder')),
      close: () => Promise.resolve(),
    },
    { label: 'two', total: 2 },
    host,
  );
  expect(await trials.run(trial(0))).toBe('folder');
  await expect(trials.run(trial(1))).rejects.toThrow('lost');
  expect(updates).toEqual([0, 1, 2].map((done) => ({ label: 'two', done, total: 2, unit: 'trials' })));
});

it('shows the losses as they are when a trial has ended', () => {
  const shown: unknown[] = [];
  let best = 3;
  const terms = () => ({ best });
  const ended = showGroup({ label: 'one', total: 1, terms }, { progress: (update) => void shown.push(update.terms) });
  best = 2;
  ended();
  expect(shown).toEqual([{ best: 3 }, { best: 2 }]);
});
