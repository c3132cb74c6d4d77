import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { artifactFile, openArtifact, type OpenArtifact, parseJson } from '../artifact/open-artifact';
import { readMeasured } from '../artifact/read-measured';
import type { ColumnType } from '../arrow/column-type';
import { readTable } from '../arrow/read-table';
import {
  type Calibration,
  CALIBRATIONS,
  type EvaluationMeta,
  EvaluationSummary,
  GridChoice,
  type WeightShare,
} from '../schemas/evaluation';
import { formatPercent } from '../wording/format-numbers';
import type { ExportedInterval } from '../schemas/exported-forecaster';

/** An `evaluation@1` artifact with its summary. */
export type Evaluation = OpenArtifact<'evaluation'> & {
  readonly summary: EvaluationSummary;
  /** Absent where the experiment is no grid. */
  readonly grid?: GridChoice;
};

/** Columns of `forecasts.arrow`; `model` counts in the manifest's list of models. */
export function forecastColumns({ horizon, channels }: Pick<EvaluationMeta, 'horizon' | 'channels'>) {
  return {
    model: { kind: 'int32' },
    series: { kind: 'int32' },
    origin: { kind: 'int32' },
    forecast: { kind: 'float32-list', width: horizon * channels.length },
  } as const satisfies Record<string, ColumnType>;
}

/** @throws PipelineError those of `openArtifact`; ARTIFACT_INVALID when `summary.json` or `grid.json` breaks its schema */
export function openEvaluation(folder: string): Evaluation {
  const artifact = openArtifact(folder, 'evaluation');
  const read = <Schema extends z.ZodType>(name: string, schema: Schema) => {
    const file = artifactFile(artifact, name);
    return parseJson(file, readFileSync(file, 'utf8'), schema);
  };
  const isGrid = Object.hasOwn(artifact.manifest.files, 'grid.json');
  return {
    ...artifact,
    summary: read('summary.json', EvaluationSummary),
    ...(isGrid && { grid: read('grid.json', GridChoice) }),
  };
}

/** Quantiles of the time of one call, by batch size; p95 is absent in older files. */
const CallTime = z.object({ batch: z.number(), p50Ms: z.number(), p95Ms: z.number().optional() }).readonly();

/** By `latencyKey`; what was not measured is left out. */
export type LatencyByModel = Readonly<Record<string, readonly z.infer<typeof CallTime>[] | undefined>>;

/** "teacher", "student", "twin"; of roles that several models have, "rival:small". */
export function latencyKey({ role, name }: { readonly role: string; readonly name: string }): string {
  return role === 'teacher' || role === 'student' || role === 'twin' ? role : `${role}:${name}`;
}

/** The latencies that an evaluation measured; none where its `measured.json` is lost. */
export function readLatency(folder: string): LatencyByModel {
  return readMeasured(folder, { latency: z.record(z.string(), z.array(CallTime)) }).latency ?? {};
}

/** Columns of `intervals.arrow`; `model` counts in the manifest's list of models, `level` in the summary's list of levels, `calibration` in `CALIBRATIONS`. */
export function intervalColumns({ horizon, channels }: Pick<EvaluationMeta, 'horizon' | 'channels'>) {
  return {
    model: { kind: 'int32' },
    level: { kind: 'int32' },
    calibration: { kind: 'int8' },
    halfWidth: { kind: 'float32-list', width: horizon * channels.length },
  } as const satisfies Record<string, ColumnType>;
}

/** Digits of a half width that are exported: an interval is not known better. */
const DIGITS = 6;

/**
 * The intervals that an evaluation has calibrated for a model, lowest level first.
 *
 * @param fingerprint of the model
 * @returns empty when it knows no such student or twin, or has no intervals
 */
export function intervalsOf(
  evaluation: Evaluation,
  fingerprint: string,
  calibration: Calibration,
): readonly ExportedInterval[] {
  const { meta } = evaluation.manifest;
  const { levels = [] } = evaluation.summary.intervals ?? {};
  const model = placeOf(evaluation, fingerprint);
  if (model === undefined || levels.length === 0) return [];
  const table = readTable(artifactFile(evaluation, 'intervals.arrow'), intervalColumns(meta));
  const size = meta.horizon * meta.channels.length;
  return levels.map((level, index) => {
    const row = table.model.findIndex(
      (value, at) =>
        value === model && table.level[at] === index && CALIBRATIONS[table.calibration[at] ?? -1] === calibration,
    );
    const cells = table.halfWidth.subarray(row * size, (row + 1) * size);
    return { level, halfWidth: Array.from({ length: meta.horizon }, (_, step) => stepOf(cells, step, meta)) };
  });
}

/** Index into the manifest's models: students in the order of the inputs, then twins. */
function placeOf({ manifest }: Evaluation, fingerprint: string): number | undefined {
  const role = Object.keys(manifest.inputs).find(
    (name) => /^(student|twin)\d+$/.test(name) && manifest.inputs[name] === fingerprint,
  );
  if (role === undefined) return undefined;
  const place = Number(role.replace(/\D+/, ''));
  return role.startsWith('student')
    ? place
    : manifest.meta.models.filter((model) => model.role === 'student').length + place;
}

function stepOf(cells: Float32Array, step: number, { channels }: EvaluationMeta): (number | null)[] {
  const values = [...cells.subarray(step * channels.length, (step + 1) * channels.length)];
  return values.map((value) => (Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null));
}

/** Whether a model was fitted on rows that it is judged on; several teachers as one were where any of them was. */
export function sawJudgedRows(
  { honesty }: Pick<EvaluationSummary, 'honesty'>,
  { role, name }: Pick<EvaluationSummary['models'][number], 'role' | 'name'>,
): boolean {
  if (role === 'teacher') return honesty.leaks.some((leak) => leak.role === 'teacher');
  const roleOf = role === 'member' ? 'teacher' : role;
  return honesty.leaks.some((leak) => leak.role === roleOf && leak.name === name);
}

/** Share of the teacher's skill that a model keeps, (naive - model) / (naive - teacher) of the mean losses; baselines have none. */
export function keptSkill(
  { retention, models }: Pick<EvaluationSummary, 'retention' | 'models'>,
  { role, mean }: Pick<EvaluationSummary['models'][number], 'role' | 'mean'>,
): number | null {
  if (retention.kind === 'undefined' || role === 'baseline') return null;
  const naive = models.find((model) => model.role === 'baseline' && model.name === retention.naive)?.mean['mse'];
  const teacher = models.find((model) => model.role === 'teacher')?.mean['mse'];
  const own = mean['mse'];
  return naive == null || teacher == null || own == null ? null : (naive - own) / (naive - teacher);
}

/** "62.0 %", or where it differs between channels or horizon steps "62.0 % (41.0 % to 80.0 %)". */
export function weightText({ mean, least, most }: WeightShare): string {
  const [from, to] = [formatPercent(least), formatPercent(most)];
  return formatPercent(mean) + (from === to ? '' : ` (${from} to ${to})`);
}

/** "student alpha 0.7, learningRate 0.01; twin learningRate 0.005"; models with one tuning share their part. */
export function chosenText(chosen: NonNullable<EvaluationSummary['chosen']>): string {
  const whose = new Map<string, string[]>();
  for (const { role, name, settings } of chosen) {
    // Files keep no order of keys.
    const text = Object.entries(settings)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([setting, value]) => `${setting} ${value}`)
      .join(', ');
    whose.set(text, [...(whose.get(text) ?? []), role === 'student' || role === 'twin' ? role : `${role} ${name}`]);
  }
  return [...whose].map(([text, who]) => `${who.join(', ')} ${text}`).join('; ');
}
