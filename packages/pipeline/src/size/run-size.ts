import {
  checkSoftTargets,
  type Dataset,
  openDataset,
  openModel,
  openSoftTargets,
  readOrigins,
  refuseForeignFolder,
  SizeSummary,
  type SoftTargets,
  type StageHost,
  writeArtifact,
} from '@tsdistill/contracts';
import { fewestWindows, selectScoredOrigins } from '@tsdistill/evaluate';
import { startEngine } from '@tsdistill/forecasting';
import { type Candidate, drawFront, listCandidates, usableLookbacks } from '@tsdistill/size-search';
import { createTrials } from '../trials';
import { candidateLatency } from './candidate-latency';
import { limitLatency, limitWeights } from './limit-candidates';
import { judgementOf, searchSizes, type SizeFound } from './search-sizes';
import { studentFile } from './search-trials';
import type { SizeInputs } from './size-inputs';
import { fewText, leftOutText, searchedText, sizeSentence, sizeTable, type WindowCounts } from './size-text';
import { teacherLoss } from './teacher-loss';

export interface SizeOptions {
  /** Fraction above the teacher's MSE that is still good enough. */
  readonly within: number;
  readonly maxMs: number | undefined;
  readonly maxKb: number | undefined;
  readonly parallel: number | undefined;
  readonly seeds: readonly number[];
}

/** The inputs as opened, and what is to be searched. */
interface Preparation {
  readonly inputs: SizeInputs;
  readonly options: SizeOptions;
  readonly dataset: Dataset;
  /** Fingerprints by role. */
  readonly fingerprints: Readonly<Record<string, string>>;
  readonly teacher: SizeSummary['teacher'];
  readonly candidates: readonly Candidate[];
  /** How many the limits left out, a sentence each. */
  readonly leftOut: readonly string[];
  readonly windows: WindowCounts;
  /** Median ms of one window. */
  readonly latency: (candidate: Candidate) => number;
}

/**
 * Reads an experiment's soft targets, searches the smallest student that keeps up with its teacher, writes one `size@1` artifact.
 *
 * @returns table and sentence
 */
export async function runSize(inputs: SizeInputs, options: SizeOptions, out: string, host: StageHost): Promise<string> {
  refuseForeignFolder(out);
  const prepared = await prepare(inputs, options, host);
  const { candidates, teacher, windows } = prepared;
  const smallest = candidates[0]?.parameterCount;
  const largest = candidates.at(-1)?.parameterCount;
  host.info({ candidates: candidates.length, smallest, largest, teacher: teacher.validationLoss }, 'search begins');
  if (windows.present < windows.needed)
    host.warn({ ...windows }, `no candidate can be shown to keep up with its teacher: ${fewText(windows)}`);
  const { within: margin, seeds, parallel } = options;
  const started = Date.now();
  const counts = { cached: 0, started: 0, finished: 0 };
  const trials = createTrials({
    ...(parallel !== undefined && { parallel }),
    signal: host.signal,
    report: ({ kind }) => (counts[kind] += 1),
  });
  try {
    const search = { inputs, candidates, margin, seeds, teacherLoss: teacher.validationLoss, trials };
    const found = await searchSizes(search, host);
    host.info({ trained: counts.finished, cached: counts.cached }, 'search done');
    const measured = { seconds: (Date.now() - started) / 1000, trials: counts };
    return await writeSize(prepared, found, { out, measured, host });
  } finally {
    await trials.close();
  }
}

