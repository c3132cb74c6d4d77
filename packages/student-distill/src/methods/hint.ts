import {
  type FeatureLayer,
  featureLayers,
  nearestName,
  PipelineError,
  sizeOf,
  type SoftTargets,
} from '@tsdistill/contracts';
import { dense, tf, type Tensor } from '@tsdistill/engine';
import { createInitialiser, denseParameters, weightedMean } from '@tsdistill/forecasting';
import { z } from 'zod';
import { rememberSoft } from '../remember-soft';
import type { Term, TermInputs, TermSources } from './method';
import { namesOf, type Sides } from './sides';
import { Weight } from './weight';

/** A hidden layer of the teacher, as its soft targets name it, and the layer of the student that is to foretell it. */
export const HintSettings = z
  .object({ teacher: z.string().min(1), student: z.string().min(1), weight: Weight })
  .strict()
  .readonly();
export type HintSettings = z.output<typeof HintSettings>;

/** Both layers, in one window. */
interface HintShapes {
  readonly teacher: readonly number[];
  readonly student: readonly number[];
}

/**
 * Hint loss: the mean of ‖R(student's layer) − teacher's layer‖² over its elements, where the regressor R is one linear map that is trained
 * with the student and left behind (Romero et al. 2015, FitNets). The teacher's layer is data, so no gradient reaches it.
 *
 * R maps the student's width to the teacher's: the other way about, both sides would be trained and could agree on nothing by shrinking. It is
 * shared by all channels (or steps) where both layers have the same; otherwise it maps the whole layer of a window.
 *
 * @param name of the term: that of its arrays and of the regressor's parameters
 */
export function createHint(name: string, { teacher, student, weight }: HintSettings, sources: TermSources): Term {
  const { softTargets, layer } = findHint(teacher, sources);
  const shapes = { teacher: layer.shape, student: sources.student.layers[student] ?? [] };
  const [inputs, outputs] = regressorSize(shapes);
  const readHint = hintReader(softTargets, layer, sources);
  const [hints, covered] = [`${name}/hints`, `${name}/covered`];
  return {
    weight,
    layers: [student],
    parameters: denseParameters(`${name}/regressor`, inputs, outputs, createInitialiser(sources.seed)),
    feeds: (batchSize) => ({
      [hints]: { shape: [batchSize, layer.size], dtype: 'float32' },
      [covered]: { shape: [batchSize], dtype: 'float32' },
    }),
    fill: (index, slot, arrays) => {
      const [values, isCovered] = [arrays[hints], arrays[covered]] as [Float32Array, Float32Array];
      isCovered[slot] = readHint(index, values, slot * layer.size) ? 1 : 0;
    },
    loss: (given) => hintLoss({ hints, covered, student, regressor: `${name}/regressor` }, given),
  };
}

/** Names of arrays, of the student's layer, and of the regressor. */
interface HintNames {
  readonly hints: string;
  readonly covered: string;
  readonly student: string;
  readonly regressor: string;
}

function hintLoss(names: HintNames, { hidden, parameters, feeds, counted }: TermInputs): Tensor {
  const [kernel, bias] = [parameters[`${names.regressor}.kernel`], parameters[`${names.regressor}.bias`]];
  const [layer, hints, covered] = [hidden[names.student], feeds[names.hints], feeds[names.covered]];
  if (!kernel || !bias || !layer || !hints || !covered) throw new RangeError(`the term has no "${names.hints}"`);
  const rows = tf.reshape(layer, [-1, kernel.shape[0] ?? 0]);
  const foretold = tf.reshape(dense(rows, kernel, bias), hints.shape);
  const losses = tf.mean(tf.square(tf.sub(foretold, hints)), 1);
  return weightedMean(tf.mul(losses, covered), counted);
}

/** Width to width where what stands before the widths agrees; otherwise all to all. */
function regressorSize({ teacher, student }: HintShapes): readonly [inputs: number, outputs: number] {
  const before = (shape: readonly number[]) => shape.slice(0, -1).join();
  if (before(teacher) === before(student)) return [student.at(-1) ?? 0, teacher.at(-1) ?? 0];
  return [sizeOf(student), sizeOf(teacher)];
}

/**
 * Hidden layers cannot be averaged as forecasts can, so hints come from the one teacher that there is.
 *
 * @throws PipelineError ONE_TEACHER, HINT_NOT_EXPORTED, LAYER_UNKNOWN
 */
export function checkHint(method: string, { teacher, student }: HintSettings, sides: Sides): void {
  const [one, ...others] = sides.teachers;
  if (!one || others.length > 0)
    throw new PipelineError('ONE_TEACHER', { method, ...namesOf(sides.teachers, sides.student) });
  const { who, contents, model } = one;
  const { layers, ...own } = sides.student;
  if (contents && !contents.layers.includes(teacher)) {
    const shown = model ? Object.keys(model.forecaster.layers) : null;
    const names = {
      layer: teacher,
      found: contents.layers,
      shown,
      nearest: nearestName(teacher, shown ?? contents.layers),
    };
    const heard = { studentWho: own.who, architecture: own.architecture, studentLayer: student };
    throw new PipelineError('HINT_NOT_EXPORTED', { teacherWho: who, ...names, ...heard });
  }
  if (layers.includes(student)) return;
  const names = { layer: student, found: layers, nearest: nearestName(student, layers) };
  const where = { key: 'student', task: `, which is to foretell "${teacher}" of ${who}` };
  throw new PipelineError('LAYER_UNKNOWN', { ...own, ...names, ...where });
}

function findHint(name: string, { teachers }: TermSources): { softTargets: SoftTargets; layer: FeatureLayer } {
  const [softTargets] = teachers;
  const layer = softTargets && featureLayers(softTargets.meta).find((one) => one.name === name);
  if (!softTargets || !layer) throw new RangeError(`the teacher has no "${name}"`);
  return { softTargets, layer };
}

/** Of made windows no features are stored. */
function hintReader({ meta, ...softTargets }: SoftTargets, layer: FeatureLayer, { windows, isMade }: TermSources) {
  const all = new Float32Array(sizeOf(meta.features));
  const read = (index: number, out: Float32Array, offset: number): boolean => {
    const row = isMade(index) ? -1 : softTargets.rowOf(windows.series[index] ?? 0, windows.origin[index] ?? 0);
    if (row < 0) return false;
    softTargets.readFeatures(row, 1, all);
    out.set(all.subarray(layer.offset, layer.offset + layer.size), offset);
    return true;
  };
  return rememberSoft(read, { count: windows.count, size: layer.size });
}
