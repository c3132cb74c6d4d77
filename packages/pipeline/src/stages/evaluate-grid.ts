import { type Evaluation, memberName, openEvaluation, PipelineError } from '@tsdistill/contracts';
import { rankMembers, renderGrid, runEvaluate } from '@tsdistill/evaluate';
import { experimentName, readExperiment } from '../read-experiment';
import { runStage } from '../run-stage';
import { printOutcome } from '../verbosity';
import { type EvaluateArguments, groupByName } from './evaluate';

/** Folders that hold `{member}` are one for each member; the others are shared. */
export interface EvaluateGridArguments extends Omit<EvaluateArguments, 'member' | 'split'> {
  /** Labels of the members. */
  readonly member: readonly string[];
  readonly validation: string;
}

/** Sorts members by validation; test is looked at for the first of them only. */
export async function evaluateGrid(given: EvaluateGridArguments): Promise<void> {
  const { config, member: labels, validation, placebo, rival, student, tuning, ...shared } = given;
  const name = experimentName(config);
  const evaluations = labels.map((label) => ({ label, ...openValidation(folderOf(name, label)(validation)) }));
  const choice = rankMembers(evaluations);
  const chosen = choice.members[0]?.label ?? '';
  const { evaluate: section, combine } = readExperiment(config, chosen);
  const inMember = folderOf(name, chosen);
  const placebos = placebo.map((entry) => ({ ...entry, folder: inMember(entry.folder) }));
  const folders = {
    ...shared,
    student: student.map(inMember),
    tuning: tuning.map(inMember),
    placebos: groupByName(placebos),
    rivals: groupByName(rival),
  };
  const grid = { choice, fingerprints: evaluations.map(({ fingerprint }) => fingerprint) };
  await runStage('evaluate', async (host) => {
    const table = await runEvaluate({ name, config: section, combine, folders, grid }, host);
    printOutcome(`\n${renderGrid(name, choice, section.split)}\n\n${table}\n\nArtifact: ${folders.out}\n`);
  });
}

const folderOf = (experiment: string, label: string) => (template: string) =>
  template.replaceAll('{member}', memberName(experiment, label));

function openValidation(folder: string): Evaluation {
  const evaluation = openEvaluation(folder);
  if (evaluation.summary.split === 'validation') return evaluation;
  throw new PipelineError('CLI_USAGE', {
    problem: `--validation: ${folder} was scored on ${evaluation.summary.split}`,
  });
}
