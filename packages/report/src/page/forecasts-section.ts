import { formatSignificant, levelText } from '@tsdistill/contracts';
import { forecastWindow } from '../charts/forecast-window';
import type { ExampleWindow } from '../findings/example-windows';
import type { Report } from '../report';
import { numberText } from './errors-section';
import { figure, figures, section } from './figure';
import { html, type Html } from './html';

/** Best, median and worst window, of the channel that the reader chooses; without a script, of the worst channel. */
export function forecastsSection({ findings: { examples }, summary, data }: Report): Html {
  const names = examples[0]?.channels.map(({ name }) => name) ?? [];
  const left = summary.channels.length - names.length;
  const cut = left > 0 ? ` ${left} channels with smaller errors are left out.` : '';
  return section({
    id: 'forecasts',
    title: 'Forecasts against the truth',
    lead: `The windows that the student forecasts best, in the middle, and worst, by its MSE over all channels; in the unit of the data.${cut}`,
    content: html`<p class="choice">
        <label for="channel">Channel</label>
        <select id="channel" data-shows="channel">
          ${names.map((name, index) => html`<option value="${index}">${name}</option>`)}
        </select>
      </p>
      ${names.map(
        (_, channel) =>
          html`<div data-channel="${channel}" ${channel > 0 && html` hidden`}>
            ${figures(examples.map((example) => windowFigure(example, channel, data.meta.timezone)))}
          </div>`,
      )}`,
  });
}

function windowFigure(example: ExampleWindow, channel: number, timeZone: string): Html | false {
  const shown = example.channels[channel];
  if (shown === undefined) return false;
  const { rank, mse, times, pastCount, seriesId } = example;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, ...timeParts(times) });
  const texts = times.map((time) => format.format(time));
  const start = texts[pastCount] ?? '';
  const { interval } = shown;
  const shaded = interval ? ` Shaded: the student’s ${levelText(interval.level)}.` : '';
  return figure({
    id: `window-${rank}-${channel}`,
    title: `${{ best: 'Best', median: 'Median', worst: 'Worst' }[rank]} window: ${shown.name}`,
    description: `${seriesId === null ? 'Forecast' : `Series ${seriesId}, forecast`} from ${start} on; MSE ${formatSignificant(mse)} over all channels.${shaded}`,
    option: forecastWindow(shown, texts),
    table: {
      head: ['time', 'truth', 'teacher', 'student', 'twin', ...(interval ? ['lower', 'upper'] : [])],
      rows: shown.truth.map((truth, step) => [
        texts[pastCount + step] ?? '',
        ...[truth, shown.teacher[step], shown.student[step], shown.twin[step]].map(numberText),
        ...(interval ? [interval.lower[step], interval.upper[step]].map(numberText) : []),
      ]),
    },
  });
}

/** Times of day only where rows are less than a day apart. */
function timeParts([first = 0, second = 0]: readonly number[]): Intl.DateTimeFormatOptions {
  const day = { day: '2-digit', month: 'short' } as const;
  return second - first < 86_400_000 ? { ...day, hour: '2-digit', minute: '2-digit' } : { ...day, year: 'numeric' };
}
