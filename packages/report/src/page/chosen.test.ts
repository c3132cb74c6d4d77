import { chosenText } from '@tsdistill/contracts';
import { VOID_SUMMARY } from '../../testing/void-summary';
import type { Report } from '../report';
import { makingSection } from './making-section';
import { verdictSection } from './verdict-section';

const provenance = { written: '2024-02-01T00:00:00.000Z', commit: null, versions: {}, machine: 'one' };
const chosen = [
  { role: 'student', name: 'mlp, distilled', settings: { alpha: 0, learningRate: 0.01 } },
  { role: 'placebo', name: 'naive', settings: { alpha: 0, learningRate: 0.01 } },
  { role: 'twin', name: 'mlp, alone', settings: { learningRate: 0.005 } },
] as const;
const reportOf = (summary: Report['summary']) =>
  ({ summary, latency: {}, trainings: [], stages: [], configs: {}, provenance }) as unknown as Report;
const TOLD = 'student, placebo naive alpha 0, learningRate 0.01; twin learningRate 0.005';

it('says what was chosen on validation, and that alpha 0 hears no soft targets, only where something was', () => {
  const tuned = reportOf({ ...VOID_SUMMARY, chosen });
  expect(makingSection(tuned).text).toContain(TOLD);
  expect(verdictSection(tuned, []).text).toContain('Validation preferred alpha 0: the student hears no soft targets.');
  const plain = reportOf(VOID_SUMMARY);
  expect(makingSection(plain).text).not.toContain('chosen on validation');
  expect(verdictSection(plain, []).text).not.toContain('preferred');
});

it('names settings in one order, however a file has them', () => {
  const settings = { learningRate: 0.01, dropout: 0, alpha: 0.5 };
  const chosen = [
    { role: 'student', name: 'mlp', settings },
    { role: 'twin', name: 'mlp', settings: { learningRate: 0.01, dropout: 0 } },
    { role: 'placebo', name: 'naive', settings: { alpha: 0.5, learningRate: 0.01, dropout: 0 } },
  ] as const;
  expect(chosenText([...chosen])).toBe(
    'student, placebo naive alpha 0.5, dropout 0, learningRate 0.01; twin dropout 0, learningRate 0.01',
  );
});
