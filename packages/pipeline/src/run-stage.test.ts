import { codeFingerprint } from './code-fingerprint';
import { runStage } from './run-stage';

it.each(['ingest', 'student-tune', 'size'] as const)('tells %s which code it runs', async (stage) => {
  const seen: string[] = [];
  await runStage(stage, (host) => Promise.resolve(void seen.push(host.code)));
  expect(seen).toEqual([codeFingerprint(stage)]);
});

it('tells stages of different packages different codes, those of one package the same', async () => {
  const codes: string[] = [];
  for (const stage of ['student-tune', 'student-distill', 'teacher-train'] as const)
    await runStage(stage, (host) => Promise.resolve(void codes.push(host.code)));
  const [tune, distill, teacher] = codes;
  expect(distill).toBe(tune);
  expect(teacher).not.toBe(tune);
});