async function prepare(inputs: SizeInputs, options: SizeOptions, host: StageHost): Promise<Preparation> {
  const dataset = openDataset(inputs.dataset);
  const { meta } = dataset.manifest;
  const { student } = inputs.student;
  const lookbacks = usableLookbacks(student.model.lookback, readOrigins(dataset));
  const latency = candidateLatency(meta);
  const all = listCandidates({ student, data: meta, lookbacks });
  const small = limitWeights(all, options.maxKb);
  const softTargets: SoftTargets[] = [];
  try {
    for (const folder of inputs.softTargets) softTargets.push(openSoftTargets(folder));
    for (const opened of softTargets) checkSoftTargets(dataset, opened);
    const teacher = {
      name: inputs.experiment.teachers.join(' + '),
      parameterCount: teacherSize(inputs),
      validationLoss: teacherLoss(softTargets, dataset, inputs),
    };
    if (options.maxMs !== undefined) await startEngine(host);
    const candidates = options.maxMs === undefined ? small : limitLatency(small, options.maxMs, latency);
    const leftOut = [
      leftOutText(`--max-kb ${options.maxKb}`, all.length, small.length),
      leftOutText(`--max-ms ${options.maxMs}`, small.length, candidates.length),
    ].filter((text) => text !== '');
    const windows = validationWindows(dataset, softTargets, student.model.lookback);
    const opened = softTargets.map(({ artifact }, i) => [`softTargets${i}`, artifact.fingerprint]);
    const fingerprints = { dataset: dataset.fingerprint, ...Object.fromEntries(opened) };
    return { inputs, options, dataset, fingerprints, teacher, candidates, leftOut, windows, latency };
  } finally {
    for (const opened of softTargets) opened.close();
  }
}

/** As evaluate counts them when it judges a candidate. */
function validationWindows(dataset: Dataset, softTargets: readonly SoftTargets[], lookback: number): WindowCounts {
  const { horizon, stride } = dataset.manifest.meta;
  const { keys } = selectScoredOrigins(dataset, softTargets, { split: 'validation', lookback });
  return { present: keys.origin.length, needed: fewestWindows(horizon, stride) };
}

/** Parameters of all teachers together; null when the model of one is not there. */
function teacherSize({ teachers, softTargets }: SizeInputs): number | null {
  if (teachers.length < softTargets.length) return null;
  return teachers.reduce((sum, folder) => sum + openModel(folder).manifest.meta.parameterCount, 0);
}

interface Ending {
  readonly out: string;
  readonly measured: Readonly<Record<string, unknown>>;
  readonly host: StageHost;
}

/** Latencies are measured now, where nobody has asked for them before: no training runs beside it any more. */
async function writeSize(prepared: Preparation, found: SizeFound, { out, measured, host }: Ending): Promise<string> {
  const { inputs, options, candidates, fingerprints } = prepared;
  await startEngine(host);
  const most = Math.max(...found.reached.map(({ length }) => length));
  const latency = candidates.map((candidate, i) =>
    options.maxMs !== undefined || found.reached[i]?.length === most ? prepared.latency(candidate) : null,
  );
  const summary = summaryOf(prepared, found);
  const { parallel: _, ...asked } = options;
  const record = { kind: 'size', config: asked, inputs: { ...fingerprints, evaluation: found.evaluation } } as const;
  const chosen = candidates[summary.choice.candidate] as Candidate;
  await writeArtifact(out, record, (draft) => {
    draft.json('size.json', SizeSummary.parse(summary));
    draft.json('student.json', studentFile(inputs, chosen, inputs.student.student.training.epochs));
    draft.file('front.svg', (file) => file.write(Buffer.from(drawFront(summary))));
    draft.measured({ ...measured, latencyMs: latency });
    const { name, parameterCount } = chosen;
    const choice = { name, parameterCount, kind: summary.choice.kind };
    return { experiment: inputs.name, margin: summary.margin, candidateCount: candidates.length, choice };
  });
  return [sizeTable(summary, latency), ...prepared.leftOut, '', summary.sentence, summary.test.twin.sentence].join(
    '\n',
  );
}

function summaryOf({ inputs, options, teacher, candidates, windows }: Preparation, found: SizeFound): SizeSummary {
  const { choice, judged, test } = found;
  const { loss } = inputs.student.student.training;
  const summary = {
    experiment: inputs.name,
    margin: options.within,
    seeds: options.seeds,
    alpha: inputs.alpha,
    teacher,
    loss: typeof loss === 'string' ? loss : 'huber',
    candidates: candidates.map((candidate, index) => ({
      ...candidate,
      rungs: found.reached[index] ?? [],
      onFront: found.front.includes(index),
    })),
    judged,
    choice,
    test: {
      ...judgementOf(choice.candidate, test),
      windowCount: test.windowCount,
      level: test.bootstrap.level,
      twin: { outcome: test.verdict.outcome, sentence: `${test.verdict.sentence} ${searchedText(candidates.length)}` },
    },
  };
  return { ...summary, sentence: sizeSentence(summary, windows) };
}
