import {
  type ArtifactKind,
  formatCount,
  openTuning,
  type OpenArtifact,
  plural,
  readMeasured,
} from '@tsdistill/contracts';
import { basename, dirname, resolve } from 'node:path';
import type { ReportInputs } from '../open-report-inputs';

/** What one stage left, and what making it cost. */
export interface StageFacts {
  /** "flights-lstm:student-distill-s0", as Nx names it. */
  readonly task: string;
  /** The task without its seed: what is drawn as one. */
  readonly group: string;
  readonly fingerprint: string;
  /** Fingerprints of what it was made from. */
  readonly inputs: readonly string[];
  readonly amount: string;
  readonly byteCount: number;
  /** Of the process that wrote it; null for an artifact that does not say. */
  readonly seconds: number | null;
  readonly source: 'this run' | 'cache' | 'unknown';
}

/**
 * The stages behind an experiment, each after those it needs.
 *
 * @param tunings folders of `student-tune`
 * @param runStarted when the run began that this page is written in, ISO 8601: what was finished before came from a cache
 */
export function stageFacts(
  { dataset, softTargets, groups, evaluation }: ReportInputs,
  tunings: readonly string[],
  runStarted: string | undefined,
): readonly StageFacts[] {
  const describe = (artifact: OpenArtifact<ArtifactKind>, amount: string) =>
    describeStage(artifact, amount, runStarted);
  const models = (wanted: (role: string) => boolean) =>
    groups.filter(({ role }) => wanted(role)).flatMap(({ models: list }) => list);
  const ofModel = (model: ReportInputs['groups'][number]['models'][number]) =>
    describe(model, plural(model.manifest.meta.parameterCount, 'parameter'));
  const { meta } = dataset.manifest;
  const rowCount = meta.series.reduce((sum, { observedRowCount }) => sum + observedRowCount, 0);
  return [
    describe(dataset, `${formatCount(rowCount)} rows × ${formatCount(meta.channels.target.length)}`),
    ...models((role) => role === 'teacher').map(ofModel),
    ...softTargets.map(({ artifact }) => describe(artifact, plural(artifact.manifest.meta.rowCount, 'window'))),
    ...tunings.map((folder) => {
      const tuning = openTuning(folder);
      return describe(tuning, plural(tuning.manifest.meta.trials.length, 'trial'));
    }),
    ...models((role) => role !== 'teacher').map(ofModel),
    describe(
      evaluation,
      `${formatCount(evaluation.summary.windowCount)} windows × ${formatCount(evaluation.summary.models.length)}`,
    ),
  ];
}

function describeStage(
  { folder, manifest, fingerprint }: OpenArtifact<ArtifactKind>,
  amount: string,
  runStarted: string | undefined,
): StageFacts {
  const { run } = readMeasured(folder, {});
  const task = `${basename(dirname(resolve(folder)))}:${basename(resolve(folder))}`;
  return {
    ...{ task, amount, fingerprint },
    group: task.replace(/-s\d+$/, ''),
    inputs: Object.values(manifest.inputs),
    byteCount: Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0),
    seconds: run?.seconds ?? null,
    source:
      run === undefined || runStarted === undefined ? 'unknown' : run.finished < runStarted ? 'cache' : 'this run',
  };
}
