import type { LatencyByModel } from '@tsdistill/contracts';
import { VOID_SUMMARY } from '../../testing/void-summary';
import { modelRows } from '../facts/model-rows';
import type { Report } from '../report';
import { html } from './html';
import { verdictSection } from './verdict-section';

const timed = (p50Ms: number, p95Ms: number) => [{ batch: 1, p50Ms, p95Ms }];
const wordsOf = (latency: LatencyByModel) => {
  const rows = modelRows(VOID_SUMMARY, latency, []);
  const section = verdictSection({ summary: VOID_SUMMARY, latency, trainings: [] } as unknown as Report, rows);
  return html`${section}`.text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
};

it('a student is as fast as its time says where its teacher has none: a teacher from elsewhere', () => {
  expect(wordsOf({ student: timed(0.02, 0.03) })).toContain(
    'How fast is it? 0.0200 ms for one window on one thread (95 % below 0.0300). Median. The teacher could not be timed.',
  );
});

it('beside a teacher that was timed it is so many times as fast', () => {
  expect(wordsOf({ student: timed(0.02, 0.03), teacher: timed(0.1, 0.2) })).toContain(
    'How much faster? 5.00× faster 0.0200 ms (95 % below 0.0300) for one window on one thread; the teacher takes 0.100 ms (95 % below 0.200). Medians.',
  );
});
