import type { Tensor } from '@tensorflow/tfjs';
import type { NamedArray, ParameterValues } from '@tsdistill/contracts';
import { tf } from '../tf';
import { freeTensors } from '../trace/free-tensors';
import { eagerTrainingContext } from './eager-dropout';
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
    termNames: dryRun(spec),
    advance: (feeds, scalars, seed) => {
      const [report, next] = freeTensors(() => {
        const parameters = mapRecord(kept, ({ value }) => value);
        const context = eagerTrainingContext(seed);
        const result = lossGradients(spec.loss, parameters, feedTensors(spec.feeds, feeds), context);
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

/** Finds everything that is wrong with the loss before training begins. @returns the names of its terms */
function dryRun(spec: TrainStepSpec): string[] {
  return freeTensors(() => {
    const parameters = parameterTensors(spec.parameters);
    const context = eagerTrainingContext(Int32Array.of(0, 0));
    const { terms } = lossGradients(spec.loss, parameters, zeroTensors(spec.feeds), context);
    tf.dispose(terms);
    return Object.keys(terms);
  });
}

interface UpdateSettings {
  readonly optimizer: Optimizer;
  readonly scalars: StepScalars;
  readonly clipNorm: number | undefined;
}

/** @returns the report of the step and the parameters after it, which are kept */
function update({ terms, gradients }: LossGradients, kept: Kept, settings: UpdateSettings): [Float32Array, Kept] {
  const { optimizer, scalars, clipNorm } = settings;
  const halfSquares = Object.values(gradients).map((gradient) => tf.mul(tf.sum(tf.square(gradient)), 0.5));
  const norm = tf.sqrt(tf.mul(tf.addN(halfSquares), 2));
  const scale = clipNorm === undefined ? undefined : tf.div(clipNorm, tf.maximum(norm, clipNorm));
  const next = mapRecord(kept, (old, name) => {
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
  const slotTensors = optimizer.slots.map((slot) => toTensor(slots[`${slot}/${name}`] as NamedArray));
  return { value: toTensor(array), slots: slotTensors };
}

function readSlots(kept: Kept, optimizer: Optimizer): Record<string, NamedArray> {
  const entries = optimizer.slots.flatMap((slot, index) =>
    Object.entries(kept).map(([name, { slots }]) => [`${slot}/${name}`, toArray(slots[index] as Tensor)] as const),
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
