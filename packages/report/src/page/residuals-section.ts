import { formatPercent, formatSignificant } from '@tsdistill/contracts';
import { errorByStep, type StepLine } from '../charts/error-by-step';
import { residualAutocorrelation, residualHistogram } from '../charts/residual-charts';
import type { Distances } from '../findings/following';
import type { Report } from '../report';
import { numberText } from './errors-section';
import { figure, figures, section } from './figure';
import type { Html } from './html';

export function residualsSection({ findings, summary }: Report): Html {
  return section({
    id: 'residuals',
    title: 'What is left, and whom the student follows',
    content: figures(
      histogramFigure(findings.residuals),
      findings.residuals.autocorrelation.student.length > 0 &&
        correlationFigure(findings.residuals, summary.windowCount),
      followingFigure(findings.distances),
    ),
  });
}

type Residuals = Report['findings']['residuals'];

function histogramFigure(residuals: Residuals): Html {
  const { student, teacher } = residuals;
  const say = (who: string, { mean, sd }: { mean: number; sd: number }) =>
    `${who} mean ${mean < 0 ? '−' : ''}${formatSignificant(Math.abs(mean))}, sd ${formatSignificant(sd)}`;
  return figure({
    id: 'residual-histogram',
    title: 'Residuals',
    description: `${say('Student:', student)}; ${say('teacher:', teacher)}. The outermost bins hold all that lies beyond.`,
    option: residualHistogram(residuals),
    table: {
      head: ['around', 'student', 'teacher'],
      rows: residuals.bins.map((bin) => [`${bin.middle}`, formatPercent(bin.student), formatPercent(bin.teacher)]),
    },
  });
}

function correlationFigure(residuals: Residuals, windowCount: number): Html {
  const { student, teacher } = residuals.autocorrelation;
  return figure({
    id: 'residual-autocorrelation',
    title: 'Autocorrelation of the first step’s residuals',
    description:
      'Between a window and those before it, mean over channels. What stands out of the dashed lines is something that no model has learnt yet.',
    option: residualAutocorrelation(residuals, windowCount),
    table: {
      head: ['lag', 'student', 'teacher'],
      rows: student.map((value, lag) => [`${lag + 1}`, value.toFixed(3), teacher[lag]?.toFixed(3) ?? null]),
    },
  });
}

/** Distances to the truth are many times as large: they stand in the words and the numbers. */
function followingFigure(distances: Distances): Html {
  const lines: readonly StepLine[] = [
    { name: 'student to teacher', role: 'student', values: distances.studentTeacher },
    { name: 'twin to teacher', role: 'twin', values: distances.twinTeacher, dashed: true },
  ];
  const all = [...Object.entries(NAMES)].map(([pair, name]) => ({ name, values: distances[pair as keyof Distances] }));
  const mean = (pair: keyof Distances) =>
    formatSignificant(distances[pair].reduce((sum, value) => sum + value, 0) / distances[pair].length);
  return figure({
    id: 'following',
    title: 'How far the student follows',
    description: `Mean squared distance. To the teacher: student ${mean('studentTeacher')}, twin ${mean('twinTeacher')}. To the truth: student ${mean('studentTruth')}, twin ${mean('twinTruth')}, teacher ${mean('teacherTruth')}.`,
    option: errorByStep(lines, 'squared distance'),
    table: {
      head: ['step', ...all.map(({ name }) => name)],
      rows: distances.studentTeacher.map((_, step) => [
        `${step + 1}`,
        ...all.map(({ values }) => numberText(values[step])),
      ]),
    },
  });
}

const NAMES: Readonly<Record<keyof Distances, string>> = {
  studentTeacher: 'student to teacher',
  twinTeacher: 'twin to teacher',
  studentTruth: 'student to truth',
  twinTruth: 'twin to truth',
  teacherTruth: 'teacher to truth',
};
