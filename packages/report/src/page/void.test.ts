import type { EvaluationSummary } from '@tsdistill/contracts';
import { VOID_SUMMARY } from '../../testing/void-summary';
import { modelRows } from '../facts/model-rows';
import type { EvaluatedRun, Report } from '../report';
import { besideSection } from './beside-section';
import { html, type Html } from './html';
import { modelsSection } from './models-section';
import { overviewForest } from './overview-forest';
import { overviewTable } from './overview-table';
import { verdictSection } from './verdict-section';

/** @file Whatever a page states of a void run, it says that it is void. */

const HONEST: EvaluationSummary = {
  ...VOID_SUMMARY,
  verdict: { outcome: 'helps', disagreeingSeeds: [], sentence: 'It helps.' },
  honesty: { leaks: [], unknown: [], labelMatches: [] },
};
const runOf = (summary: EvaluationSummary): EvaluatedRun => ({ summary, latency: {}, trainings: [] });
const rowsOf = (summary: EvaluationSummary) => modelRows(summary, {}, []);
const wordsOf = (part: Html | false) => html`${part}`.text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

const verdictOf = (summary: EvaluationSummary) => wordsOf(verdictSection(runOf(summary) as Report, rowsOf(summary)));

it('the card of retention is void, and still says what the share is of', () => {
  const said = 'of the teacher’s skill over seasonal-naive 24. 95 % interval: 97.3 % … 99.3 %';
  expect(verdictOf(VOID_SUMMARY)).toContain(`What does it keep? Void 98.3 % ${said}`);
  expect(verdictOf(HONEST)).toContain(`What does it keep? 98.3 % ${said}`);
});

it('so are the chart beside the cards, the overview and a run beside another', () => {
  const said = 'Void: a model saw rows that it is judged on.';
  expect([VOID_SUMMARY, HONEST].map((summary) => verdictOf(summary).includes(said))).toEqual([true, false]);
  const overview = (summary: EvaluationSummary) => wordsOf(overviewTable([{ summary, latency: {} }], () => null));
  expect(overview(VOID_SUMMARY)).toContain('Void 98.3 %');
  expect(overview(HONEST)).not.toContain('Void 98.3 %');
  expect(wordsOf(overviewForest('twin', [VOID_SUMMARY]))).toContain('shop (void)');
  expect(wordsOf(overviewForest('twin', [HONEST]))).not.toContain('(void)');
  expect(wordsOf(besideSection(runOf(HONEST), runOf(VOID_SUMMARY)))).toContain('retention 98.3 % void: 98.3 %');
});

it('marks the one teacher that saw them, and the mean that it is part of', () => {
  expect(rowsOf(VOID_SUMMARY).map(({ role, name, leaks }) => [role, name, leaks])).toEqual([
    ['teacher', 'mean of 2 lstm', true],
    ['member', 'lstm 1', false],
    ['member', 'lstm 2', true],
    ...[
      ['student', 'mlp, distilled', false],
      ['twin', 'mlp, alone', false],
    ],
    ['baseline', 'seasonal-naive 24', false],
  ]);
  expect(wordsOf(modelsSection(rowsOf(VOID_SUMMARY)))).toContain('mean of 2 lstm, not to be trusted');
});
