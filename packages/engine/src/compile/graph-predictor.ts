import { DTYPE } from '../trace/native-kernels';
import { shapesOf } from './check-state';
import { addTrace, FLOAT, graphBuilder } from './graph-builder';
import { INPUT, PARAMETER } from './graph-names';
import { addPrefix, mapRecord } from './map-record';
import type { InferenceSpec } from './predictor';
import type { PredictorCore } from './predictor-core';
import { Session, type SessionFeed } from './session';
import { traceForward } from './trace-forward';
import { addVariables } from './variables';

/** A model as one native graph for every batch size; its weights are variables. */
export function graphPredictorCore(spec: InferenceSpec): PredictorCore {
  const traced = traceForward(spec, 'fused');
  const builder = graphBuilder();
  const variables = addVariables(builder, addPrefix(PARAMETER, shapesOf(spec.parameters)));
  const inputs = mapRecord(spec.inputs, ({ shape, dtype }, name) =>
    builder.placeholder(INPUT + name, DTYPE[dtype], shape),
  );
  const outputs = addTrace(builder, traced, { ...variables.values, ...addPrefix(INPUT, inputs) });
  const names = Object.keys(outputs);
  const fetched = Object.values(outputs).map((node, index) =>
    builder.add(`output/${index}`, 'Identity', [node], { T: FLOAT }),
  );
  const session = new Session(builder.nodes, 'A predictor');
  return {
    predict: (arrays, specs) => {
      const feeds = Object.entries(specs).map(([name, { shape, dtype }]): SessionFeed => {
        return { node: INPUT + name, dtype: DTYPE[dtype], shape, values: arrays[name] ?? new Float32Array(0) };
      });
      const results = session.run(feeds, fetched);
      return Object.fromEntries(results.map((values, index) => [names[index], values]));
    },
    assign: (values) => variables.assign(session, addPrefix(PARAMETER, values)),
    dispose: () => session.close(),
  };
}
