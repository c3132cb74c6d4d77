import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PipelineError } from '@tsdistill/contracts';
import { addTrace, FLOAT, graphBuilder } from '../compile/graph-builder';
import type { GraphNode } from '../compile/graph-def';
import { INPUT, PARAMETER } from '../compile/graph-names';
import { addPrefix, mapRecord, takePrefix } from '../compile/map-record';
import type { InferenceSpec } from '../compile/predictor';
import { traceForward } from '../compile/trace-forward';
import { tf } from '../tf';
import { DTYPE, isNative } from '../trace/native-kernels';
import type { TracedGraph } from '../trace/traced-graph';
import { graphModelParts, signatureJson } from './graph-model-json';

/** A function to export, and the metadata that go with it. */
export interface GraphModelSpec extends InferenceSpec {
  /** Written as `userDefinedMetadata`; plain JSON. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Writes a model as a tfjs GraphModel: `model.json` and `weights.bin`, for any batch size, without native operations.
 *
 * Inputs and outputs keep their names; weights lie under `weights/<parameter>`.
 *
 * @throws PipelineError EXPORT_NEEDS_NATIVE, TRACE_*
 */
export function exportGraphModel(spec: GraphModelSpec, folder: string): void {
  if (!isNative()) throw new PipelineError('EXPORT_NEEDS_NATIVE', { backend: tf.getBackend() });
  const traced = traceForward(spec, 'portable');
  const { modelTopology, weights, data } = graphModelParts(inferenceNodes(spec, traced));
  const model = {
    format: 'graph-model',
    generatedBy: 'tsdistill',
    convertedBy: null,
    signature: { inputs: signatureJson(takePrefix(INPUT, traced.inputs)), outputs: signatureJson(traced.outputs) },
    userDefinedMetadata: spec.metadata,
    modelTopology,
    weightsManifest: [{ paths: ['weights.bin'], weights }],
  };
  mkdirSync(folder, { recursive: true });
  replaceFile(join(folder, 'weights.bin'), Buffer.concat(data));
  replaceFile(join(folder, 'model.json'), JSON.stringify(model));
}

/** The graph with its weights as constants. */
function inferenceNodes({ parameters, inputs }: InferenceSpec, traced: TracedGraph): readonly GraphNode[] {
  const builder = graphBuilder();
  const weights = mapRecord(parameters, ({ shape, values }, name) =>
    builder.constant(`weights/${name}`, DTYPE.float32, shape, values),
  );
  const placeholders = mapRecord(inputs, ({ shape, dtype }, name) => builder.placeholder(name, DTYPE[dtype], shape));
  const sources = { ...addPrefix(PARAMETER, weights), ...addPrefix(INPUT, placeholders) };
  const outputs = addTrace(builder, traced, sources);
  for (const [name, node] of Object.entries(outputs)) builder.add(name, 'Identity', [node], { T: FLOAT });
  return builder.nodes;
}

function replaceFile(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.tmp`, content);
  renameSync(`${file}.tmp`, file);
}
