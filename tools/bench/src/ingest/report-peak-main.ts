import { writeSync } from 'node:fs';
import { peakMemory } from '../artifacts/process-figures';

process.on('exit', () => writeSync(3, String(peakMemory())));
