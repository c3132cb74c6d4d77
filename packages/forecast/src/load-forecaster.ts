import * as tf from '@tensorflow/tfjs';
import { createForecaster } from './create-forecaster';
import { forecastError } from './fail';
import { readMetadata } from './metadata';
import type { Forecaster, ForecasterSource, GraphHandler } from './types';

/** @param openFolder what reads a folder, for a path that is no URL */
export function createLoader(
  openFolder: (folder: string) => tf.io.IOHandler | string,
): (source: ForecasterSource) => Promise<Forecaster> {
  return async (source) => {
    const name = typeof source === 'string' ? source : 'the handler';
    const model = await loadGraph(name, typeof source === 'string' ? openText(source, openFolder) : asHandler(source));
    try {
      return createForecaster(model, readMetadata(name, model.metadata));
    } catch (error) {
      model.dispose();
      throw error;
    }
  };
}

/** The types of tfjs compile only where lib checks are left out: none of them is in ours. */
const asHandler = (source: GraphHandler) => source as tf.io.IOHandler;

function openText(source: string, openFolder: (folder: string) => tf.io.IOHandler | string): tf.io.IOHandler | string {
  const folder = source.replace(/\/?(model\.json)?$/, '');
  return /^(https?|file|blob|data):/.test(source) ? `${folder}/model.json` : openFolder(folder);
}

async function loadGraph(source: string, from: tf.io.IOHandler | string): Promise<tf.GraphModel> {
  await tf.ready();
  try {
    return await tf.loadGraphModel(from);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw forecastError('FORECAST_SOURCE', { source, problem }, { cause });
  }
}
