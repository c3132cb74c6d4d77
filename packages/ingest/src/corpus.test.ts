import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { DATA_ERRORS, POLICY_ERRORS } from '@tsdistill/contracts';
import { CORPUS } from '../testing/corpus/cases';
import type { CorpusCase, ExpectedError, ExpectedRows } from '../testing/corpus/corpus-case';
import { createFixture, hour, type Settings } from '../testing/ingest-fixture';

const { at, write, ingest, refusalOf, remove } = createFixture();
afterAll(remove);

/** The guard against one that hangs: all others are done in a fraction of it. */
const GUARD_MS = 30_000;
const NOBODY = 65_534;
const isError = (expected: CorpusCase['expected']): expected is ExpectedError => 'code' in expected;

async function settingsOf({ files, query, settings }: CorpusCase, folder: string): Promise<Settings> {
  mkdirSync(at(folder));
  const isContent = typeof files === 'string' || files instanceof Uint8Array;
  return {
    ...settings,
    files: isContent ? write(`${folder}/data.csv`, files) : await files(at(folder)),
    ...(query !== undefined && { query: write(`${folder}/query.sql`, query) }),
  };
}

async function expectRows(expected: ExpectedRows, settings: Settings): Promise<void> {
  const hours = Array.from({ length: 8 }, (_, row) => `${hour(row).replace(' ', 'T')}.000Z`);
  const { meta, times, target, log } = await ingest(settings);
  expect(meta.channels.target).toEqual(expected.channels ?? ['a']);
  expect(times).toEqual(expected.times ?? hours);
  expect(target).toEqual(expected.target ?? [0, 1, 2, 3, 4, 5, 6, 7]);
  if (expected.series) {
    const rows = meta.series.map(({ id, rowCount }) => [id, rowCount] as const);
    expect(rows).toEqual(Object.entries(expected.series).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  expect(log.join('\n')).toContain(expected.says ?? '');
}

async function expectRefusal({ code, context, hint }: ExpectedError, folder: string, settings: Settings) {
  const error = await refusalOf(settings);
  const { file = 'data.csv', ...numbers } = context;
  const place = typeof file === 'string' ? { file: resolve(at(folder), file) } : {};
  expect({ code: error.code, context: error.context }).toEqual({ code, context: { ...numbers, ...place } });
  expect(error.hint).toContain(hint ?? '');
  for (const [name, value] of Object.entries(error.context))
    if (typeof value === 'number' && SAID.includes(name)) expect(error.message).toContain(String(value));
}
/** Numbers that every message that has them says. */
const SAID = ['line', 'row', 'rows', 'missing', 'total', 'needed', 'horizon', 'position', 'season'];

/** What a user without rights would see. */
async function asNobody(folder: string, body: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  for (const path of ['.', folder]) chmodSync(at(path), 0o755);
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    await body();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

it.each(CORPUS.map((one, index) => ({ ...one, folder: `case-${index}` })))(
  '$name',
  async ({ folder, ...one }) => {
    const settings = await settingsOf(one, folder);
    const { expected, unprivileged } = one;
    const check = () =>
      isError(expected) ? expectRefusal(expected, folder, settings) : expectRows(expected, settings);
    await (unprivileged ? asNobody(folder, check) : check());
    // Neither a half-written artifact nor rows that were sorted on disk.
    if (existsSync(at('artifacts'))) expect(readdirSync(at('artifacts'))).toEqual(isError(expected) ? [] : ['ingest']);
  },
  GUARD_MS,
);

it('has no two cases of one name', () => {
  const names = CORPUS.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it('meets every error of the catalogue, its numbers and its hint', () => {
  const met = CORPUS.flatMap(({ expected }) =>
    isError(expected) && expected.hint !== undefined ? [expected.code] : [],
  );
  const codes = [...Object.keys(DATA_ERRORS), ...Object.keys(POLICY_ERRORS)];
  // Embedded data are written by another tool, which tests the first two; lost-rows.test.ts does something to files while they are read.
  const elsewhere = ['SOURCE_UNKNOWN', 'SOURCE_CHANGED', 'FILE_CHANGING', 'ROWS_LOST'];
  expect(codes.filter((code) => !met.includes(code))).toEqual(elsewhere);
});
