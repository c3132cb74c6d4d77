import { type EvaluationSummary, formatPercent } from '@tsdistill/contracts';
import { calibrationCurve } from '../charts/calibration-curve';
import { levelName } from '../charts/interval-charts';
import { levelsOf, type QuantileCalibration, quantileCalibrations, type Share } from '../facts/quantile-calibration';
import { numberText } from './errors-section';
import { type DataTable, figure, plainTable, scrolling, section } from './figure';
import { html, type Html } from './html';

/** Whether quantiles hold what their levels promise; nothing where no model forecasts quantiles. */
export function quantilesSection(summary: EvaluationSummary): Html | false {
  const models = quantileCalibrations(summary);
  if (models.length === 0) return false;
  return section({
    id: 'quantiles',
    title: 'Do its quantiles hold what they promise?',
    lead: `Quantiles that the models forecast themselves, over all ${summary.split} windows; means over seeds. A quantile of the level 10 % should lie above one truth in ten.`,
    content: html`<div class="chart-and-table">
      ${calibrationFigure(models)}
      <div>
        ${scrolling('Calibration of the quantiles', plainTable('Calibration of the quantiles', tableOf(models)))}
      </div>
    </div>`,
  });
}

const titleOf = ({ role, name }: QuantileCalibration): string =>
  ['teacher', 'student', 'twin'].includes(role) ? role : `${role} ${name}`;

function calibrationFigure(models: readonly QuantileCalibration[]): Html {
  const student = models.find(({ role }) => role === 'student') ?? models[0];
  return figure({
    id: 'calibration',
    title: 'Calibration of the quantiles',
    description: `${student ? farthest(student) : ''} Above the dashed line a quantile lies too high, below it too low.`,
    option: calibrationCurve(models.map((model) => ({ ...model, name: titleOf(model) }))),
    table: { head: [], rows: [] },
  });
}

/** The level that is farthest from its promise, in words. */
function farthest(model: QuantileCalibration): string {
  const distance = ({ promised, measured }: Share) => Math.abs(measured - promised);
  const [worst] = [...model.below].sort((a, b) => distance(b) - distance(a));
  if (worst === undefined) return '';
  return `Farthest off of the ${titleOf(model)}: the level ${levelName(worst.promised)}, with ${formatPercent(worst.measured)} of the truths at or below it.`;
}

function tableOf(models: readonly QuantileCalibration[]): DataTable {
  const shares = (of: 'below' | 'between', word: string) =>
    levelsOf(models.map((model) => model[of])).map((level) => [
      `${word} ${levelName(level)}`,
      ...models.map((model) => shareText(model[of].find(({ promised }) => promised === level))),
    ]);
  return {
    head: ['share of truths', ...models.map(titleOf)],
    rows: [
      ...shares('below', 'at or below the level'),
      ...shares('between', 'inside the central'),
      ['pinball loss, standardized', ...models.map(({ pinball }) => numberText(pinball))],
    ],
  };
}

const shareText = (share: Share | undefined): string | null => (share ? formatPercent(share.measured) : null);
