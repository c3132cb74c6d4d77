import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { artifactFolder } from '../experiment-place';
import { readConfig } from '../read-config';

const Engine = z.object({ backend: z.string(), tensorflowVersion: z.string().optional(), threads: z.number() });
const Package = z.object({ version: z.string() });

/** Name → version of this program, and of the engine that the stages ran on where Nx has provisioned it. */
export function readVersions(): Readonly<Record<string, string>> {
  const { version } = readConfig(join(__dirname, '../../package.json'), Package);
  const file = join(artifactFolder('engine', 'provision'), 'engine.json');
  if (!existsSync(file)) return { tsdistill: version };
  const { backend, tensorflowVersion = '', threads } = readConfig(file, Engine);
  const how = `${backend}, ${threads} thread${threads === 1 ? '' : 's'}`;
  return { tsdistill: version, TensorFlow: `${tensorflowVersion} (${how})`.trim() };
}
