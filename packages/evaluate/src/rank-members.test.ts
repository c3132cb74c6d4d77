import type { EvaluationSummary } from '@tsdistill/contracts';
import { renderGrid } from './grid-table';
import { rankMembers } from './rank-members';

/** What a ranking reads of an evaluation: its student among the others. */
const scored = (label: string, mse: number, mae = 2 * mse) => ({
  label,
  summary: {
    models: [
      { role: 'teacher', mean: { mse: 0, mae: 0 }, sd: {}, runs: [{}] },
      { role: 'student', mean: { mse, mae }, sd: { mse: 0.01 }, runs: [{}, {}] },
      { role: 'twin', mean: { mse: 0.1, mae: 0 }, sd: {}, runs: [{}] },
    ],
  } as unknown as EvaluationSummary,
});

it('sorts members by the loss of their students on validation', () => {
  const { members } = rankMembers([scored('alpha=0.3', 0.5), scored('alpha=0.5', 0.4), scored('alpha=0.7', 0.8)]);
  expect(members.map(({ label }) => label)).toEqual(['alpha=0.5', 'alpha=0.3', 'alpha=0.7']);
  expect(members[0]).toEqual({ label: 'alpha=0.5', seedCount: 2, mse: 0.4, mseSd: 0.01, mae: 0.8 });
});

it('leaves equals in the order of the config', () => {
  const { members } = rankMembers([scored('b', 0.4), scored('a', 0.4), scored('c', 0.3)]);
  expect(members.map(({ label }) => label)).toEqual(['c', 'b', 'a']);
});

it('says how far each member is above the best, and that test was looked at for the best alone', () => {
  const choice = rankMembers([scored('alpha=0.3', 0.5), scored('alpha=0.5', 0.4)]);
  const lines = renderGrid('trial', choice, 'test').split('\n');
  expect(lines[0]).toBe('trial: 2 members, sorted by validation');
  expect(lines.slice(-4, -2).map((line) => line.split(/\s{2,}/))).toEqual([
    ['alpha=0.5', '2 seeds', '0.4000 ±.0100', '0.8000'],
    ['alpha=0.3', '2 seeds', '0.5000 ±.0100', '1.0000', '+25.0 %'],
  ]);
  expect(lines.at(-1)).toBe('Chosen on validation: alpha=0.5; test was looked at for that member alone.');
  expect(renderGrid('trial', choice, 'validation')).not.toContain('test');
});
