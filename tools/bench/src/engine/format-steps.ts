import type { CaseResult } from './compare-steps';
import { type Framework, FRAMEWORKS } from './rival';

/** The results as a Markdown table; a ratio below 1 is faster than the rival. */
export function formatSteps(results: readonly CaseResult[]): string {
  const shown = FRAMEWORKS.filter((framework) => results.some(({ rivals }) => rivals[framework]));
  const header = ['training step', 'ms', ...shown.flatMap((name) => [`${name} ms`, `ratio to ${name}`, 'goal'])];
  const rows = results.map((result) => [
    result.name,
    result.ownMs.toFixed(2),
    ...shown.flatMap((name) => cells(result, name)),
  ]);
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cells({ rivals }: CaseResult, framework: Framework): string[] {
  const rival = rivals[framework];
  if (!rival) return ['', '', ''];
  const { median, low, high } = rival.ratio;
  const ratio = `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  return [rival.stepMs.toFixed(2), ratio, rival.goal === undefined ? '–' : `≤ ${rival.goal}`];
}
