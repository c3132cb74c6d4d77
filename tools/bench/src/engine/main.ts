import { loadavg } from 'node:os';
import { loadEngine } from '@tsdistill/engine';
import { appendBenchmark } from '../append-benchmark';
import { readOptions } from '../read-options';
import { type CaseResult, compareSteps, ROUND_COUNT } from './compare-steps';
import { formatSteps } from './format-steps';
import { type EngineOptions, parseOptions } from './options';
import { Rival } from './rival';

/**
 * `nx run bench:engine [--python VENV] [--rows cnn] [--against torch]`: times training steps, against PyTorch and Keras where a Python with them
 * is given. A part is printed and not kept.
 */
async function main({ cases, python = '', frameworks, isWhole }: EngineOptions): Promise<void> {
  const load = `load average ${loadavg()[0]?.toFixed(1)} before it started`;
  const engine = await loadEngine();
  const started = await Promise.all(frameworks.map((name) => Rival.start(python, name)));
  const results: CaseResult[] = [];
  for (const benchCase of cases) {
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
    load,
  ];
  const rounds = `medians of ${ROUND_COUNT} rounds`;
  const pairs = started.length > 0 ? ['ratios of paired rounds with their 95 % interval'] : [];
  const rules = ['one thread each', rounds, ...pairs, 'loss read every step'].join(', ');
  if (isWhole) appendBenchmark('Training steps', [...versions, rules], table);
}

const options = readOptions(parseOptions);
if (options) void main(options);
