// Hashes one file on a thread of its own: see `hashFileAside`. Plain JavaScript, for tests run the sources as they are.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parentPort, workerData } from 'node:worker_threads';

const hash = createHash('sha256');
await pipeline(createReadStream(workerData, { highWaterMark: 1 << 20 }), hash);
parentPort.postMessage(hash.digest('hex'));
