import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openModel } from '@tsdistill/contracts';
import { EvaluateConfig, runEvaluate } from '@tsdistill/evaluate';
import { IngestConfig, runIngest } from '@tsdistill/ingest';
import { runSoftTargets, SoftTargetsConfig } from '@tsdistill/soft-targets';
import { DistillationConfig, runStudentDistill, StudentConfig } from '@tsdistill/student-distill';
import { runTeacherTrain, TeacherTrainConfig } from '@tsdistill/teacher-train';
import { DISTILLATION, INGEST, ITRANSFORMER, NLINEAR, SEEDS, TWO_BRANCH_MLP } from './etth1-configs';
import { findEtth1 } from './find-etth1';
import { logHost } from './log-host';

/**
 * ETTh1, horizon 96: NLinear, an iTransformer teacher, and the two-branch MLP alone and distilled from its soft targets.
 *
 * Everything is written to a temporary folder and deleted: the data's licence forbids derived copies.
 */
async function main(csv: string, root: string): Promise<void> {
  const at = (name: string) => join(root, name);
  const dataset = at('dataset');
  const softTargets = [at('soft-targets')];
  await runIngest(IngestConfig.parse({ ...INGEST, csv }), dataset, logHost('ingest', root));
  for (const seed of SEEDS) await trainStudent('nlinear', NLINEAR, seed);
  await runTeacherTrain(
    TeacherTrainConfig.parse(ITRANSFORMER),
    { dataset, out: at('teacher') },
    logHost('teacher', root),
  );
  const folders = { dataset, teacher: at('teacher'), out: softTargets[0] ?? '' };
  await runSoftTargets(SoftTargetsConfig.parse({}), folders, logHost('soft-targets', root));
  for (const seed of SEEDS) {
    await trainStudent('alone', TWO_BRANCH_MLP, seed);
    await trainStudent('distilled', TWO_BRANCH_MLP, seed, softTargets);
  }
  await evaluate('NLinear L=336 (as its own twin)', 'nlinear', 'nlinear');
  await evaluate('two-branch MLP L=720', 'distilled', 'alone');
  report();

  async function trainStudent(name: string, config: object, seed: number, from: readonly string[] = []): Promise<void> {
    const distillation = from.length > 0 ? { distillation: DistillationConfig.parse(DISTILLATION) } : {};
    const training = { student: StudentConfig.parse(config), seed, ...distillation };
    const host = logHost(`${name} s${seed}`, root);
    await runStudentDistill(training, { dataset, softTargets: from, out: at(`${name}-${seed}`) }, host);
  }

  async function evaluate(name: string, student: string, twin: string): Promise<void> {
    const [students, twins] = [student, twin].map((model) => SEEDS.map((seed) => at(`${model}-${seed}`)));
    const read = { dataset, softTargets, teacher: [at('teacher')], student: students ?? [], twin: twins ?? [] };
    const evaluation = { name, config: EvaluateConfig.parse({}), folders: { ...read, out: at('evaluation') } };
    console.log(`${await runEvaluate(evaluation, logHost('evaluate', root))}\n`);
  }

  function report(): void {
    for (const name of [
      'teacher',
      ...SEEDS.flatMap((seed) => [`nlinear-${seed}`, `alone-${seed}`, `distilled-${seed}`]),
    ]) {
      const { bestEpoch, validationLoss } = openModel(at(name)).description.provenance;
      console.log(`${name}: best epoch ${bestEpoch}, validation MSE ${validationLoss.toFixed(4)}`);
    }
  }
}

const csv = findEtth1();
if (csv === undefined) {
  console.log('1 skipped: no ETTh1.csv at TSDISTILL_ETTH1 or data/raw/ETTh1.csv (ETDataset, CC BY-ND 4.0)');
} else {
  const root = mkdtempSync(join(tmpdir(), 'tsdistill-etth1-'));
  void main(csv, root).finally(() => rmSync(root, { recursive: true }));
}
