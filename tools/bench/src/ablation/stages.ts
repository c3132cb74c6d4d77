import type { Trials } from '@tsdistill/pipeline';
import type { Pair } from './pairs';
import { distillationOf, type Way } from './ways';

/** The stages of one pair: each gives the folder of its artifact, and runs once however often it is asked for. */
export interface Stages {
  /** The student by itself. */
  alone(seed: number): Promise<string>;
  distilled(way: Way, seed: number): Promise<string>;
  /** A way beside another with the same seeds, which stands in as its twin; `alone` is the student by itself. */
  compare(way: Way | 'alone', reference: Way | 'alone', seeds: readonly number[]): Promise<string>;
}

const NAME = 'ablation';
/** What an experiment config must have; stages read the sections beside it. */
const EXPERIMENT = { student: NAME, teachers: [NAME] };

/** @param csv path of the pair's data */
export function createStages(trials: Trials, csv: string, pair: Pair): Stages {
  const teacherConfig = { dataset: NAME, 'teacher-train': pair.teacher };
  const studentConfig = { dataset: NAME, seeds: [0], student: pair.student };
  const dataset = () =>
    trials.run({ command: 'ingest', name: pair.data, configs: { config: { ingest: { files: csv, ...pair.ingest } } } });
  const teacher = async () =>
    trials.run({
      ...{ command: 'teacher-train', name: NAME, configs: { config: teacherConfig } },
      artifacts: { dataset: await dataset() },
    });
  const softTargets = async () => {
    const features = [...new Set(pair.hints.map((hint) => hint.teacher))];
    const config = { ...teacherConfig, 'soft-targets': { features } };
    return trials.run({
      ...{ command: 'soft-targets', name: NAME, configs: { config } },
      artifacts: { dataset: await dataset(), teacher: await teacher() },
    });
  };
  const alone = async (seed: number) =>
    trials.run({
      ...{ command: 'student-distill', name: 'alone', configs: { config: studentConfig }, flags: { seed } },
      artifacts: { dataset: await dataset() },
    });
  const distilled = async (way: Way, seed: number) => {
    const distillation = distillationOf(way, pair);
    if (!distillation) throw new RangeError(`${way} is no way for ${pair.label}`);
    const copied = 'model' in distillation ? { teacher: await teacher() } : {};
    return trials.run({
      ...{ command: 'student-distill', name: way, flags: { seed } },
      configs: { config: studentConfig, experiment: { ...EXPERIMENT, distillation } },
      artifacts: { dataset: await dataset(), 'soft-targets': await softTargets(), ...copied },
    });
  };
  const trained = (way: Way | 'alone', seeds: readonly number[]) =>
    Promise.all(seeds.map((seed) => (way === 'alone' ? alone(seed) : distilled(way, seed))));
  return {
    alone,
    distilled,
    compare: async (way, reference, seeds) => {
      const [student, twin] = await Promise.all([trained(way, seeds), trained(reference, seeds)]);
      return trials.run({
        ...{ command: 'evaluate', name: way, configs: { config: { ...EXPERIMENT, distillation: { alpha: 0 } } } },
        artifacts: {
          ...{ dataset: await dataset(), 'soft-targets': [await softTargets()], teacher: [await teacher()] },
          ...{ student, twin },
        },
      });
    },
  };
}
