import { readFileSync } from 'node:fs';
import { artifactFile, openArtifact, type OpenArtifact, parseJson } from '../artifact/open-artifact';
import { SizeSummary } from '../schemas/size';

/** The smallest student that keeps up with its teacher, and all that were tried. */
export type Size = OpenArtifact<'size'> & { readonly summary: SizeSummary };

/** @throws PipelineError those of `openArtifact`; ARTIFACT_INVALID when `size.json` breaks its schema */
export function openSize(folder: string): Size {
  const artifact = openArtifact(folder, 'size');
  const file = artifactFile(artifact, 'size.json');
  return { ...artifact, summary: parseJson(file, readFileSync(file, 'utf8'), SizeSummary) };
}
