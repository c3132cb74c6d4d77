import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Where and by what a page was written. */
export interface Provenance {
  /** ISO 8601. */
  readonly written: string;
  /** Short hash, with "+ changes" for a work tree that differs from it; null outside of git. */
  readonly commit: string | null;
  /** Name → version. */
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: string;
}

/** @param versions of what made the results */
export function readProvenance(versions: Readonly<Record<string, string>>): Provenance {
  return {
    written: new Date().toISOString(),
    commit: readCommit(),
    versions: { ...versions, Node: process.versions.node },
    machine: `${process.platform} ${process.arch}, ${cpus()[0]?.model ?? 'unknown processor'}`,
  };
}

function readCommit(): string | null {
  try {
    const hash = git('rev-parse', '--short=12', 'HEAD');
    return git('status', '--porcelain') === '' ? hash : `${hash} + changes`;
  } catch {
    return null;
  }
}

const git = (...words: readonly string[]): string =>
  execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
