import type { EChartsOption } from 'echarts';
import { drawChart } from './draw-chart';

const option: EChartsOption = {
  xAxis: { type: 'category', data: ['a', 'b'] },
  yAxis: { type: 'value', axisLabel: { formatter: () => '0.123456' } },
  series: [{ type: 'line', data: [1, 2], lineStyle: { color: 'var(--student)' } }],
};
const text = { id: 'one', title: 'A < B', description: 'says "&"' };

it('gives the same bytes for the same chart, however many were drawn before', () => {
  const first = drawChart(option, text).text;
  drawChart(option, { ...text, id: 'other' });
  expect(drawChart(option, text).text).toBe(first);
});

it('names the picture in words that are escaped, and draws in the colours of the page', () => {
  const svg = drawChart(option, text).text;
  expect(svg).toContain('role="img" aria-labelledby="one-title one-desc"');
  expect(svg).toContain('<title id="one-title">A &lt; B</title><desc id="one-desc">says &quot;&amp;&quot;</desc>');
  expect(svg).toContain('stroke="var(--student)"');
});

it('rounds places, never the text of a label', () => {
  const svg = drawChart(option, text).text;
  expect(svg).toContain('>0.123456<');
  expect(svg).not.toMatch(/ (?:d|x|y|transform)="[^"]*\d\.\d{3}/);
});

it('clips to its own frame: no two charts of a page share a name', () =>
  expect(
    [...drawChart(option, text).text.matchAll(/(?:id="|url\(#)([^")]+)/g)].every(([, name]) =>
      name?.startsWith('one-'),
    ),
  ).toBe(true));
