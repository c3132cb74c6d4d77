import type { GraphModel } from '@tensorflow/tfjs';

export function loadGraphModelFolder(_folder: string): Promise<GraphModel> {
  throw new Error('in work');
}
