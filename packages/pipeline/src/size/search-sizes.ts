import {
  type EvaluationSummary,
  openModel,
  PipelineError,
  plural,
  type SizeSummary,
  type StageHost,
} from '@tsdistill/contracts';
import {
  type Candidate,
  frontOf,
  halve,
  judgementOrder,
  type Rung,
  type RungLoss,
  type SizedLoss,
} from '@tsdistill/size-search';
import { showGroup, showProgress, type Trials } from '../trials';
import { evaluateCandidate, trainingTrial } from './search-trials';
import type { SizeInputs } from './size-inputs';

type Judgement = SizeSummary['judged'][number];

/** What the search needs beside its candidates. */
export interface SizeSearch {
  readonly inputs: SizeInputs;
  readonly candidates: readonly Candidate[];
  readonly margin: number;
  readonly seeds: readonly number[];
  /** On validation, as trainings count their own loss. */
  readonly teacherLoss: number;
  readonly trials: Trials;
}

export interface SizeFound {
  /** By candidate. */
  readonly reached: readonly (readonly RungLoss[])[];
  /** Indices of candidates, smallest first. */
  readonly front: readonly number[];
  readonly judged: readonly Judgement[];
  readonly choice: SizeSummary['choice'];
  /** The only look at the test split. */
  readonly test: EvaluationSummary;
  /** Fingerprint of that evaluation. */
  readonly evaluation: string;
}

/**
 * Successive halving on validation, then the front's candidates from the smallest up with all seeds, until one is non-inferior to
 * the teacher on validation. That one, or where there is none the closest, is scored on test once.
 *
 * @throws PipelineError SIZE_ALL_LOST, TRIAL_FAILED
 */
export async function searchSizes(search: SizeSearch, host: StageHost): Promise<SizeFound> {
  const { candidates, teacherLoss, margin, trials, inputs, seeds } = search;
  const reached = await climb(search, host);
  const finalists = finalistsOf(reached);
  const models = finalists.map((index) => sizedLoss(candidates[index], reached[index]));
  const pick = (places: readonly number[]) => places.flatMap((place) => finalists[place] ?? []);
  const judged = await judgeInTurn(search, pick(judgementOrder(models, teacherLoss, margin)), host);
  const choice = choose(judged);
  const chosen = candidates[choice.candidate] as Candidate;
  host.info({ candidate: chosen.name, parameters: chosen.parameterCount }, 'scored on test, once');
  const test = await evaluateCandidate(trials, inputs, chosen, { split: 'test', margin, seeds });
  return { reached, front: pick(frontOf(models)), judged, choice, test: test.summary, evaluation: test.fingerprint };
}

/** All rungs of the search. */
async function climb(search: SizeSearch, host: StageHost): Promise<RungLoss[][]> {
  const { epochs } = search.inputs.student.student.training;
  const rungs = halve(
    search.candidates.map(({ parameterCount }) => parameterCount),
    epochs,
  );
  let step = rungs.next();
  while (!step.done) step = rungs.next(await trainRung(search, step.value, host));
  return step.value;
}

async function trainRung(
  search: SizeSearch,
  { epochs, candidates }: Rung,
  host: StageHost,
): Promise<(number | null)[]> {
  const seed = search.seeds[0] ?? 0;
  let best = Infinity;
  const label = `${plural(candidates.length, 'candidate')}, ${plural(epochs, 'epoch')} each`;
  const terms = () => ({ ...(best < Infinity && { best }), teacher: search.teacherLoss });
  const ended = showGroup({ label, total: candidates.length, terms }, host);
  const train = async (index: number) => {
    const candidate = search.candidates[index] as Candidate;
    const loss = await lossOf(search, candidate, { epochs, seed }, host);
    best = Math.min(best, loss ?? Infinity);
    ended();
    return loss;
  };
  const losses = await Promise.all(candidates.map(train));
  if (best === Infinity) throw new PipelineError('SIZE_ALL_LOST', { candidateCount: candidates.length });
  host.info({ epochs, candidates: candidates.length, best, teacher: search.teacherLoss }, 'rung done');
  return losses;
}

