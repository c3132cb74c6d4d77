import type { StageFacts } from '../facts/stage-facts';
import { layOutTasks } from './task-graph';

const stage = (task: string, inputs: readonly string[]): StageFacts => ({
  ...{ task, inputs, fingerprint: task, group: task.replace(/-s\d+$/, '') },
  ...{ amount: '', byteCount: 0, seconds: null, source: 'unknown' as const },
});

it('puts each stage below all it was made from, seeds in one box, and draws no line that another path implies', () => {
  const stages = [
    stage('data:ingest', []),
    stage('big:teacher-train', ['data:ingest']),
    stage('big:soft-targets', ['data:ingest', 'big:teacher-train']),
    stage('one:student-distill-s0', ['data:ingest', 'big:soft-targets']),
    stage('one:student-distill-s7', ['data:ingest', 'big:soft-targets']),
    stage('small:student-alone-s0', ['data:ingest']),
    stage('one:evaluate', [
      'data:ingest',
      'big:teacher-train',
      'one:student-distill-s0',
      'one:student-distill-s7',
      'small:student-alone-s0',
    ]),
  ];
  const { rows, edges } = layOutTasks(stages);
  expect(rows.map((row) => row.map(({ group, members }) => `${group} ${members.length}`))).toEqual([
    ['data:ingest 1'],
    ['big:teacher-train 1', 'small:student-alone 1'],
    ['big:soft-targets 1'],
    ['one:student-distill 2'],
    ['one:evaluate 1'],
  ]);
  expect(edges.map((edge) => edge.join(' > '))).toEqual([
    'data:ingest > big:teacher-train',
    'big:teacher-train > big:soft-targets',
    'big:soft-targets > one:student-distill',
    'data:ingest > small:student-alone',
    'one:student-distill > one:evaluate',
    'small:student-alone > one:evaluate',
  ]);
});
