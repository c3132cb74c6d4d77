import {
  formatCount,
  formatInterval,
  formatPercent,
  formatSignificant,
  formatSigned,
  levelText,
  plural,
} from '@tsdistill/contracts';
import { comparisonForest, forestHeight } from '../charts/comparison-forest';
import { findRow, type ModelRow } from '../facts/model-rows';
import type { Report } from '../report';
import { TEACHER_ANSWERS, type Tone, TWIN_ANSWERS } from './answers';
import { figure } from './figure';
import { html, type Html } from './html';

type Estimate = Report['summary']['nonInferiority']['relative'];

interface Card {
  readonly question: string;
  readonly answer: string;
  readonly tone?: Tone;
  readonly evidence: readonly string[];
}

/** What the experiment is worth, before anything else. */
export function verdictSection(report: Report, rows: readonly ModelRow[]): Html {
  const { summary } = report;
  const cards = [
    sizeCard(rows),
    speedCard(report, rows),
    retentionCard(report),
    teacherCard(report),
    twinCard(report),
    placeboCard(report),
  ];
  return html`<section aria-labelledby="verdict" class="verdict">
    <h2 id="verdict" class="unseen">Verdict</h2>
    <div class="verdict-grid">
      <div class="cards">${cards.map((card) => card && cardOf(card))}</div>
      ${forestFigure(report)}
    </div>
    ${warnings(summary)}
  </section>`;
}

function cardOf({ question, answer, tone, evidence }: Card): Html {
  return html`<div class="card ${tone}">
    <h3>${question}</h3>
    <p class="answer">${answer}</p>
    ${evidence.map((line) => html`<p>${line}</p>`)}
  </div>`;
}

function sizeCard(rows: readonly ModelRow[]): Card | null {
  const [teacher, student] = [findRow(rows, 'teacher'), findRow(rows, 'student')];
  if (student?.parameters == null) return null;
  const own = `${formatCount(student.parameters)} parameters, ${formatSignificant(student.kilobytes ?? 0)} kB`;
  if (teacher?.parameters == null)
    return { question: 'How small is it?', answer: own, evidence: ['The size of the teacher is not known.'] };
  return {
    question: 'How much smaller?',
    answer: ratioText(teacher.parameters / student.parameters, 'smaller', 'larger'),
    evidence: [`${own}; the teacher has ${formatCount(teacher.parameters)}.`],
  };
}

function speedCard({ latency }: Report, rows: readonly ModelRow[]): Card | null {
  const [teacher, student] = [findRow(rows, 'teacher')?.ms1, findRow(rows, 'student')?.ms1];
  if (student == null) return null;
  const slowest = (key: string) => latency[key]?.find(({ batch }) => batch === 1)?.p95Ms;
  const milliseconds = (p50: number) => `${formatSignificant(p50)} ms`;
  const tail = (key: string) =>
    slowest(key) === undefined ? '' : ` (95 % below ${formatSignificant(slowest(key) ?? 0)})`;
  const range = (key: string, p50: number) => milliseconds(p50) + tail(key);
  const basis = 'for one window on one thread';
  if (teacher == null)
    return {
      question: 'How fast is it?',
      answer: milliseconds(student),
      evidence: [`${basis}${tail('student')}. Median.`, 'The teacher could not be timed.'],
    };
  const own = `${range('student', student)} ${basis}`;
  return {
    question: 'How much faster?',
    answer: ratioText(teacher / student, 'faster', 'slower'),
    evidence: [`${own}; the teacher takes ${range('teacher', teacher)}. Medians.`],
  };
}

function ratioText(ratio: number, more: string, less: string): string {
  if (Math.abs(Math.log(ratio)) < 0.005) return `As ${more === 'faster' ? 'fast' : 'large'}`;
  return ratio > 1 ? `${formatSignificant(ratio)}× ${more}` : `${formatSignificant(1 / ratio)}× ${less}`;
}

function retentionCard({ summary }: Report): Card {
  const { retention, verdict } = summary;
  const question = 'What does it keep?';
  if (retention.kind === 'undefined') return { question, answer: 'Not defined', evidence: [`${retention.reason}.`] };
  const { value, interval } = retention.estimate;
  const range = interval && `${formatPercent(interval.lower)} … ${formatPercent(interval.upper)}`;
  const isVoid = verdict.outcome === 'void';
  const kept = formatPercent(value);
  return {
    question,
    ...(isVoid ? { answer: 'Void', tone: 'open' as const } : { answer: kept }),
    evidence: [
      `${isVoid ? `${kept} ` : ''}of the teacher’s skill over ${retention.naive}.`,
      range === null
        ? 'No interval: too few windows.'
        : `${levelText(summary.bootstrap.level)}: ${range}, ${basis(summary)}.`,
    ],
  };
}

