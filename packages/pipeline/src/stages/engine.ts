import { describeEngine, provisionEngine, removeEngine } from '@tsdistill/engine';
import { createReporter } from '../reporter';

export interface EngineArguments {
  readonly remove: boolean;
}

/** Says what the engine is, after providing it where needed; or takes it away. */
export async function engine({ remove }: EngineArguments): Promise<void> {
  process.stdout.write(remove ? removal() : await description());
}

function removal(): string {
  const { folder, bytes } = removeEngine();
  return `removed ${folder} (${(bytes / 1e6).toFixed(0)} MB)\n`;
}

async function description(): Promise<string> {
  if ((await describeEngine()).backend === 'native')
    await provisionEngine({ log: ({ step, detail }) => createReporter('engine').info({ step }, detail) });
  const { backend, tensorflowVersion, threads, cpuFeatures, folder } = await describeEngine();
  const lines = [
    ['backend', backend],
    ['TensorFlow', tensorflowVersion],
    ['threads', String(threads)],
    ['CPU features', cpuFeatures.join(' ')],
    ['folder', folder ?? 'none'],
  ];
  return lines.map(([name = '', value]) => `${name.padEnd(14)}${value}\n`).join('');
}
