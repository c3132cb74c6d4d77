import { tf } from '../tf';
import { withKernelForm } from '../ops/kernel-form';
import { freeTensors } from '../trace/free-tensors';
import { DTYPE } from '../trace/native-kernels';
import { trace } from '../trace/trace';
import type { TracedGraph } from '../trace/traced-graph';
import { shapesOf } from './check-state';
import { addTrace, FLOAT, type GraphBuilder, graphBuilder } from './graph-builder';
import type { GraphNode } from './graph-def';
import { GRADIENT, INPUT, PARAMETER, REPORT, SCALARS, SEED, SLOT, STATISTIC, TERM } from './graph-names';
import { lossGradients } from './loss-gradients';
import { parameterTensors, zeroTensors } from './make-tensors';
import { addPrefix, mapRecord, pickNames, takePrefix } from './map-record';
import { nativeDropout } from './native-dropout';
import { zeroSlots } from './optimizer-slots';
import { addUpdate, type UpdateScalars } from './optimizer-nodes';
import type { Optimizer } from './optimizer-spec';
import type { TrainStepSpec } from './train-step';
import { addVariables, type Variables } from './variables';

/** One training step as a graph. */
export interface StepGraph {
  readonly nodes: readonly GraphNode[];
  readonly variables: Variables;
  /** `loss`, then the other terms. */
  readonly termNames: readonly string[];
  /** Parameters that have a gradient. */
  readonly learnedNames: readonly string[];
  /** Whether the step draws numbers, and so needs its seed. */
  readonly isRandom: boolean;
}

/** Traces the loss with its gradients and adds clipping, updates and the report. @throws PipelineError TRACE_*, GRAD_* */
export function buildStepGraph(spec: TrainStepSpec, optimizer: Optimizer): StepGraph {
  const traced = traceLoss(spec);
  const builder = graphBuilder();
  const learnedNames = Object.keys(takePrefix(GRADIENT, traced.outputs));
  const slots = zeroSlots(pickNames(spec.parameters, learnedNames), optimizer);
  const shapes = { ...addPrefix(PARAMETER, shapesOf(spec.parameters)), ...addPrefix(SLOT, shapesOf(slots)) };
  const variables = addVariables(builder, shapes);
  const isRandom = traced.ops.some(({ inputs }) => inputs.includes(traced.inputs[SEED]?.id ?? -1));
  const outputs = addTrace(builder, traced, {
    ...takeParameters(variables.values),
    ...addFeeds(builder, spec),
    ...(isRandom && { [SEED]: builder.placeholder(SEED, DTYPE.int32, [2]) }),
  });
  const terms = takePrefix(TERM, outputs);
  const gradients = takePrefix(GRADIENT, outputs);
  const halfSquares = Object.values(gradients).map((gradient, index) =>
    builder.add(`norm/${index}`, 'L2Loss', [gradient], { T: FLOAT }),
  );
  const norm = addNorm(builder, halfSquares);
  const scale = spec.clipNorm === undefined ? undefined : addClip(builder, norm, spec.clipNorm);
  const updates = [
    ...addUpdates(builder, { optimizer, variables, gradients, scale }),
    ...addStatistics(builder, variables, takePrefix(STATISTIC, outputs)),
  ];
  const { loss = '', ...others } = terms;
  const reported = [loss, norm, ...Object.values(others), ...halfSquares];
  const after = updates.map((update) => `^${update}`);
  builder.add(REPORT, 'Pack', [...reported, ...after], { T: FLOAT, N: { i: reported.length }, axis: { i: 0 } });
  return { nodes: builder.nodes, variables, termNames: Object.keys(terms), learnedNames, isRandom };
}

