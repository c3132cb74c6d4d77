const { fastify } = require('fastify');
const { grantLookup } = require('./grants');
const { openStore } = require('./entry-store');

/** @typedef {import('fastify').FastifyRequest} Request */
/** @typedef {import('fastify').FastifyReply} Reply */

const HASH = /^[A-Za-z0-9_-]{1,100}$/;
const PUT_STATUS = /** @type {const} */ ({ stored: 200, exists: 409 });

/**
 * Nx's self-hosted remote cache: `GET` and `PUT /v1/cache/<hash>` with a bearer token, and `GET /healthz`.
 *
 * Bodies are streamed both ways, never held in memory. Answers: 401 unknown token, 400 bad hash or short body,
 * 403 token may not write, 404 no such entry, 409 the entry exists, 413 larger than `maxBytes`.
 *
 * @param {{ root: string, grants: readonly import('./grants').Grant[], maxBytes?: number }} options
 */
function createCacheServer({ root, grants, maxBytes = 2 ** 32 }) {
  const app = fastify({ exposeHeadRoutes: false, forceCloseConnections: true });
  const findGrant = grantLookup(grants);
  const scopes = grants.flatMap(({ read, write }) => (write === undefined ? read : [...read, write]));
  const store = openStore(root, new Set(scopes));

  /** @param {Reply} reply @param {number} status @param {string} text */
  const answer = (reply, status, text) => reply.code(status).type('text/plain').send(text);

  /**
   * The caller's grant and a hash that is safe as a file name; otherwise the reply is sent.
   * @param {Request} request @param {Reply} reply
   */
  const admit = (request, reply) => {
    const grant = findGrant(request.headers.authorization);
    const { hash } = /** @type {{ hash: string }} */ (request.params);
    if (!grant) answer(reply, 401, 'unknown token');
    else if (!HASH.test(hash)) answer(reply, 400, 'bad hash');
    else return { grant, hash };
    return undefined;
  };

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  app.get('/healthz', () => 'ok');

  app.get('/v1/cache/:hash', async (request, reply) => {
    const admitted = admit(request, reply);
    if (!admitted) return reply;
    const entry = await store.read(admitted.grant.read, admitted.hash);
    if (!entry) return answer(reply, 404, 'no such entry');
    return reply.header('content-length', entry.bytes).type('application/octet-stream').send(entry.stream);
  });

  app.put('/v1/cache/:hash', async (request, reply) => {
    const admitted = admit(request, reply);
    if (!admitted) return reply;
    const { grant, hash } = admitted;
    if (grant.write === undefined) return answer(reply, 403, 'this token may only read');
    const bytes = Number(request.headers['content-length'] ?? 0);
    if (bytes > maxBytes) return answer(reply, 413, `more than ${maxBytes} bytes`);
    if (bytes === 0) return answer(reply, 400, 'a body with its content-length is needed');
    const outcome = await store.write(grant.write, hash, request.raw);
    return answer(reply, PUT_STATUS[outcome], outcome);
  });

  return app;
}

module.exports = { createCacheServer };
