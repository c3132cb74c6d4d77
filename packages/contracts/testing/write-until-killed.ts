/**
 * @file Starts to write a model artifact at argv[2], says `writing` and then waits until it is killed.
 */
import { writeArtifact } from '../src/artifact/write-artifact';

const record = { kind: 'model', config: {}, inputs: {} } as const;
void writeArtifact(process.argv[2] ?? '', record, async (draft) => {
  draft.file('weights.bin', (file) => file.write(Buffer.alloc(100_000)));
  process.stdout.write('writing');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  return { architecture: 'none', parameterCount: 0, seed: 0 };
});
