import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { canonicalJson, EXIT, formatError, PipelineError } from '@tsdistill/contracts';
import { chosenBackend, engineIdentity, type EngineIdentity } from './native/engine-identity';
import { provisionEngine, type ProvisionEvent } from './native/provision-engine';

/** `node dist/provision-main.js --out <folder>`: makes the engine ready and writes its identity, engine.json, there. */
async function main(): Promise<void> {
  const { out } = parseArgs({ options: { out: { type: 'string' } } }).values;
  if (!out) throw new Error('usage: node packages/engine/dist/provision-main.js --out <folder>');
  if (chosenBackend() === 'native') await provisionEngine({ log: print });
  const identity = await engineIdentity();
  writeIdentity(out, identity);
  process.stderr.write(`engine: ${identity.backend} ${identity.tensorflowVersion}, ${identity.threads} thread\n`);
}

function writeIdentity(folder: string, identity: EngineIdentity): void {
  mkdirSync(folder, { recursive: true });
  const aside = join(folder, `engine.json.${process.pid}`);
  writeFileSync(aside, canonicalJson(identity));
  renameSync(aside, join(folder, 'engine.json'));
}

function print(event: ProvisionEvent): void {
  process.stderr.write(`engine: ${event.step}: ${event.detail}\n`);
}

function fail(error: unknown): void {
  const isUserError = error instanceof PipelineError;
  process.stderr.write(`${isUserError ? formatError(error) : String(error instanceof Error ? error.stack : error)}\n`);
  if (!isUserError) process.exitCode = EXIT.bug;
  else process.exitCode = error.code === 'PROVISION_INTERRUPTED' ? EXIT.interrupted : EXIT.userError;
}

main().catch(fail);
