import { openEvaluation, type EvaluationSummary } from '@tsdistill/contracts';
import type { Candidate } from '@tsdistill/size-search';
import type { Trial, Trials } from '../trials';
import { fixedDistillation, type SizeInputs } from './size-inputs';

/** How one candidate is trained once. */
export interface TrainingPlan {
  readonly epochs: number;
  readonly seed: number;
  /** True for the twin: the same student without the teacher. */
  readonly alone?: boolean;
}

/** The training of one candidate, with the experiment's way to distil. */
export function trainingTrial(inputs: SizeInputs, candidate: Candidate, { epochs, seed, alone }: TrainingPlan): Trial {
  const { experiment, dataset, softTargets } = inputs;
  const { student: name, teachers, combine } = experiment;
  const distillation = fixedDistillation(inputs);
  return {
    command: 'student-distill',
    configs: {
      config: { ...studentFile(inputs, candidate, epochs), seeds: [0] },
      ...(!alone && { experiment: { student: name, teachers, combine, distillation } }),
    },
    artifacts: { dataset, ...(!alone && { 'soft-targets': softTargets }) },
    flags: { seed },
  };
}

/** The candidate as a student config that a person can keep. */
export function studentFile({ student }: SizeInputs, { model, learningRate }: Candidate, epochs: number) {
  const training = { ...student.student.training, epochs, learningRate };
  return { dataset: student.dataset, seeds: student.seeds, student: { model, training } };
}

/** What a candidate is worth on one split, with all seeds, beside its teacher and its twin. */
export interface JudgedSplit {
  readonly split: 'validation' | 'test';
  readonly margin: number;
  readonly seeds: readonly number[];
}

/** Trains what is not trained yet, and asks the stage `evaluate`. */
export async function evaluateCandidate(
  trials: Trials,
  inputs: SizeInputs,
  candidate: Candidate,
  { split, margin, seeds }: JudgedSplit,
): Promise<{ summary: EvaluationSummary; fingerprint: string }> {
  const { epochs } = inputs.student.student.training;
  const train = (alone: boolean) =>
    Promise.all(seeds.map((seed) => trials.run(trainingTrial(inputs, candidate, { epochs, seed, alone }))));
  const [student, twin] = await Promise.all([train(false), train(true)]);
  const { student: name, teachers, combine, evaluate } = inputs.experiment;
  const config = { student: name, teachers, combine, evaluate: { ...evaluate, split, margin } };
  const { summary, fingerprint } = openEvaluation(
    await trials.run({
      command: 'evaluate',
      name: inputs.name,
      configs: { config: { ...config, distillation: fixedDistillation(inputs) } },
      artifacts: {
        dataset: inputs.dataset,
        'soft-targets': inputs.softTargets,
        teacher: inputs.teachers,
        student,
        twin,
      },
    }),
  );
  return { summary, fingerprint };
}
