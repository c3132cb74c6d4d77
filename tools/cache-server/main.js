// Starts the cache server: plain JavaScript, so that it runs in a fresh clone before anything is built.
const { readFileSync } = require('node:fs');
const { parseArgs } = require('node:util');
const { parseGrants } = require('./src/grants');
const { createCacheServer } = require('./src/server');

const LOOPBACK = '127.0.0.1';
/** Without a grants file: one token for programs of this machine. */
const LOCAL_GRANTS = [{ token: 'local', read: ['local'], write: 'local' }];

async function main() {
  const { values } = parseArgs({
    options: {
      root: { type: 'string', default: '.nx-remote' },
      host: { type: 'string', default: LOOPBACK },
      port: { type: 'string', default: '8777' },
      grants: { type: 'string' },
    },
  });
  if (!values.grants && values.host !== LOOPBACK) throw new Error('--host other than 127.0.0.1 needs --grants <file>');
  const grants = values.grants ? parseGrants(JSON.parse(readFileSync(values.grants, 'utf8'))) : LOCAL_GRANTS;
  const server = createCacheServer({ root: values.root, grants });
  const address = await server.listen({ host: values.host, port: Number(values.port) });
  console.log(`cache server: ${address}, entries in ${values.root}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.close());
}

main().catch((error) => {
  console.error(`cache server: ${error.message}`);
  process.exitCode = 2;
});
