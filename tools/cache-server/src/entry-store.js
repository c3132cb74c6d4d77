const { randomUUID } = require('node:crypto');
const { createWriteStream, mkdirSync, readdirSync, rmSync } = require('node:fs');
const { link, open, rm } = require('node:fs/promises');
const { join } = require('node:path');
const { pipeline } = require('node:stream/promises');

/** No entry has a name like this: the server refuses dots in a hash. */
const UNFINISHED = '.unfinished-';

/**
 * Cache entries as files `<root>/<scope>/<hash>`; nothing else is stored, so the folder can be copied or pruned by hand.
 * @param {string} root @param {Iterable<string>} scopes
 */
function openStore(root, scopes) {
  for (const scope of scopes) {
    mkdirSync(join(root, scope), { recursive: true });
    const leftovers = readdirSync(join(root, scope)).filter((name) => name.startsWith(UNFINISHED));
    for (const name of leftovers) rmSync(join(root, scope, name));
  }

  return {
    /**
     * Opens an entry from the first of the scopes that has it, and marks it as used now.
     * @param {readonly string[]} scopes @param {string} hash
     */
    async read(scopes, hash) {
      for (const scope of scopes) {
        const file = await open(join(root, scope, hash), 'r').catch(nothingIfMissing);
        if (!file) continue;
        await file.utimes(new Date(), new Date());
        return { bytes: (await file.stat()).size, stream: file.createReadStream() };
      }
      return undefined;
    },

    /**
     * Stores an entry whole or not at all: a body that ends early is an error of the stream. The first writer wins.
     * @param {string} scope @param {string} hash @param {NodeJS.ReadableStream} body
     * @returns {Promise<'stored' | 'exists'>}
     */
    async write(scope, hash, body) {
      const aside = join(root, scope, `${UNFINISHED}${randomUUID()}`);
      try {
        await pipeline(body, createWriteStream(aside));
        await link(aside, join(root, scope, hash)); // fails when the name is taken
        return 'stored';
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return 'exists';
        throw error;
      } finally {
        await rm(aside, { force: true });
      }
    },
  };
}

/** @param {NodeJS.ErrnoException} error */
function nothingIfMissing(error) {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

module.exports = { openStore };
