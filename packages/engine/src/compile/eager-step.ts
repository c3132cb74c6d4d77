import type { Tensor } from '@tensorflow/tfjs';
import type { NamedArray, ParameterValues } from '@tsdistill/contracts';
import { tf } from '../tf';
import { freeTensors } from '../trace/free-tensors';
import { eagerDropout } from './eager-dropout';
import { eagerUpdate, type Updated } from './eager-update';
import { type LossGradients, lossGradients } from './loss-gradients';
import { feedTensors, parameterTensors, zeroTensors } from './make-tensors';
import { mapRecord } from './map-record';
import type { Optimizer, StepScalars } from './optimizer-spec';
import type { StepCore } from './step-core';
import type { TrainStepSpec } from './train-step';

type Kept = Readonly<Record<string, Updated>>;

/** A training step that runs operation by operation on the backend of tfjs, such as wasm. */
export function eagerStepCore(spec: TrainStepSpec, optimizer: Optimizer): StepCore {
  let kept: Kept = {};
  const replace = (next: Kept): void => {
    Object.values(kept).forEach(({ value, slots }) => tf.dispose([value, ...slots]));
    kept = next;
  };
  return {
    ...dryRun(spec),
    advance: (feeds, scalars, seed) => {
      const [report, next] = freeTensors(() => {
        const parameters = mapRecord(kept, ({ value }) => value);
        const result = lossGradients(spec.loss, parameters, feedTensors(spec.feeds, feeds), eagerDropout(seed));
        return update(result, kept, { optimizer, scalars, clipNorm: spec.clipNorm });
      });
      replace(next);
      return report;
    },
    read: (kind) => (kind === 'slots' ? readSlots(kept, optimizer) : mapRecord(kept, ({ value }) => toArray(value))),
    assign: (parameters, slots) =>
      replace(mapRecord(parameters, (array, name) => load(name, array, { slots, optimizer }))),
    dispose: () => replace({}),
  };
}

/** Finds everything that is wrong with the loss before training begins. @returns the names of its terms and of what it learns */
function dryRun(spec: TrainStepSpec): Pick<StepCore, 'termNames' | 'learnedNames'> {
  return freeTensors(() => {
    const parameters = parameterTensors(spec.parameters);
    const dropout = eagerDropout(Int32Array.of(0, 0));
    const { terms, gradients, statistics } = lossGradients(spec.loss, parameters, zeroTensors(spec.feeds), dropout);
    tf.dispose([terms, statistics]);
    return { termNames: Object.keys(terms), learnedNames: Object.keys(gradients) };
  });
}

interface UpdateSettings {
  readonly optimizer: Optimizer;
  readonly scalars: StepScalars;
  readonly clipNorm: number | undefined;
}

/** @returns the report of the step and the parameters after it, which are kept */
function update(
  { terms, gradients, statistics }: LossGradients,
  kept: Kept,
  settings: UpdateSettings,
): [Float32Array, Kept] {
  const { optimizer, scalars, clipNorm } = settings;
  const halfSquares = Object.values(gradients).map((gradient) => tf.mul(tf.sum(tf.square(gradient)), 0.5));
  const norm = tf.sqrt(tf.mul(tf.addN(halfSquares), 2));
  const scale = clipNorm === undefined ? undefined : tf.div(clipNorm, tf.maximum(norm, clipNorm));
  const next = mapRecord(kept, (old, name) => {
    const statistic = statistics[name];
    if (statistic) return { value: statistic, slots: [] };
    const gradient = gradients[name] as Tensor;
    return keep(eagerUpdate(optimizer, scalars, old, scale ? tf.mul(gradient, scale) : gradient));
  });
  const { loss, ...others } = terms;
  const report = tf.stack([loss as Tensor, norm, ...Object.values(others), ...halfSquares]);
  tf.dispose(terms);
  return [report.dataSync<'float32'>().slice(), next];
}

function keep({ value, slots }: Updated): Updated {
  return { value: tf.keep(value), slots: slots.map((slot) => tf.keep(slot)) };
}

function load(
  name: string,
  array: NamedArray,
  { slots, optimizer }: { readonly slots: ParameterValues; readonly optimizer: Optimizer },
): Updated {
  const found = optimizer.slots.map((slot) => slots[`${slot}/${name}`]).filter((slot) => slot !== undefined);
  return { value: toTensor(array), slots: found.map(toTensor) };
}

function readSlots(kept: Kept, optimizer: Optimizer): Record<string, NamedArray> {
  const learned = Object.entries(kept).filter(([, { slots }]) => slots.length > 0);
  const entries = optimizer.slots.flatMap((slot, index) =>
    learned.map(([name, { slots }]) => [`${slot}/${name}`, toArray(slots[index] as Tensor)] as const),
  );
  return Object.fromEntries(entries);
}

/** A copy: backends may keep and change the array that they are given. */
function toTensor({ shape, values }: NamedArray): Tensor {
  return tf.tensor(values.slice(), [...shape], 'float32');
}

function toArray(tensor: Tensor): NamedArray {
  return { shape: tensor.shape, values: tensor.dataSync<'float32'>().slice() };
}
