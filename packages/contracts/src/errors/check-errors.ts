import { entry } from './entry';

/** Errors of `check`. What it finds inside an artifact is a report, not an error. */
export const CHECK_ERRORS = {
  CHECK_NO_ARTIFACT: entry<{ path: string; problem: string }>(
    (c) => `${c.path} is no artifact: ${c.problem}.`,
    () =>
      'Give the folder of an artifact, the one that holds manifest.json, for example data/artifacts/<project>/<target>.',
  ),
  CHECK_FAILED: entry<{ path: string; problemCount: number }>(
    (c) => `${c.path} has ${c.problemCount} ${c.problemCount === 1 ? 'problem' : 'problems'}, listed above.`,
    () => 'Write the artifact again; one made elsewhere must follow packages/contracts/README.md.',
  ),
} as const;
