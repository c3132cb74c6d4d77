import { HashingFile } from '@tsdistill/contracts';
import { type Peer, PEERS } from './peer-records';
import { longRows, wideRows } from './peer-rows';

/** Reads the CSV at argv[4], of shape argv[3] (wide or long), with the parser named argv[2] into the Arrow file argv[5]. */
async function main([peer, shape, path = '', out = '']: readonly string[]): Promise<void> {
  const file = new HashingFile(out);
  const rows = shape === 'wide' ? wideRows(file) : longRows(file);
  await PEERS[peer as Peer](path, rows.take);
  rows.finish();
  file.finish();
}

void main(process.argv.slice(2));
