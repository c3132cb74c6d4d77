import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '@tsdistill/testing';
import { codeFingerprint } from './code-fingerprint';

/** A workspace in which every stage depends on `forecasting`, which takes `pure-rand` from npm. */
const root = temporaryFolder();
const resolve = (request: string) => join(root, request);
const write = (name: string, text: string) => {
  mkdirSync(dirname(join(root, '@tsdistill', name)), { recursive: true });
  writeFileSync(join(root, '@tsdistill', name), text);
};
const writePackage = (name: string, dependencies: Record<string, string>) => {
  write(`${name}/package.json`, JSON.stringify({ dependencies }));
  write(`${name}/dist/index.js`, name);
  write(`${name}/dist/deep/core.js`, name);
};
const both = () => [codeFingerprint('student-distill', resolve), codeFingerprint('evaluate', resolve)];

let [student, evaluate] = ['', ''];
beforeEach(() => {
  writePackage('student-distill', { '@tsdistill/forecasting': '1.0.0', zod: '4.0.0' });
  writePackage('evaluate', { '@tsdistill/forecasting': '1.0.0' });
  writePackage('forecasting', { 'pure-rand': '8.0.0' });
  [student = '', evaluate = ''] = both();
});

it('is the same for the same code, also for two commands of one package', () => {
  expect(both()).toEqual([student, evaluate]);
  expect(student).not.toBe(evaluate);
  expect(codeFingerprint('student-tune', resolve)).toBe(student);
});

it('changes with the code of the stage alone for that stage, and with code below for all stages', () => {
  write('student-distill/dist/deep/core.js', 'edited');
  expect(both()).toEqual([expect.not.stringMatching(student), evaluate]);
  write('forecasting/dist/deep/core.js', 'edited');
  expect(both()[1]).not.toBe(evaluate);
});

it('changes when a file is renamed or taken away, and when a package from npm has another version', () => {
  rmSync(join(root, '@tsdistill/forecasting/dist/deep'), { recursive: true });
  const without = both()[1];
  expect(without).not.toBe(evaluate);
  write('forecasting/dist/deep/other.js', 'forecasting');
  expect([evaluate, without]).not.toContain(both()[1]);
  rmSync(join(root, '@tsdistill/forecasting/dist/deep/other.js'));
  writePackage('forecasting', { 'pure-rand': '8.0.1' });
  expect(both()[1]).not.toBe(evaluate);
});

it('leaves out what does not run: declarations', () => {
  write('forecasting/dist/index.d.ts', 'edited');
  expect(both()).toEqual([student, evaluate]);
});

it('sees the packages of this workspace', () => {
  expect(codeFingerprint('student-distill')).toMatch(/^[0-9a-f]{64}$/);
  expect(codeFingerprint('student-distill')).not.toBe(codeFingerprint('evaluate'));
});
