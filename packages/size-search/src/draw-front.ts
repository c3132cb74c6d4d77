import type { SizeSummary } from '@tsdistill/contracts';
import { init } from 'echarts';
import { frontOption } from './front-option';
import { DARK_RULES } from './figure-colours';

const [WIDTH, HEIGHT] = [960, 600];

/**
 * The accuracy-size front as an SVG that stands alone: parameters (log) against validation loss, the teacher and its margin as
 * lines, the chosen student marked. Readers with a dark screen get dark colours. The same summary always gives the same bytes.
 */
export function drawFront(summary: Omit<SizeSummary, 'sentence'>): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption(frontOption(summary));
    return withDarkColours(withoutMouse(chart.renderToSVGString({ useViewBox: true })));
  } finally {
    chart.dispose();
  }
}

/** Takes out what answers a mouse, and numbers that count on from one figure to the next. */
function withoutMouse(svg: string): string {
  return svg
    .replace(/<style ><!\[CDATA\[.*?\]\]>\s*<\/style>/s, '')
    .replace(/ (?:class|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/\bzr\d+-c/g, 'clip');
}

/** Colours are attributes of the figure's elements; rules of a style sheet win over them. */
function withDarkColours(svg: string): string {
  const rules = Object.entries(DARK_RULES).map(
    ([light, dark]) => `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`,
  );
  return svg.replace('>', `><style>@media (prefers-color-scheme: dark){${rules.join('')}}</style>`);
}
