import { parseArgs } from 'node:util';
import { loadEngine } from '@tsdistill/engine';
import { appendBenchmark } from '../append-benchmark';
import { type CaseResult, compareSteps, ROUND_COUNT } from './compare-steps';
import { formatSteps } from './format-steps';
import { FRAMEWORKS, Rival } from './rival';
import { BENCH_CASES } from './rows';

/** `nx run bench:engine [--python VENV]`: times training steps, against PyTorch and Keras where a Python with them is given. */
async function main(): Promise<void> {
  const { python } = parseArgs({ options: { python: { type: 'string' } } }).values;
  const engine = await loadEngine();
  const started = python === undefined ? [] : await Promise.all(FRAMEWORKS.map((name) => Rival.start(python, name)));
  const results: CaseResult[] = [];
  for (const benchCase of BENCH_CASES) {
    process.stderr.write(`${benchCase.name} …\n`);
    results.push(
      await compareSteps(
        benchCase,
        started.map(({ rival }) => rival),
      ),
    );
  }
  started.forEach(({ rival }) => rival.stop());
  const table = formatSteps(results);
  process.stdout.write(`${table}\n`);
  const versions = [
    `Node ${process.versions.node}`,
    `TensorFlow ${engine.tensorflowVersion} (${engine.backend})`,
    ...started.map(({ version }) => version),
  ];
  const rounds = `medians of ${ROUND_COUNT} rounds`;
  const pairs = started.length > 0 ? ['ratios of paired rounds with their 95 % interval'] : [];
  const rules = ['one thread each', rounds, ...pairs, 'loss read every step'].join(', ');
  appendBenchmark('Training steps', [...versions, rules], table);
}

void main();
