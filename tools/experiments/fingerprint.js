// Prints a fingerprint of what Nx does not see: the data that a config names, or an artifact that no task writes, by its manifest.
// Nx runs it as a `runtime` input, also before anything is built.
// Usage: node tools/experiments/fingerprint.js data/configs/datasets/<name>/dataset.json
//        node tools/experiments/fingerprint.js data/artifacts/<experiment>/backtest/manifest.json
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const MEMO_FOLDER = 'data/work/fingerprints';
/** Smaller files are hashed faster than a memo is worth. */
const MEMO_BYTES = 8 * 2 ** 20;
/** A file that changed this recently may change again within one tick of the file system's clock. */
const SETTLED_MS = 2000;

/** @param {string} file @returns {string} sha256 of its bytes, read in pieces */
function hashFile(file) {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(2 ** 20);
  const descriptor = fs.openSync(file, 'r');
  try {
    for (let count = 1; count > 0;) {
      count = fs.readSync(descriptor, buffer);
      hash.update(buffer.subarray(0, count));
    }
  } finally {
    fs.closeSync(descriptor);
  }
  return hash.digest('hex');
}

/**
 * The hash of a big file is remembered under its path, with all that the file system knows of its content.
 * @param {string} file @param {fs.BigIntStats} stat @returns {string}
 */
function fingerprintFile(file, stat) {
  if (stat.size < MEMO_BYTES) return hashFile(file);
  const memo = path.join(MEMO_FOLDER, `${createHash('sha256').update(path.resolve(file)).digest('hex')}.txt`);
  const identity = [stat.size, stat.mtimeNs, stat.ctimeNs, stat.ino, stat.dev].join(' ');
  const [known, remembered] = fs.existsSync(memo) ? fs.readFileSync(memo, 'utf8').split('\n') : [];
  if (known === identity && remembered) return remembered;
  const hash = hashFile(file);
  if (Date.now() - Number(stat.ctimeMs) > SETTLED_MS) remember(memo, `${identity}\n${hash}\n`);
  return hash;
}

/** @param {string} memo @param {string} text */
function remember(memo, text) {
  fs.mkdirSync(path.dirname(memo), { recursive: true });
  const aside = `${memo}.${process.pid}`;
  fs.writeFileSync(aside, text);
  fs.renameSync(aside, memo);
}

/** @param {string} target a file or a folder @returns {string} */
function fingerprint(target) {
  const stat = fs.statSync(target, { bigint: true, throwIfNoEntry: false });
  if (!stat) return 'missing';
  if (!stat.isDirectory()) return fingerprintFile(target, stat);
  const names = fs.readdirSync(target).sort();
  return names.map((name) => `${name} ${fingerprint(path.join(target, name))}`).join('\n');
}

/**
 * The files that fit a pattern of `ingest.files`, as ingest finds them; a name that is itself a file is no pattern.
 * @param {string} pattern @returns {string[]}
 */
function expand(pattern) {
  if (!/[*?]/.test(pattern) || fs.existsSync(pattern)) return [pattern];
  const folder = path.dirname(pattern);
  const escaped = path.basename(pattern).replace(/[\\^$.|+()[\]{}]/g, String.raw`\$&`);
  const fits = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
  return expand(folder).flatMap((parent) => {
    if (!fs.statSync(parent, { throwIfNoEntry: false })?.isDirectory()) return [];
    const names = fs.readdirSync(parent).filter((name) => fits.test(name));
    return names.sort().map((name) => path.join(parent, name));
  });
}

/**
 * One file is its hash alone; of several, and of a query, the names are part of it, since their order is.
 * @param {{ files: string | string[], query?: string }} ingest @returns {string}
 */
function fingerprintSources({ files, query }) {
  const patterns = [files].flat();
  const found = patterns.flatMap(expand);
  const [only] = found;
  if (only !== undefined && patterns.length === 1 && only === patterns[0] && query === undefined)
    return fingerprint(only);
  return [...found, ...(query === undefined ? [] : [query])].map((file) => `${file} ${fingerprint(file)}`).join('\n');
}

/** @param {string} config @returns {string} */
function fingerprintData(config) {
  const { ingest, softTargets } = JSON.parse(fs.readFileSync(config, 'utf8'));
  return ingest ? fingerprintSources(ingest) : fingerprint(softTargets);
}

/** @param {string | undefined} file */
function main(file) {
  if (!file) throw new Error('usage: node tools/experiments/fingerprint.js <config or manifest>');
  console.log(path.basename(file) === 'manifest.json' ? fingerprint(file) : fingerprintData(file));
}

main(process.argv[2]);
