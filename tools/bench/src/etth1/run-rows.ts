import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EvaluationSummary } from '@tsdistill/contracts';
import { EvaluateConfig, runEvaluate } from '@tsdistill/evaluate';
import { IngestConfig, runIngest } from '@tsdistill/ingest';
import { runSoftTargets, SoftTargetsConfig } from '@tsdistill/soft-targets';
import { DistillationConfig, runStudentDistill, StudentConfig } from '@tsdistill/student-distill';
import { runTeacherTrain, TeacherTrainConfig } from '@tsdistill/teacher-train';
import { logHost } from '../log-host';
import { DISTILLATION, INGEST, ITRANSFORMER, NLINEAR, SEEDS, TWO_BRANCH_MLP } from './configs';

/** Both evaluations, and how long each training took. */
export interface Etth1Results {
  /** NLinear stands in as student and as its own twin. */
  readonly nlinear: EvaluationSummary;
  readonly mlp: EvaluationSummary;
  readonly seconds: Readonly<Record<string, number>>;
}

/** Runs every stage of the ETTh1 rows into `root`, which the caller deletes. */
export async function runRows(csv: string, root: string): Promise<Etth1Results> {
  const at = (name: string) => join(root, name);
  const [dataset, softTargets] = [at('dataset'), at('soft-targets')];
  const seconds: Record<string, number> = {};
  const timed = async (name: string, body: () => Promise<void>) => {
    const start = performance.now();
    await body();
    seconds[name] = (performance.now() - start) / 1000;
  };
  const train = (name: string, config: object, seed: number, from: readonly string[] = []) => {
    const distillation = from.length > 0 ? { distillation: DistillationConfig.parse(DISTILLATION) } : {};
    const training = { student: StudentConfig.parse(config), seed, ...distillation };
    const folders = { dataset, softTargets: from, out: at(`${name}-${seed}`) };
    return timed(`${name}-${seed}`, () => runStudentDistill(training, folders, logHost(`${name} ${seed}`, root)));
  };
  const evaluate = async (name: string, student: string, twin: string) => {
    const [students = [], twins = []] = [student, twin].map((model) => SEEDS.map((seed) => at(`${model}-${seed}`)));
    const read = { dataset, softTargets: [softTargets], teacher: [at('teacher')], student: students, twin: twins };
    const folders = { ...read, out: at(`evaluation-${student}`) };
    console.log(await runEvaluate({ name, config: EvaluateConfig.parse({}), folders }, logHost('evaluate', root)));
    return EvaluationSummary.parse(JSON.parse(readFileSync(join(folders.out, 'summary.json'), 'utf8')));
  };

  await runIngest(IngestConfig.parse({ ...INGEST, csv }), dataset, logHost('ingest', root));
  const teacher = TeacherTrainConfig.parse(ITRANSFORMER);
  await timed('teacher', () => runTeacherTrain(teacher, { dataset, out: at('teacher') }, logHost('teacher', root)));
  const folders = { dataset, teacher: at('teacher'), out: softTargets };
  await timed('soft-targets', () =>
    runSoftTargets(SoftTargetsConfig.parse({}), folders, logHost('soft-targets', root)),
  );
  for (const seed of SEEDS) {
    await train('nlinear', NLINEAR, seed);
    await train('alone', TWO_BRANCH_MLP, seed);
    await train('distilled', TWO_BRANCH_MLP, seed, [softTargets]);
  }
  const nlinear = await evaluate('etth1-nlinear', 'nlinear', 'nlinear');
  return { nlinear, mlp: await evaluate('etth1-mlp', 'distilled', 'alone'), seconds };
}
