import type { SizeSummary } from '@tsdistill/contracts';
import {
  type Column,
  drawTable,
  evidenceText,
  formatCount,
  formatInterval,
  formatSignificant,
  formatSigned,
  levelText,
} from '@tsdistill/evaluate';

const NONE = '–';

/** What the search found, in one sentence. */
export function sizeSentence(summary: Omit<SizeSummary, 'sentence'>): string {
  const { candidates, choice, judged, teacher, margin } = summary;
  const chosen = candidates[choice.candidate];
  const judgement = judged.find(({ candidate }) => candidate === choice.candidate);
  const within = `${Number((100 * margin).toFixed(2))} %`;
  const size = `${formatCount(chosen?.parameterCount ?? 0)} parameters${ratioText(teacher.parameterCount, chosen?.parameterCount)}`;
  const { mse, teacherMse, relative, outcome, level, windowCount } = summary.test;
  const evidence = { level, seedCount: summary.seeds.length, windowCount };
  const scores = `MSE ${formatLoss(mse)} vs ${formatLoss(teacherMse)} on test, ${formatSigned(relative.value)} ${evidenceText(relative, evidence)}`;
  if (choice.kind === 'non-inferior' && outcome === 'non-inferior')
    return `${size} within ${within} of the teacher: ${scores}.`;
  const interval = judgement?.relative.interval;
  const bounds = interval ? `, ${levelText(level)} ${formatInterval(interval)}` : '';
  const onValidation = `${formatSigned(judgement?.relative.value ?? NaN)} on validation${bounds}`;
  if (choice.kind === 'non-inferior')
    return `${size} within ${within} of the teacher on validation (${onValidation}), which test does not confirm (${outcome}): ${scores}.`;
  return `No candidate is surely within ${within} of the teacher on validation; the closest has ${size} (${onValidation}): ${scores}.`;
}

/** 70 → " (70.0× smaller)". */
function ratioText(teacher: number | null, own: number | undefined): string {
  if (teacher === null || own === undefined) return '';
  const ratio = teacher / own;
  return ratio >= 1 ? ` (${formatSignificant(ratio)}× smaller)` : ` (${formatSignificant(1 / ratio)}× larger)`;
}

/** Candidates trained with all epochs, smallest first; what was chosen has an arrow. @param latency ms by candidate, null = not measured */
export function sizeTable(summary: Omit<SizeSummary, 'sentence'>, latency: readonly (number | null)[]): string {
  const { candidates, choice, judged, teacher, loss } = summary;
  const most = Math.max(...candidates.map(({ rungs }) => rungs.length));
  const shown = candidates.flatMap((candidate, index) =>
    candidate.rungs.length === most ? [{ ...candidate, index }] : [],
  );
  const losses = shown.map(({ rungs }) => rungs.at(-1)?.validationLoss ?? null);
  const cells = (own: readonly string[], ofTeacher: string) => [...own, ofTeacher];
  const outcomeOf = (index: number) => judged.find(({ candidate }) => candidate === index)?.outcome ?? '';
  const columns: Column[] = [
    {
      title: '',
      cells: cells(
        shown.map(({ index }) => (index === choice.candidate ? '→' : '')),
        '',
      ),
    },
    {
      title: '',
      cells: cells(
        shown.map(({ name }) => name),
        `teacher ${teacher.name}`,
      ),
    },
    {
      title: 'rate',
      cells: cells(
        shown.map(({ learningRate }) => String(learningRate)),
        NONE,
      ),
    },
    {
      title: 'params',
      cells: cells(
        shown.map(({ parameterCount }) => formatCount(parameterCount)),
        orNone(teacher.parameterCount, formatCount),
      ),
    },
    {
      title: 'kB',
      cells: cells(
        shown.map(({ byteCount }) => formatSignificant(byteCount / 1000)),
        orNone(teacher.parameterCount, (count) => formatSignificant((4 * count) / 1000)),
      ),
    },
    {
      title: 'ms\n× 1',
      cells: cells(
        shown.map(({ index }) => orNone(latency[index] ?? null, formatSignificant)),
        NONE,
      ),
    },
    {
      title: `${loss.toUpperCase()}\nvalidation`,
      cells: cells(
        losses.map((value) => orNone(value, formatLoss)),
        formatLoss(teacher.validationLoss),
      ),
    },
    {
      title: 'to\nteacher',
      cells: cells(
        losses.map((value) => orNone(value, (known) => formatSigned(known / teacher.validationLoss - 1))),
        NONE,
      ),
    },
    {
      title: 'front',
      cells: cells(
        shown.map(({ onFront }) => (onFront ? '*' : '')),
        '',
      ),
    },
    {
      title: 'judged, all seeds',
      cells: cells(
        shown.map(({ index }) => outcomeOf(index)),
        '',
      ),
    },
  ];
  return drawTable(columns);
}

const formatLoss = (loss: number): string => (loss < 10 ? loss.toFixed(4) : formatSignificant(loss));

function orNone(value: number | null, format: (known: number) => string): string {
  return value === null ? NONE : format(value);
}