function traceLoss(spec: TrainStepSpec): TracedGraph {
  return freeTensors(() => {
    const parameters = parameterTensors(spec.parameters);
    const feeds = zeroTensors(spec.feeds);
    const seed = tf.tensor1d([0, 0], 'int32');
    const inputs = { ...addPrefix(PARAMETER, parameters), ...addPrefix(INPUT, feeds), [SEED]: seed };
    return trace(inputs, (mark) => {
      const evaluate = () => lossGradients(spec.loss, parameters, feeds, nativeDropout(seed));
      const { terms, gradients, statistics } = withKernelForm('fused', evaluate);
      const results = {
        ...addPrefix(TERM, terms),
        ...addPrefix(GRADIENT, gradients),
        ...addPrefix(STATISTIC, statistics),
      };
      for (const [name, tensor] of Object.entries(results)) mark(name, tensor);
      tf.dispose([terms, statistics]);
    });
  });
}

function takeParameters(values: Readonly<Record<string, string>>): Record<string, string> {
  return addPrefix(PARAMETER, takePrefix(PARAMETER, values));
}

function addFeeds(builder: GraphBuilder, { feeds }: TrainStepSpec): Record<string, string> {
  const nodes = mapRecord(feeds, ({ shape, dtype }, name) => builder.placeholder(INPUT + name, DTYPE[dtype], shape));
  return addPrefix(INPUT, nodes);
}

/** sqrt(Σ g²) over all gradients. */
function addNorm(builder: GraphBuilder, halfSquares: readonly string[]): string {
  const half = builder.add('norm/half', 'AddN', halfSquares, { T: FLOAT, N: { i: halfSquares.length } });
  const square = builder.add('norm/square', 'Mul', [half, builder.scalar('two', 2)], { T: FLOAT });
  return builder.add('norm', 'Sqrt', [square], { T: FLOAT });
}

/** The factor clip / max(norm, clip). */
function addClip(builder: GraphBuilder, norm: string, clipNorm: number): string {
  const clip = builder.scalar('clip/norm', clipNorm);
  const largest = builder.add('clip/largest', 'Maximum', [norm, clip], { T: FLOAT });
  return builder.add('clip/scale', 'RealDiv', [clip, largest], { T: FLOAT });
}

interface Updates {
  readonly optimizer: Optimizer;
  readonly variables: Variables;
  readonly gradients: Readonly<Record<string, string>>;
  readonly scale: string | undefined;
}

function addUpdates(builder: GraphBuilder, { optimizer, variables, gradients, scale }: Updates): string[] {
  const { handles, values } = variables;
  const scalars = addScalars(builder, optimizer);
  return Object.entries(gradients).map(([name, gradient], index) =>
    addUpdate(builder, optimizer, scalars, {
      handle: handles[PARAMETER + name] ?? '',
      value: values[PARAMETER + name] ?? '',
      slots: optimizer.slots.map((slot) => handles[`${SLOT}${slot}/${name}`] ?? ''),
      gradient: scale === undefined ? gradient : builder.add(`clip/${index}`, 'Mul', [gradient, scale], { T: FLOAT }),
    }),
  );
}

/** Each running statistic takes its new value. */
function addStatistics(
  builder: GraphBuilder,
  { handles }: Variables,
  statistics: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(statistics).map(([name, value]) => {
    const handle = handles[PARAMETER + name] ?? '';
    return builder.add(`${handle}/update`, 'AssignVariableOp', [handle, value], { dtype: FLOAT });
  });
}

/** One fed vector in the order of `StepScalars`, so that schedules need no new graph. */
function addScalars(builder: GraphBuilder, { momentum, beta1, beta2 }: Optimizer): UpdateScalars {
  const vector = builder.placeholder(SCALARS, DTYPE.float32, [5]);
  const parts = builder.add('scalars/parts', 'Unpack', [vector], { T: FLOAT, num: { i: 5 }, axis: { i: 0 } });
  return {
    learningRate: parts,
    beta1Power: `${parts}:1`,
    beta2Power: `${parts}:2`,
    epsilon: `${parts}:3`,
    decay: `${parts}:4`,
    momentum: builder.scalar('settings/momentum', momentum),
    beta1: builder.scalar('settings/beta1', beta1),
    beta2: builder.scalar('settings/beta2', beta2),
  };
}
