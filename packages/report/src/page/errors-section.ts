import { formatCount, formatSigned, formatSignificant } from '@tsdistill/contracts';
import { errorByGroup, type GroupErrors, groupsHeight } from '../charts/error-by-group';
import { errorByStep, type StepLine } from '../charts/error-by-step';
import { lossBeside, sliceBars, sliceName, slicesHeight } from '../charts/slice-bars';
import type { Slice } from '../findings/slices';
import type { Report } from '../report';
import { figure, figures, section } from './figure';
import type { Html } from './html';

/** More lines than this are not read. */
const MOST_GROUPS = 24;
const MOST_SLICES = 12;
/** A slice with fewer elements says too little. */
const LEAST_ELEMENTS = 200;

export function errorsSection({ summary, findings: { slices } }: Report): Html {
  const bySeries = groupsOf(slices, 'series');
  return section({
    id: 'errors',
    title: 'Where the errors are',
    lead: 'Mean squared errors, standardized; of student and twin the mean over seeds.',
    content: figures(
      stepFigure(summary),
      groupFigure('channel', groupsOf(slices, 'channel')),
      bySeries.length > 0 && groupFigure('series', bySeries),
      sliceFigure(slices),
    ),
  });
}

/** Worst of the student first. */
function groupsOf(slices: readonly Slice[], dimension: string): readonly GroupErrors[] {
  const groups = slices.filter((slice) => slice.dimension === dimension);
  return groups.map(({ value, ...errors }) => ({ name: value, ...errors })).sort((a, b) => b.student - a.student);
}

/** A baseline further above all models than this would press their lines together. */
const FAR = 1.25;

function stepFigure({ models }: Report['summary']): Html {
  const lines = models.filter(({ role }) => ['student', 'twin', 'teacher', 'placebo'].includes(role)).map(stepLine);
  const baselines = models.filter(({ role }) => role === 'baseline').map(stepLine);
  const top = FAR * Math.max(...lines.flatMap(({ values }) => values));
  const near = baselines.filter(({ values }) => Math.max(...values) <= top);
  const far = baselines.filter((line) => !near.includes(line)).map(({ name }) => name);
  const rest = far.length === 0 ? '' : ` Above the figure: ${far.join(' and ')}.`;
  const all = [...lines, ...baselines];
  return figure({
    id: 'by-step',
    title: 'Error by horizon step',
    description: `How the error grows with the distance of the forecast. Dashed: the twin.${rest}`,
    option: errorByStep([...lines, ...near], 'MSE, standardized'),
    table: {
      head: ['step', ...all.map(({ name }) => name)],
      rows: (all[0]?.values ?? []).map((_, step) => [
        `${step + 1}`,
        ...all.map(({ values }) => numberText(values[step])),
      ]),
    },
  });
}

/** One line for a model, the mean over its seeds. */
export function stepLine({ role, name, runs }: Report['summary']['models'][number]): StepLine {
  const steps = runs[0]?.perStep ?? [];
  const meanOf = (step: number) =>
    runs.reduce((sum, run) => sum + (run.perStep[step]?.['mse'] ?? NaN), 0) / runs.length;
  return {
    name: role === 'baseline' || role === 'placebo' ? name : role,
    ...{ role, values: steps.map((_, step) => meanOf(step)), dashed: role === 'twin' },
  };
}

function groupFigure(what: 'channel' | 'series', groups: readonly GroupErrors[]): Html {
  const shown = groups.slice(0, MOST_GROUPS);
  const rest = groups.length > shown.length ? ` The worst ${shown.length} of ${formatCount(groups.length)}.` : '';
  return figure({
    id: `by-${what}`,
    title: `Error by ${what}, worst first`,
    description: `One line for each ${what}; the student’s error decides the order.${rest}`,
    option: errorByGroup(shown),
    height: groupsHeight(shown.length),
    table: {
      head: [what, 'student', 'twin', 'teacher'],
      rows: groups.map(({ name, student, twin, teacher }) => [
        name,
        numberText(student),
        numberText(twin),
        numberText(teacher),
      ]),
    },
  });
}

/** Slices by how much the student loses to its teacher, most first. */
export function worstSlices(slices: readonly Slice[]): readonly Slice[] {
  const enough = slices.filter(({ count, teacher }) => count >= LEAST_ELEMENTS && teacher > 0);
  return [...enough].sort((a, b) => lossBeside(b) - lossBeside(a)).slice(0, MOST_SLICES);
}

function sliceFigure(slices: readonly Slice[]): Html | false {
  const worst = worstSlices(slices);
  if (worst.length === 0) return false;
  return figure({
    id: 'slices',
    title: 'Where the student loses most to its teacher',
    description: `The ${worst.length} worst of ${slices.length} slices: by channel, series, step, hour, weekday or month, and level of the truth. No interval: hints of where to look.`,
    option: sliceBars(worst),
    height: slicesHeight(worst.length),
    table: {
      head: ['slice', 'beside the teacher', 'student', 'teacher', 'values'],
      rows: worst.map((slice) => [
        sliceName(slice),
        formatSigned(lossBeside(slice)),
        numberText(slice.student),
        numberText(slice.teacher),
        formatCount(slice.count),
      ]),
    },
  });
}

export function numberText(value: number | null | undefined): string | null {
  return value === null || value === undefined || Number.isNaN(value) ? null : formatSignificant(value);
}
