import {
  formatCount,
  formatInterval,
  formatSignificant,
  formatSigned,
  levelText,
  plural,
  type SizeSummary,
} from '@tsdistill/contracts';
import { type Column, drawTable, evidenceText } from '@tsdistill/evaluate';

const NONE = '–';

/** Validation windows that are there, and from how many on there is an interval. */
export interface WindowCounts {
  readonly present: number;
  readonly needed: number;
}

/** What the search found, in one sentence, or why it found nothing. */
export function sizeSentence(summary: Omit<SizeSummary, 'sentence'>, windows: WindowCounts): string {
  const { candidates, choice, judged, teacher, margin } = summary;
  const chosen = candidates[choice.candidate];
  const judgement = judged.find(({ candidate }) => candidate === choice.candidate);
  const within = `${Number((100 * margin).toFixed(2))} %`;
  const size = `${formatCount(chosen?.parameterCount ?? 0)} parameters${ratioText(teacher.parameterCount, chosen?.parameterCount)}`;
  const { outcome } = summary.test;
  const scores = scoresText(summary);
  const onValidation = validationText(judgement, summary.test.level);
  const interval = judgement?.relative.interval;
  const closest = `the closest, by ${interval ? 'the upper bound of its interval' : 'its MSE'}, has ${size} (${onValidation}): ${scores}.`;
  if (outcome === 'void' || judgement?.outcome === 'void')
    return `Void, a model was fitted on rows that it is judged on: no size can be said to be within ${within} of the teacher; ${closest}`;
  if (choice.kind === 'non-inferior' && outcome === 'non-inferior')
    return `${size} within ${within} of the teacher: ${scores}.`;
  if (choice.kind === 'non-inferior')
    return `${size} within ${within} of the teacher on validation (${onValidation}), which test does not confirm (${outcome}): ${scores}.`;
  if (!interval)
    return `No candidate can be shown to be within ${within} of the teacher: ${fewText(windows)}; ${closest}`;
  return `No candidate is surely within ${within} of the teacher on validation; ${closest}`;
}

function scoresText({ test, seeds }: Pick<SizeSummary, 'test' | 'seeds'>): string {
  const { mse, teacherMse, relative, level, windowCount } = test;
  const evidence = evidenceText(relative, { level, seedCount: seeds.length, windowCount });
  return `MSE ${formatLoss(mse)} vs ${formatLoss(teacherMse)} on test, ${formatSigned(relative.value)} ${evidence}`;
}

function validationText(judgement: SizeSummary['judged'][number] | undefined, level: number): string {
  const { value = NaN, interval } = judgement?.relative ?? {};
  return `${formatSigned(value)} on validation${interval ? `, ${levelText(level)} ${formatInterval(interval)}` : ''}`;
}

/** "30 validation windows are too few for an interval, which needs 40". */
export function fewText({ present, needed }: WindowCounts): string {
  const isOne = present === 1;
  return `${plural(present, 'validation window')} ${isOne ? 'is' : 'are'} too few for an interval, which needs ${formatCount(needed)}`;
}

/** What the chosen student has over its twin, beside what evaluate says of tuning. */
export function searchedText(candidateCount: number): string {
  const among = `among ${plural(candidateCount, 'candidate')}`;
  return `Its model and learning rate were picked ${among} by the validation loss of the distilled student, which favours it over the twin: that was not searched.`;
}

/** Candidates that an option left out before anything was trained, of those that there were; '' where it left out none. */
export function leftOutText(option: string, before: number, after: number): string {
  return before === after
    ? ''
    : `${formatCount(before - after)} of ${plural(before, 'candidate')} left out by ${option}.`;
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
  type Shown = (typeof shown)[number];
  const column = (title: string, of: (candidate: Shown) => string, ofTeacher: string = NONE): Column => ({
    title,
    cells: [...shown.map(of), ofTeacher],
  });
  const lossOf = ({ rungs }: Shown) => rungs.at(-1)?.validationLoss ?? null;
  const kilobytes = (bytes: number) => formatSignificant(bytes / 1000);
  const outcomeOf = ({ index }: Shown) => judged.find(({ candidate }) => candidate === index)?.outcome ?? '';
  const above = (value: number) => formatSigned(value / teacher.validationLoss - 1);
  return drawTable([
    column('', ({ index }) => (index === choice.candidate ? '→' : ''), ''),
    column('', ({ name }) => name, `teacher ${teacher.name}`),
    column('rate', ({ learningRate }) => String(learningRate)),
    column('params', ({ parameterCount }) => formatCount(parameterCount), orNone(teacher.parameterCount, formatCount)),
    column(
      'kB',
      ({ byteCount }) => kilobytes(byteCount),
      orNone(teacher.parameterCount, (count) => kilobytes(4 * count)),
    ),
    column('ms\n× 1', ({ index }) => orNone(latency[index] ?? null, formatSignificant)),
    column(
      `${loss.toUpperCase()}\nvalidation`,
      (own) => orNone(lossOf(own), formatLoss),
      formatLoss(teacher.validationLoss),
    ),
    column('to\nteacher', (own) => orNone(lossOf(own), above)),
    column('front', ({ onFront }) => (onFront ? '*' : ''), ''),
    column('judged, all seeds', outcomeOf, ''),
  ]);
}

const formatLoss = (loss: number): string => (loss < 10 ? loss.toFixed(4) : formatSignificant(loss));

function orNone(value: number | null, format: (known: number) => string): string {
  return value === null ? NONE : format(value);
}
