const { createHash, timingSafeEqual } = require('node:crypto');

/**
 * What one token may do. Scopes are folders: whoever may not write the scope that a trusted reader reads can never hand
 * that reader a false result (CVE-2025-36852). Reading tries the scopes in order.
 * @typedef {{ token: string, read: readonly string[], write?: string }} Grant
 */

const SCOPE = /^[A-Za-z0-9_-]{1,64}$/;

/** @param {string} text */
const digest = (text) => createHash('sha256').update(text).digest();

/**
 * Checks grants that come from a file.
 * @param {unknown} value @returns {readonly Grant[]}
 */
function parseGrants(value) {
  if (!Array.isArray(value) || value.length === 0) throw new Error('grants: a list with at least one grant');
  return value.map(parseGrant);
}

/** @param {unknown} value @param {number} index @returns {Grant} */
function parseGrant(value, index) {
  const { token, read, write, ...rest } = /** @type {Record<string, unknown>} */ (value ?? {});
  const [unknownKey] = Object.keys(rest);
  if (unknownKey) throw new Error(`grants[${index}]: unknown key "${unknownKey}"`);
  if (typeof token !== 'string' || token === '') throw new Error(`grants[${index}].token: a text that is not empty`);
  if (!Array.isArray(read) || !read.every(isScope)) throw new Error(`grants[${index}].read: a list of scopes`);
  if (write === undefined) return { token, read };
  if (!isScope(write)) throw new Error(`grants[${index}].write: letters, digits, "_" and "-"`);
  return { token, read, write };
}

/** @param {unknown} value @returns {value is string} */
function isScope(value) {
  return typeof value === 'string' && SCOPE.test(value);
}

/**
 * Makes a look-up of grants by the `Authorization` header, in a time that says nothing about the tokens.
 * @param {readonly Grant[]} grants
 * @returns {(header: string | undefined) => Grant | undefined}
 */
function grantLookup(grants) {
  const known = grants.map((grant) => ({ grant, hash: digest(`Bearer ${grant.token}`) }));
  return (header = '') => {
    const given = digest(header);
    const matches = known.filter(({ hash }) => timingSafeEqual(hash, given));
    return matches[0]?.grant;
  };
}

module.exports = { grantLookup, parseGrants };
