const { randomUUID } = require('node:crypto');
const { createWriteStream, mkdirSync, readdirSync, rmSync } = require('node:fs');
const { link, open, rm, stat } = require('node:fs/promises');
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
     * Stores an entry whole or not at all. The first writer wins; an entry never changes.
     * @param {{ scope: string, hash: string, bytes: number }} entry @param {NodeJS.ReadableStream} body
     * @returns {Promise<'stored' | 'exists' | 'short'>}
     */
    async write({ scope, hash, bytes }, body) {
      const file = join(root, scope, hash);
      const aside = join(root, scope, `${UNFINISHED}${randomUUID()}`);
      try {
        await pipeline(body, createWriteStream(aside));
        if ((await stat(aside)).size !== bytes) return 'short';
        await link(aside, file); // fails when the name is taken
        return 'stored';
      } catch (error) {
        return outcomeOf(error);
      } finally {
        await rm(aside, { force: true });
      }
    },
  };
}

/** @param {unknown} error @returns {'exists' | 'short'} */
function outcomeOf(error) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === 'EEXIST') return 'exists';
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return 'short';
  throw error;
}

/** @param {NodeJS.ErrnoException} error */
function nothingIfMissing(error) {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

module.exports = { openStore };
