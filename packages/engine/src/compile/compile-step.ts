import { isNative } from '../trace/native-kernels';
import { checkFeeds } from './check-feeds';
import { checkArrays, shapesOf } from './check-state';
import { eagerStepCore } from './eager-step';
import { graphStepCore } from './graph-step';
import { pickNames } from './map-record';
import { zeroSlots } from './optimizer-slots';
import { optimizerOf, stepScalars } from './optimizer-spec';
import { readReport } from './step-report';
import type { TrainStep, TrainStepSpec } from './train-step';

/**
 * Compiles a training step: on the native engine one graph, traced once; on others the same operations run eagerly.
 *
 * It must be disposed. Loading a graph leaves about 2 MB behind in the library, so compile once and restore states.
 *
 * @throws PipelineError TRACE_*, GRAD_*
 */
export function compileStep(spec: TrainStepSpec): TrainStep {
  const optimizer = optimizerOf(spec.optimizer);
  const core = isNative() ? graphStepCore(spec, optimizer) : eagerStepCore(spec, optimizer);
  const startSlots = zeroSlots(pickNames(spec.parameters, core.learnedNames), optimizer);
  const parameterShapes = shapesOf(spec.parameters);
  const slotShapes = shapesOf(startSlots);
  const names = { terms: core.termNames, parameters: core.learnedNames };
  let stepCount = 0;
  core.assign(spec.parameters, startSlots);
  return {
    run: (feeds, position) => {
      checkFeeds(spec.feeds, feeds);
      stepCount++;
      const scalars = stepScalars(optimizer, position.learningRate, stepCount);
      const vector = core.advance(feeds, scalars, Int32Array.of(position.seed, stepCount));
      return readReport(vector, names, { ...position, step: stepCount });
    },
    parameters: () => core.read('parameters'),
    state: () => ({ stepCount, parameters: core.read('parameters'), slots: core.read('slots') }),
    restore: (state) => {
      checkArrays(parameterShapes, state.parameters);
      checkArrays(slotShapes, state.slots);
      core.assign(state.parameters, state.slots);
      stepCount = state.stepCount;
    },
    dispose: () => core.dispose(),
  };
}
