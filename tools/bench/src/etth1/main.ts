import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvaluationSummary } from '@tsdistill/contracts';
import { appendBenchmark } from '../append-benchmark';
import { SEEDS } from './configs';
import { findEtth1 } from './find-etth1';
import { type Etth1Results, runRows } from './run-rows';

/**
 * `nx run bench:etth1`: NLinear, an iTransformer teacher, and the two-branch MLP alone and distilled, on ETTh1, horizon 96.
 *
 * Everything is written to a temporary folder and deleted: the data's licence forbids derived copies.
 */
async function main(csv: string): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'tsdistill-etth1-'));
  try {
    const results = await runRows(csv, root);
    const table = format(results);
    console.log(`\n${table}\n\n${results.mlp.verdict.sentence}`);
    appendBenchmark('ETTh1, horizon 96', [`Node ${process.versions.node}`, `${SEEDS.length} seeds`], table);
  } finally {
    rmSync(root, { recursive: true });
  }
}

type Model = EvaluationSummary['models'][number];

function format({ nlinear, mlp, seconds }: Etth1Results): string {
  const pick = (summary: EvaluationSummary, role: Model['role']) =>
    summary.models.filter((model) => model.role === role);
  const row = (label: string, model: Model | undefined, goal: string, time: number | undefined) => {
    const value = (metric: string) => {
      const [mean, sd] = [model?.mean[metric] ?? NaN, model?.sd[metric]];
      return `${mean.toFixed(4)}${sd === null || sd === undefined ? '' : ` ± ${sd.toFixed(4)}`}`;
    };
    const cells = [label, model?.parameterCount ?? '–', value('mse'), value('mae'), goal, time?.toFixed(0) ?? '–'];
    return `| ${cells.join(' | ')} |`;
  };
  const baselines = pick(mlp, 'baseline').map((model) => row(model.name, model, published(model.name), undefined));
  return [
    '| model | parameters | MSE | MAE | goal or published | training, s (seed 0) |',
    '| --- | --- | --- | --- | --- | --- |',
    ...baselines,
    row('NLinear, L=336', pick(nlinear, 'student')[0], '≤ .376 / .396', seconds['nlinear-0']),
    row('iTransformer, L=720 (teacher)', pick(mlp, 'teacher')[0], '≤ .400 / .430', seconds['teacher']),
    row('two-branch MLP, L=720, alone', pick(mlp, 'twin')[0], 'published .409–.416 / .435', seconds['alone-0']),
    row('the same, distilled', pick(mlp, 'student')[0], 'below alone; published .371 / .405', seconds['distilled-0']),
  ].join('\n');
}

/** Golden values of the naive forecasts on the 2,785 test windows. */
function published(baseline: string): string {
  return baseline === 'repeat-last' ? '1.2944 / .7132' : '.5122 / .4333';
}

const csv = findEtth1();
if (csv === undefined) {
  console.log('1 skipped: no ETTh1.csv at TSDISTILL_ETTH1 or data/raw/ETTh1.csv (ETDataset, CC BY-ND 4.0)');
} else {
  void main(csv);
}
