import type { CombineConfig } from '@tsdistill/forecasting';
import type { Trials } from '@tsdistill/pipeline';
import { ingestSettings, type ModelName, MODELS } from './models';
import { type Distillation, MARGIN, SEEDS, seedsAt, type TeacherSet } from './rows';

/** The stages of one horizon: each gives the folder of its artifact, and runs once however often it is asked for. */
export interface Stages {
  /** Seeds that a model is trained with at this horizon. */
  seedsOf(model: ModelName): readonly number[];
  dataset(): Promise<string>;
  alone(model: ModelName, seed: number): Promise<string>;
  distilled(distillation: Distillation, seed: number): Promise<string>;
  teachers(teachers: TeacherSet): Promise<readonly Teacher[]>;
  /** A distilled student, as others may learn from it. */
  asTeacher(distillation: Distillation, seed: number): Promise<Teacher>;
  evaluate(evaluation: EvaluationTask): Promise<string>;
}

/** Artifacts of one teacher. */
export interface Teacher {
  readonly model: string;
  readonly softTargets: string;
}

/** Models of some seeds that stand beside each other, and the split whose windows are scored. */
export interface EvaluationTask {
  /** Also the experiment's name. */
  readonly name: string;
  /** Of student and twin. */
  readonly seeds: readonly number[];
  readonly student: (seed: number) => Promise<string>;
  readonly twin: (seed: number) => Promise<string>;
  readonly teachers: readonly Teacher[];
  /** How these become one: their mean, unless it is said. */
  readonly combine?: CombineConfig;
  readonly split?: 'test' | 'validation';
}

const NAME = 'etth1';
/** What an experiment config must have; stages read the sections beside it. */
const EXPERIMENT = { student: NAME, teachers: [NAME] };
const JUDGED = { ...EXPERIMENT, distillation: { alpha: 0 } };

/** @param csv path of ETTh1.csv */
export function createStages(trials: Trials, csv: string, horizon: number): Stages {
  const seedsOf = (model: ModelName) => seedsAt(horizon, model);
  const dataset = () =>
    trials.run({ command: 'ingest', configs: { config: { ingest: ingestSettings(csv, horizon) } } });
  const asTeacher = async (name: ModelName, model: string): Promise<Teacher> => {
    const softTargets = await trials.run({
      command: 'soft-targets',
      name,
      configs: { config: { dataset: NAME, 'teacher-train': MODELS[name] } },
      artifacts: { dataset: await dataset(), teacher: model },
    });
    return { model, softTargets };
  };
  const teachers = ({ model, seeds }: TeacherSet) => {
    const trained = seeds.filter((seed) => seedsOf(model).includes(seed));
    return Promise.all(trained.map(async (seed) => asTeacher(model, await alone(model, seed))));
  };
  const studentConfig = (model: ModelName) => ({ dataset: NAME, seeds: SEEDS, student: MODELS[model] });
  const alone = async (model: ModelName, seed: number) =>
    trials.run({
      command: 'student-distill',
      name: model,
      configs: { config: studentConfig(model) },
      artifacts: { dataset: await dataset() },
      flags: { seed },
    });
  const distilled = async ({ student, teacher, settings }: Distillation, seed: number) =>
    trials.run({
      command: 'student-distill',
      name: `${student}-from-${teacher.model}`,
      configs: { config: studentConfig(student), experiment: { ...EXPERIMENT, distillation: settings } },
      artifacts: { dataset: await dataset(), 'soft-targets': softTargetsOf(await teachers(teacher)) },
      flags: { seed },
    });
  return {
    seedsOf,
    dataset,
    alone,
    distilled,
    teachers,
    asTeacher: async (distillation, seed) => asTeacher(distillation.student, await distilled(distillation, seed)),
    evaluate: async ({ name, seeds, student, twin, teachers: judged, combine = 'mean', split = 'test' }) => {
      const each = (model: (seed: number) => Promise<string>) => Promise.all(seeds.map(model));
      // Awaited together: of stages that run side by side, none may fail unheard.
      const [students, twins] = await Promise.all([each(student), each(twin)]);
      return trials.run({
        command: 'evaluate',
        name,
        configs: { config: { ...JUDGED, combine, evaluate: { split, margin: MARGIN } } },
        artifacts: {
          dataset: await dataset(),
          'soft-targets': softTargetsOf(judged),
          teacher: judged.map(({ model }) => model),
          student: students,
          twin: twins,
        },
      });
    },
  };
}

function softTargetsOf(teachers: readonly Teacher[]): readonly string[] {
  return teachers.map(({ softTargets }) => softTargets);
}
