import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PipelineError } from '@tsdistill/contracts';
import { type NativeBinding, nativeKernels } from '../trace/native-kernels';
import { encodeSavedModel, type GraphNode } from './graph-def';

/** An array to feed, named by its placeholder. */
export interface SessionFeed {
  readonly node: string;
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** A graph loaded into TensorFlow, with the variables in it. Must be closed. */
export class Session {
  readonly #binding: NativeBinding = nativeKernels().binding;
  #id: number | undefined;

  constructor(
    nodes: readonly GraphNode[],
    readonly name: string,
  ) {
    const folder = mkdtempSync(join(tmpdir(), 'tsdistill-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes));
      this.#id = nativeKernels().binding.loadSavedModel(folder, 'serve');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /**
   * Runs the nodes that `outputs` need.
   *
   * The library reads fed arrays in place while it runs, and never after.
   *
   * @throws PipelineError STEP_DISPOSED
   */
  run(feeds: readonly SessionFeed[], outputs: readonly string[]): Float32Array[] {
    if (this.#id === undefined) throw new PipelineError('STEP_DISPOSED', { source: this.name });
    if (outputs.length === 0) return [];
    const binding = nativeKernels().binding;
    const ids = feeds.map(({ shape, dtype, values }) => this.#binding.createTensor([...shape], dtype, values));
    try {
      const inputs = feeds.map(({ node }) => `${node}:0`).join(',');
      const results = binding.runSavedModel(this.#id, ids, inputs, outputs.map((node) => `${node}:0`).join(','));
      return results.map(({ id }) => this.#take(id));
    } finally {
      for (const id of ids) this.#binding.deleteTensor(id);
    }
  }

  close(): void {
    if (this.#id !== undefined) this.#binding.deleteSavedModel(this.#id);
    this.#id = undefined;
  }

  #take(id: number): Float32Array {
    const values = this.#binding.tensorDataSync(id) as Float32Array;
    this.#binding.deleteTensor(id);
    return values;
  }
}
