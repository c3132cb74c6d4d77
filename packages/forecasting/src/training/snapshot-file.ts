import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { TrainingSnapshot } from './train-epochs';

/** The place of one half-done training; its name is the fingerprint of everything that decides the result. */
export interface SnapshotFile {
  read(): TrainingSnapshot | undefined;
  /** Replaces the former snapshot, whole or not at all. */
  write(snapshot: TrainingSnapshot): void;
  /** Removes it, and what a killed process left beside it. */
  remove(): void;
}

export function snapshotFile(workFolder: string, fingerprint: string): SnapshotFile {
  const folder = join(workFolder, 'training');
  const path = join(folder, `${fingerprint}.bin`);
  return {
    read: () => (existsSync(path) ? (deserialize(readFileSync(path)) as TrainingSnapshot) : undefined),
    write: (snapshot) => {
      mkdirSync(folder, { recursive: true });
      const side = `${path}.${process.pid}`;
      const fd = openSync(side, 'w');
      writeFileSync(fd, serialize(snapshot));
      fsyncSync(fd);
      closeSync(fd);
      renameSync(side, path);
    },
    remove: () => {
      const ours = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(`${fingerprint}.`)) : [];
      for (const name of ours) rmSync(join(folder, name));
    },
  };
}