function teacherCard({ summary }: Report): Card {
  const { outcome, margin, relative } = summary.nonInferiority;
  const [answer, tone] = TEACHER_ANSWERS[outcome];
  return {
    question: 'Does it keep up with its teacher?',
    ...{ answer, tone },
    evidence: [
      `MSE ${formatSigned(relative.value)} beside the teacher’s; margin ${formatPercent(margin)}.`,
      intervalText(relative, summary),
    ],
  };
}

function twinCard({ summary }: Report): Card | null {
  const { outcome } = summary.verdict;
  const [answer, tone] = TWIN_ANSWERS[outcome];
  const twin = summary.comparisons.find(({ role, metric }) => role === 'twin' && metric === 'mse');
  if (twin === undefined) return null;
  const tuned = summary.models.find(({ role }) => role === 'twin')?.tuned === true;
  const alpha = summary.chosen?.find(({ role }) => role === 'student')?.settings['alpha'];
  const seeds = twin.seeds.map(({ seed, relative }) => `${seed ?? '–'}: ${formatSigned(relative)}`);
  return {
    question: `Did the teacher help, against the ${tuned ? 'tuned ' : ''}twin?`,
    ...{ answer, tone },
    evidence: [
      `MSE ${formatSigned(twin.relative.value)} beside the same student trained alone.`,
      intervalText(twin.relative, summary),
      `By seed – ${seeds.join(', ')}.`,
      ...(alpha === 0 ? ['Validation preferred alpha 0: the student hears no soft targets.'] : []),
    ],
  };
}

const PLACEBO_ANSWERS = {
  knowledge: ['Its knowledge', 'good'],
  smoothing: ['Mere smoothing', 'bad'],
  'cannot tell': ['Cannot tell', 'open'],
  void: ['Void', 'open'],
} as const;

function placeboCard({ summary }: Report): Card | null {
  const { placebo } = summary;
  if (placebo === null) return null;
  const [answer, tone] = PLACEBO_ANSWERS[placebo.outcome];
  return {
    question: 'The teacher’s knowledge, or mere smoothing?',
    ...{ answer, tone },
    evidence: [
      `MSE ${formatSigned(placebo.beyond.value)} beside the same student with the placebo teacher ${placebo.name}.`,
      intervalText(placebo.beyond, summary),
    ],
  };
}

function intervalText({ interval }: Estimate, summary: Report['summary']): string {
  if (interval === null) return 'No interval: too few windows.';
  return `${levelText(summary.bootstrap.level)}: ${formatInterval(interval)}, ${basis(summary)}.`;
}

function basis({ models, windowCount }: Report['summary']): string {
  const seeds = models.find(({ role }) => role === 'student')?.runs.length ?? 0;
  return `${plural(seeds, 'seed')}, ${plural(windowCount, 'window')}`;
}

const nameOf = ({ role, reference }: Report['summary']['comparisons'][number]): string =>
  reference.startsWith(role) ? reference : `${role} ${reference}`;

const VOID_LEAD = 'Void: a model saw rows that it is judged on. ';

/** Baselines are far away and would squeeze all others together: they stand in the table. */
function forestFigure({ summary }: Report): Html {
  const shown = summary.comparisons.filter(({ role, metric }) => metric === 'mse' && role !== 'baseline');
  return figure({
    id: 'forest',
    title: 'The student beside each other model',
    description: `${summary.verdict.outcome === 'void' ? VOID_LEAD : ''}Left of the line the student is better. Dot: mean over seeds; small marks: single seeds; bar: ${levelText(summary.bootstrap.level)} over windows and seeds. Dashed: the margin of non-inferiority.`,
    option: comparisonForest(
      shown.map((one) => ({ ...one, name: nameOf(one) })),
      summary.nonInferiority.margin,
    ),
    height: forestHeight(shown.length),
    table: {
      head: ['model', 'difference', 'interval', 'by seed'],
      rows: shown.map(({ role, reference, relative, seeds }) => [
        `${role} ${reference}`,
        formatSigned(relative.value),
        relative.interval && formatInterval(relative.interval),
        seeds.map(({ seed, relative: own }) => `${seed ?? '–'}: ${formatSigned(own)}`).join(', '),
      ]),
    },
  });
}

/** What makes a figure not to be trusted. */
function warnings({ honesty: { leaks, unknown, labelMatches } }: Report['summary']): Html | false {
  const lines = [
    ...leaks.map(
      ({ role, name, rows, inSampleWindows }) =>
        `The ${role} ${name} was fitted on rows it is judged on: ${plural(rows.validation, 'validation row')}, ${plural(rows.test, 'test row')}, ${plural(inSampleWindows, 'scored window')}.`,
    ),
    ...unknown.map((name) => `When ${name} was last fitted is unknown: the verdict trusts it.`),
    ...labelMatches,
  ];
  return (
    lines.length > 0 &&
    html`<div class="warning" role="note">
      <h3>Before you believe it</h3>
      <ul>
        ${lines.map((line) => html`<li>${line}</li>`)}
      </ul>
    </div>`
  );
}
