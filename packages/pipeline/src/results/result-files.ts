import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  canonicalJson,
  type Evaluation,
  nearestName,
  openEvaluation,
  parseJson,
  PipelineError,
  Result,
} from '@tsdistill/contracts';
import { artifactFolder } from '../experiment-place';
import { resultOf } from './result-of';

const FOLDER = 'data/results';

/** Where results are looked for: the artifact of a run here, else the file of an accepted one; or a commit. */
export interface FoundResult {
  readonly result: Result;
  /** For people: "the run in data/artifacts", "accepted on 2026-11-25". */
  readonly source: string;
  /** Where it is of a run whose artifact lies here. */
  readonly evaluation?: Evaluation;
}

export const resultFile = (experiment: string): string => join(FOLDER, `${experiment}.json`);
export const evaluationFolder = (experiment: string): string => artifactFolder(experiment, 'evaluate');

/** Writes the file beside its place first, so that it is there whole or not at all. */
export function writeResult(result: Result): string {
  const file = resultFile(result.experiment);
  mkdirSync(FOLDER, { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, canonicalJson(result));
  renameSync(aside, file);
  return file;
}

/** UTC. */
const today = (): string => new Date().toISOString().slice(0, 10);

/** The run of an experiment that lies here. @throws PipelineError RESULT_NOT_EVALUATED */
export function resultOfRun(experiment: string): Result {
  const folder = evaluationFolder(experiment);
  if (!existsSync(folder)) throw new PipelineError('RESULT_NOT_EVALUATED', { experiment, folder });
  return foundRun(openEvaluation(folder)).result;
}

/** An evaluation as what it showed today. */
export const foundRun = (evaluation: Evaluation): FoundResult => ({
  result: resultOf(evaluation, today()),
  source: `the run in ${evaluation.folder}`,
  evaluation,
});

/** The run that lies here, else what was accepted. @throws PipelineError RESULT_MISSING */
export function presentResult(experiment: string): FoundResult {
  const folder = evaluationFolder(experiment);
  if (existsSync(folder)) return foundRun(openEvaluation(folder));
  const file = resultFile(experiment);
  if (!existsSync(file)) throw missing(experiment, file);
  return acceptedAs(parseJson(file, readFileSync(file, 'utf8'), Result));
}

function missing(experiment: string, file: string): PipelineError {
  const known = presentExperiments();
  return new PipelineError('RESULT_MISSING', { experiment, file, known, nearest: nearestName(experiment, known) });
}

/** Experiments with a run or an accepted result. */
export function presentExperiments(): readonly string[] {
  const accepted = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];
  const folders = existsSync('data/artifacts') ? readdirSync('data/artifacts') : [];
  const run = folders.filter((name) => existsSync(evaluationFolder(name)));
  return [...new Set([...accepted.map((name) => basename(name, '.json')), ...run])].sort();
}

/**
 * What was accepted as of a commit: every `data/results/*.json` of it, by experiment.
 *
 * @param ref a branch, tag or commit
 * @throws PipelineError DIFF_REF_UNKNOWN, ARTIFACT_INVALID
 */
export function acceptedAt(ref: string): ReadonlyMap<string, FoundResult> {
  const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], ref).trim();
  const listed = git(['ls-tree', '--name-only', commit, `${FOLDER}/`], ref);
  const files = listed.split('\n').filter((file) => file.endsWith('.json'));
  return new Map(
    files.map((file) => {
      const result = parseJson(`${ref}:${file}`, git(['show', `${commit}:${file}`], ref), Result);
      return [result.experiment, acceptedAs(result)];
    }),
  );
}

const acceptedAs = (result: Result): FoundResult => ({ result, source: `accepted on ${result.accepted}` });

function git(given: readonly string[], ref: string): string {
  try {
    return execFileSync('git', given, { encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (cause) {
    throw new PipelineError('DIFF_REF_UNKNOWN', { ref, known: presentExperiments() }, { cause });
  }
}
