import type { Trials } from '@tsdistill/pipeline';
import { ingestSettings, type ModelName, MODELS } from './models';
import { type Distillation, MARGIN, SEEDS, seedsAt, type TeacherSet } from './rows';

/** The stages of one horizon: each gives the folder of its artifact, and runs once however often it is asked for. */
export interface Stages {
  /** Seeds that a model is trained with at this horizon. */
  seedsOf(model: ModelName): readonly number[];
  dataset(): Promise<string>;
  softTargets(model: ModelName, seed: number): Promise<string>;
  alone(model: ModelName, seed: number): Promise<string>;
  distilled(distillation: Distillation, seed: number): Promise<string>;
  evaluate(evaluation: EvaluationTask): Promise<string>;
}

/** Models of some seeds that stand beside each other, and the split whose windows are scored. */
export interface EvaluationTask {
  /** Also the experiment's name. */
  readonly name: string;
  /** Of student and twin. */
  readonly seeds: readonly number[];
  readonly student: (seed: number) => Promise<string>;
  readonly twin: (seed: number) => Promise<string>;
  readonly teacher: TeacherSet;
  readonly split?: 'test' | 'validation';
}

const NAME = 'etth1';
/** What an experiment config must have; stages read the sections beside it. */
const EXPERIMENT = { student: NAME, teachers: [NAME] };

/** @param csv path of ETTh1.csv */
export function createStages(trials: Trials, csv: string, horizon: number): Stages {
  const seedsOf = (model: ModelName) => seedsAt(horizon, model);
  const teacherSeeds = ({ model, seeds }: TeacherSet) => seeds.filter((seed) => seedsOf(model).includes(seed));
  const dataset = () =>
    trials.run({ command: 'ingest', configs: { config: { ingest: ingestSettings(csv, horizon) } } });
  const softTargets = async (model: ModelName, seed: number) =>
    trials.run({
      command: 'soft-targets',
      name: model,
      configs: { config: { dataset: NAME, 'teacher-train': MODELS[model] } },
      artifacts: { dataset: await dataset(), teacher: await alone(model, seed) },
    });
  const softTargetsOf = (teacher: TeacherSet) =>
    Promise.all(teacherSeeds(teacher).map((seed) => softTargets(teacher.model, seed)));
  const studentConfig = (model: ModelName) => ({ dataset: NAME, seeds: SEEDS, student: MODELS[model] });
  const alone = async (model: ModelName, seed: number) =>
    trials.run({
      command: 'student-distill',
      name: model,
      configs: { config: studentConfig(model) },
      artifacts: { dataset: await dataset() },
      flags: { seed },
    });
  return {
    seedsOf,
    dataset,
    softTargets,
    alone,
    distilled: async ({ student, teacher, settings }, seed) =>
      trials.run({
        command: 'student-distill',
        name: `${student}-from-${teacher.model}`,
        configs: { config: studentConfig(student), experiment: { ...EXPERIMENT, distillation: settings } },
        artifacts: { dataset: await dataset(), 'soft-targets': await softTargetsOf(teacher) },
        flags: { seed },
      }),
    evaluate: async ({ name, seeds, student, twin, teacher, split = 'test' }) => {
      const each = (model: (seed: number) => Promise<string>, chosen = seeds) => Promise.all(chosen.map(model));
      // Awaited together: of stages that run side by side, none may fail unheard.
      const [students, twins, teachers, soft] = await Promise.all([
        each(student),
        each(twin),
        each((seed) => alone(teacher.model, seed), teacherSeeds(teacher)),
        softTargetsOf(teacher),
      ]);
      return trials.run({
        command: 'evaluate',
        name,
        configs: { config: { ...EXPERIMENT, distillation: { alpha: 0 }, evaluate: { split, margin: MARGIN } } },
        artifacts: {
          dataset: await dataset(),
          'soft-targets': soft,
          teacher: teachers,
          student: students,
          twin: twins,
        },
      });
    },
  };
}
