import type { EChartsOption } from 'echarts';
import { init } from 'echarts';
import { escapeHtml, Html } from '../page/html';

/** Charts are drawn at the width that a phone shows, and three stand side by side on a desk: letters keep their size. */
export const CHART_WIDTH = 400;
export const CHART_HEIGHT = 270;

/** What a chart is called, for those who do not see it. */
export interface ChartText {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/**
 * Draws a chart as SVG on the server. Colours are CSS variables of the page, so that one drawing serves light, dark and print; the
 * same option always gives the same bytes.
 */
export function drawChart(option: EChartsOption, text: ChartText, height = CHART_HEIGHT): Html {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: CHART_WIDTH, height });
  try {
    chart.setOption({ animation: false, ...option });
    return new Html(named(compact(chart.renderToSVGString({ useViewBox: true }), text.id), text));
  } finally {
    chart.dispose();
  }
}

/** Without what answers a mouse, counters that go on from one chart to the next, and digits below a hundredth of a pixel. */
function compact(svg: string, id: string): string {
  return svg
    .replace(/<style ><!\[CDATA\[.*?\]\]>\s*<\/style>/s, '')
    .replace(/ (?:class|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/\bzr\d+-c/g, `${id}-clip`)
    .replace(/<[^>]*>/g, (tag) => tag.replace(/(\d\.\d\d)\d+/g, '$1'))
    .replace(/\n\s*/g, '');
}

function named(svg: string, { id, title, description }: ChartText): string {
  const label = `role="img" aria-labelledby="${id}-title ${id}-desc"`;
  const words = `<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-desc">${escapeHtml(description)}</desc>`;
  return svg.replace(/^<svg ([^>]*)>/, `<svg $1 ${label}>${words}`);
}
