import { z } from 'zod';

/** Path of a file, or of a folder with one artifact; relative paths start at the workspace root. */
const Path = z.string().min(1);
const Name = z.string().min(1);
/** A stage's own settings: the stage checks them when it starts. */
const Section = z.record(z.string(), z.unknown());

const noRepeats = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** `source` names embedded data that is written to `data/raw/<name>.csv` first; `about` is for people, see the report. */
const Dataset = z.strictObject({
  source: z.string().min(1).optional(),
  about: Section.optional(),
  ingest: z.looseObject({ files: z.union([Path, z.array(Path).min(1)]), query: Path.optional() }),
});

const Seed = z.number().int().nonnegative();

/** A teacher trained here, one whose forecasts were made elsewhere (`softTargets`), or the student of an experiment. */
const Teacher = z
  .strictObject({
    dataset: Name,
    'teacher-train': Section.optional(),
    /** `folds` decides how many tasks there are; the rest is the stage's own matter. */
    'soft-targets': z.looseObject({ folds: z.number().int().min(2).max(20).optional() }).optional(),
    softTargets: Path.optional(),
    experiment: Name.optional(),
    /** Of the student, where an experiment is named. */
    seed: Seed.optional(),
  })
  .refine(
    (teacher) => [teacher['teacher-train'], teacher.softTargets, teacher.experiment].filter(Boolean).length === 1,
    {
      message:
        'give one of "teacher-train" (trained here), "softTargets" (forecasts made elsewhere) and "experiment" (its student)',
      path: ['teacher-train'],
    },
  )
  .refine(({ seed, experiment }) => seed === undefined || experiment !== undefined, {
    message: 'it is the seed of a student; name its "experiment"',
    path: ['seed'],
  })
  .refine((teacher) => teacher['soft-targets']?.folds === undefined || teacher['teacher-train'] !== undefined, {
    message: 'only a teacher that is trained here can be trained on folds',
    path: ['soft-targets', 'folds'],
  });

const Student = z.strictObject({
  dataset: Name,
  seeds: z.array(Seed).min(1).refine(noRepeats, 'a seed is named twice'),
  student: Section,
  tune: Section.optional(),
});

const Experiment = z.strictObject({
  student: Name,
  teachers: z.array(Name).min(1).refine(noRepeats, 'a teacher is named twice'),
  combine: z.unknown().optional(),
  /** `alpha` decides whether there is something to tune, `model` whether the teacher's model is read. */
  distillation: z.looseObject({ alpha: z.unknown().optional(), model: z.unknown().optional() }),
  placebos: z.array(Name).refine(noRepeats, 'a placebo is named twice').optional(),
  compare: z.array(Name).refine(noRepeats, 'a student is named twice').optional(),
  evaluate: Section.optional(),
  tags: z.array(z.string().min(1)).optional(),
});

/** Folder below `data/configs` → the file in each of its folders, and what that file may say. */
export const CONFIG_KINDS = {
  datasets: { file: 'dataset.json', schema: Dataset },
  teachers: { file: 'teacher.json', schema: Teacher },
  students: { file: 'student.json', schema: Student },
  experiments: { file: 'experiment.json', schema: Experiment },
} as const;

export type ConfigKind = keyof typeof CONFIG_KINDS;
export type ConfigOf<Kind extends ConfigKind> = z.infer<(typeof CONFIG_KINDS)[Kind]['schema']>;
