import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { peakMemory } from '../artifacts/process-figures';

// A thread of the process is told to load this too, and has no peak of its own.
if (isMainThread) process.on('exit', () => writeSync(3, String(peakMemory())));
