import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs';

/** Reads the folder of an export with Node, which plain tfjs cannot. */
export function readFolder(folder: string): tf.io.IOHandler {
  return {
    load: async () => {
      const { weightsManifest, ...model } = JSON.parse(
        await readFile(join(folder, 'model.json'), 'utf8'),
      ) as tf.io.ModelJSON;
      const paths = weightsManifest.flatMap((group) => group.paths);
      const parts = await Promise.all(paths.map((path) => readFile(join(folder, path))));
      const bytes = Uint8Array.from(Buffer.concat(parts));
      return { ...model, weightSpecs: weightsManifest.flatMap(({ weights }) => weights), weightData: bytes.buffer };
    },
  };
}
