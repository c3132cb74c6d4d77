import { execFileSync } from 'node:child_process';

/** Short hash of the commit that is checked out, marked where code was changed since; "unknown" outside a checkout. */
export function commitOfCode(): string {
  try {
    const git = (...given: string[]) => execFileSync('git', given, { encoding: 'utf8' }).trim();
    const changed = git('status', '--porcelain', '--', 'packages', 'tools', 'package-lock.json');
    return `${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : ' with changes'}`;
  } catch {
    return 'unknown';
  }
}
