import * as tf from '@tensorflow/tfjs';

/**
 * The tensor operations. Importing them loads nothing native; they run on the backend that `loadEngine` started.
 *
 * Models and losses import `tf` from here, so that exactly one copy of it exists in a process.
 */
export { tf };
