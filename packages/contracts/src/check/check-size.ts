import { SizeSummary } from '../schemas/size';
import type { KindCheck } from './check-artifact';
import { readChecked } from './check-model';
import { counted } from './findings';

/** The summary of a search for the smallest student. */
export const checkSizeArtifact: KindCheck<'size'> = ({ folder, manifest, present }, findings) => {
  const { candidateCount, choice } = manifest.meta;
  findings.fact('chosen', `${choice.name} of ${counted(candidateCount, 'candidate')}, ${choice.kind}`);
  findings.fact('parameters', choice.parameterCount);
  if (!Object.hasOwn(manifest.files, 'size.json'))
    findings.problem('files', 'size.json', 'a size artifact needs it, but it is not listed');
  const summary = present.has('size.json') ? readChecked(folder, 'size.json', SizeSummary, findings) : undefined;
  if (summary && summary.candidates.length !== candidateCount) {
    const text = `it lists ${counted(summary.candidates.length, 'candidate')}, meta.candidateCount says ${candidateCount}`;
    findings.problem('match', 'size.json', text);
  }
};
