import { DTYPE } from '../trace/native-kernels';
import type { FeedArrays } from './feed-spec';
import { INPUT, PARAMETER, REPORT, SCALARS, SEED, SLOT } from './graph-names';
import { addPrefix } from './map-record';
import type { Optimizer, StepScalars } from './optimizer-spec';
import { Session, type SessionFeed } from './session';
import type { StepCore } from './step-core';
import { buildStepGraph } from './step-graph';
import type { TrainStepSpec } from './train-step';

const PREFIX = { parameters: PARAMETER, slots: SLOT } as const;

/** A training step as one native graph: one call runs forward, backward, clipping and update. */
export function graphStepCore(spec: TrainStepSpec, optimizer: Optimizer): StepCore {
  const { nodes, variables, termNames, learnedNames, isRandom } = buildStepGraph(spec, optimizer);
  const session = new Session(nodes, 'A training step');
  return {
    termNames,
    learnedNames,
    advance: (feeds, scalars, seed) => {
      const fed = [...feedsOf(spec, feeds), scalarsFeed(scalars), ...(isRandom ? [seedFeed(seed)] : [])];
      return session.run(fed, [REPORT])[0] ?? new Float32Array(0);
    },
    read: (kind) => variables.read(session, PREFIX[kind]),
    assign: (parameters, slots) =>
      variables.assign(session, { ...addPrefix(PARAMETER, parameters), ...addPrefix(SLOT, slots) }),
    dispose: () => session.close(),
  };
}

function feedsOf({ feeds: specs }: TrainStepSpec, feeds: FeedArrays): SessionFeed[] {
  return Object.entries(specs).map(([name, { shape, dtype }]) => {
    return { node: INPUT + name, dtype: DTYPE[dtype], shape, values: feeds[name] ?? new Float32Array(0) };
  });
}

function scalarsFeed({ learningRate, beta1Power, beta2Power, epsilon, decay }: StepScalars): SessionFeed {
  const values = Float32Array.of(learningRate, beta1Power, beta2Power, epsilon, decay);
  return { node: SCALARS, dtype: DTYPE.float32, shape: [5], values };
}

function seedFeed(seed: Int32Array): SessionFeed {
  return { node: SEED, dtype: DTYPE.int32, shape: [2], values: seed };
}
