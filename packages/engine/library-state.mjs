// Prints the state of the libraries behind TSDISTILL_LIBTENSORFLOW.
// Nx runs it as a `runtime` input of `provision` where that is set, before anything is built.
import fs from 'node:fs';
import path from 'node:path';

/** @param {string} folder @returns {string[]} name, size and time of each library in it */
function libraries(folder) {
  if (!fs.existsSync(folder)) return [];
  const names = fs.readdirSync(folder).filter((name) => name.startsWith('libtensorflow'));
  return names.sort().map((name) => {
    const { size, mtimeMs } = fs.statSync(path.join(folder, name));
    return `${path.join(folder, name)} ${size} ${mtimeMs}`;
  });
}

const folder = process.env.TSDISTILL_LIBTENSORFLOW ?? '';
console.log([folder, path.join(folder, 'lib')].flatMap(libraries).join('\n'));
