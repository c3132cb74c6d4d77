import { plural } from '@tsdistill/contracts';
import { lossTerms, trainingCurves } from '../charts/training-curves';
import type { Training } from '../facts/model-group';
import { numberText } from './errors-section';
import { figure, figures, section } from './figure';
import type { Html } from './html';

export function trainingSection(trainings: readonly Training[]): Html {
  return section({
    id: 'training',
    title: 'Training',
    lead: 'Every loss term by epoch, one line a seed; the mark is the epoch that was kept, the one with the least validation loss. A first epoch far above the others is cut off.',
    content: figures(trainings.filter(({ runs }) => runs.some(({ history }) => history.length > 0)).map(curveFigure)),
  });
}

function curveFigure(training: Training, index: number): Html {
  const terms = lossTerms(training);
  const best = training.runs.map(({ bestEpoch }) => bestEpoch).join(', ');
  return figure({
    id: `training-${index}`,
    title: `Training of the ${training.title}`,
    description: `${plural(training.runs.length, 'seed')}; kept: epoch ${best}.`,
    option: trainingCurves(training),
    table: {
      head: ['seed and epoch', 'validation', ...terms],
      rows: training.runs.flatMap(({ seed, history }) =>
        history.map(({ epoch, validation, train }) => [
          `${seed}, ${epoch}`,
          numberText(validation),
          ...terms.map((term) => numberText(train[term])),
        ]),
      ),
    },
  });
}