/** null when its loss stopped being a finite number: such a candidate drops out. */
async function lossOf(
  { trials, inputs }: SizeSearch,
  candidate: Candidate,
  plan: { epochs: number; seed: number },
  host: StageHost,
): Promise<number | null> {
  try {
    const folder = await trials.run(trainingTrial(inputs, candidate, plan));
    const { validationLoss } = openModel(folder).description.provenance;
    const { name, learningRate } = candidate;
    host.detail(
      { candidate: name, learningRate, epochs: plan.epochs, validation: validationLoss },
      'candidate trained',
    );
    return validationLoss;
  } catch (error) {
    if (!isLost(error)) throw error;
    host.warn({ candidate: candidate.name, learningRate: candidate.learningRate }, 'training lost: not a finite loss');
    return null;
  }
}

function isLost(error: unknown): boolean {
  return (
    error instanceof PipelineError &&
    error.code === 'TRIAL_FAILED' &&
    (error as PipelineError<'TRIAL_FAILED'>).context.stageCode === 'STEP_NON_FINITE'
  );
}

/** Candidates that were trained with all epochs. */
function finalistsOf(reached: readonly (readonly RungLoss[])[]): number[] {
  const most = Math.max(...reached.map(({ length }) => length));
  return [...reached.keys()].filter((index) => {
    const last = reached[index]?.[most - 1];
    return last !== undefined && last.validationLoss !== null;
  });
}

function sizedLoss(candidate: Candidate | undefined, reached: readonly RungLoss[] = []): SizedLoss {
  return { parameterCount: candidate?.parameterCount ?? 0, loss: reached.at(-1)?.validationLoss ?? null };
}

/** One after the other, until one is non-inferior on validation. */
async function judgeInTurn(search: SizeSearch, order: readonly number[], host: StageHost): Promise<Judgement[]> {
  const judged: Judgement[] = [];
  for (const index of order) {
    const candidate = search.candidates[index] as Candidate;
    // Students and twins of all seeds, and their evaluation.
    const group = { label: `judging ${candidate.name}`, total: 2 * search.seeds.length + 1 };
    const trials = showProgress(search.trials, group, host);
    const { summary } = await evaluateCandidate(trials, search.inputs, candidate, {
      ...search,
      split: 'validation',
    });
    const judgement = judgementOf(index, summary);
    judged.push(judgement);
    const { outcome, mse, teacherMse } = judgement;
    host.info(
      { candidate: candidate.name, parameters: candidate.parameterCount, mse, teacher: teacherMse },
      `judged on validation: ${outcome}`,
    );
    if (outcome === 'non-inferior') break;
  }
  return judged;
}

/** What an evaluation says of a candidate beside its teacher. */
export function judgementOf(candidate: number, { nonInferiority, models }: EvaluationSummary): Judgement {
  const mseOf = (role: 'student' | 'teacher') => models.find((model) => model.role === role)?.mean['mse'] ?? NaN;
  const { outcome, relative } = nonInferiority;
  return { candidate, outcome, relative, mse: mseOf('student'), teacherMse: mseOf('teacher') };
}

/** The one that is non-inferior, which is the last judged; else the one with the lowest upper bound. */
export function choose(judged: readonly Judgement[]): SizeSummary['choice'] {
  const found = judged.find(({ outcome }) => outcome === 'non-inferior');
  if (found) return { candidate: found.candidate, kind: 'non-inferior' };
  const boundOf = ({ relative }: Judgement) => relative.interval?.upper ?? relative.value;
  const closest = judged.reduce((best, judgement) => (boundOf(judgement) < boundOf(best) ? judgement : best));
  return { candidate: closest.candidate, kind: 'closest' };
}
