import { formatCount, formatInterval, formatPercent, formatSigned, formatSignificant } from '@tsdistill/contracts';
import { errorByStep, type StepLine } from '../charts/error-by-step';
import { type NamedTraining, validationOverlay } from '../charts/validation-overlay';
import { findRow, modelRows } from '../facts/model-rows';
import type { EvaluatedRun } from '../report';
import { TEACHER_ANSWERS, TWIN_ANSWERS } from './answers';
import { numberText, stepLine } from './errors-section';
import { type DataTable, figure, figures, plainTable, scrolling, section } from './figure';
import type { Html } from './html';

/** Of the run of the page, and of the one beside it. */
const ROLES = ['student', 'rival'] as const;
type Pair = readonly [own: EvaluatedRun, other: EvaluatedRun];

/** Two runs on the same windows: verdicts and students side by side, errors and trainings in one chart each. */
export function besideSection(own: EvaluatedRun, other: EvaluatedRun): Html {
  const pair: Pair = [own, other];
  const title = `Beside ${other.summary.experiment}`;
  return section({
    ...{ id: 'beside', title, lead: 'Both runs are judged on the same windows of the same data set.' },
    content: [scrolling(title, plainTable(title, sideBySide(pair))), figures(stepFigure(pair), trainingFigure(pair))],
  });
}

/** Name of a line → its text for one run. */
const LINES: Readonly<Record<string, (run: EvaluatedRun) => string | null>> = {
  'did the teacher help?': ({ summary }) => TWIN_ANSWERS[summary.verdict.outcome][0],
  'MSE against its twin': ({ summary }) =>
    estimateText(summary.comparisons.find(({ role, metric }) => role === 'twin' && metric === 'mse')?.relative),
  'does it keep up with its teacher?': ({ summary }) => TEACHER_ANSWERS[summary.nonInferiority.outcome][0],
  'MSE against its teacher': ({ summary }) => estimateText(summary.nonInferiority.relative),
  retention: ({ summary: { retention, verdict } }) =>
    retention.kind === 'defined'
      ? `${verdict.outcome === 'void' ? 'void: ' : ''}${formatPercent(retention.estimate.value)}`
      : null,
  'student: MSE, standardized': metricOf('student', 'mse'),
  'student: MAE, standardized': metricOf('student', 'mae'),
  'twin: MSE, standardized': metricOf('twin', 'mse'),
  'teacher: MSE, standardized': metricOf('teacher', 'mse'),
  'student: parameters': (run) => textOf(rowOf(run, 'student')?.parameters, formatCount),
  'student: kB': (run) => textOf(rowOf(run, 'student')?.kilobytes, formatSignificant),
  'student: ms for one window': (run) => textOf(rowOf(run, 'student')?.ms1, formatSignificant),
  'student: seconds of one training': (run) => textOf(rowOf(run, 'student')?.trainingSeconds, formatSignificant),
};

function sideBySide(pair: Pair): DataTable {
  return {
    head: ['', ...pair.map(({ summary }) => summary.experiment)],
    rows: Object.entries(LINES).map(([name, of]) => [name, ...pair.map(of)]),
  };
}

type Row = 'student' | 'twin' | 'teacher';

const rowOf = ({ summary, latency, trainings }: EvaluatedRun, role: Row) =>
  findRow(modelRows(summary, latency, trainings), role);

function metricOf(role: Row, metric: 'mse' | 'mae') {
  return (run: EvaluatedRun) => textOf(rowOf(run, role)?.mean[metric], (loss) => loss.toFixed(4));
}

const textOf = (value: number | null | undefined, format: (known: number) => string): string | null =>
  value == null ? null : format(value);

function estimateText(estimate: EvaluatedRun['summary']['nonInferiority']['relative'] | undefined): string | null {
  if (estimate === undefined) return null;
  return `${formatSigned(estimate.value)}${estimate.interval ? ` (${formatInterval(estimate.interval)})` : ''}`;
}

function stepFigure(pair: Pair): Html {
  const lines = pair.flatMap(({ summary: { experiment, models } }, index): StepLine[] =>
    models
      .filter(({ role }) => role === 'student')
      .map((student) => ({ ...stepLine(student), name: experiment, role: ROLES[index] ?? 'rival' })),
  );
  return figure({
    ...{ id: 'beside-steps', title: 'Error of both students by horizon step', description: 'Means over seeds.' },
    option: errorByStep(lines, 'MSE, standardized'),
    table: {
      head: ['step', ...lines.map(({ name }) => name)],
      rows: (lines[0]?.values ?? []).map((_, step) => [
        `${step + 1}`,
        ...lines.map(({ values }) => numberText(values[step])),
      ]),
    },
  });
}

function trainingFigure(pair: Pair): Html | false {
  const trainings = pair.flatMap(({ summary, trainings: all }, index): NamedTraining[] =>
    all
      .filter(({ role, runs }) => role === 'student' && runs.some(({ history }) => history.length > 0))
      .map(({ runs }) => ({ name: summary.experiment, role: ROLES[index] ?? 'rival', runs })),
  );
  if (trainings.length === 0) return false;
  return figure({
    ...{ id: 'beside-training', title: 'Training of both students' },
    description: 'Validation loss by epoch, one line a seed.',
    option: validationOverlay(trainings),
    table: {
      head: ['run, seed and epoch', 'validation'],
      rows: trainings.flatMap(({ name, runs }) =>
        runs.flatMap(({ seed, history }) =>
          history.map(({ epoch, validation }) => [`${name}, ${seed}, ${epoch}`, numberText(validation)]),
        ),
      ),
    },
  });
}
