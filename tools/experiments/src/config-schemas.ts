import { z } from 'zod';

/** Path of a file, or of a folder with one artifact; relative paths start at the workspace root. */
const Path = z.string().min(1);
const Name = z.string().min(1);
/** A stage's own settings: the stage checks them when it starts. */
const Section = z.record(z.string(), z.unknown());

const noRepeats = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** `source` names embedded data that is written to `data/raw/<name>.csv` first. */
const Dataset = z.strictObject({
  source: z.string().min(1).optional(),
  ingest: z.looseObject({ csv: Path }),
});

/** A teacher trained here, or one whose forecasts were made elsewhere (`softTargets`). */
const Teacher = z
  .strictObject({
    dataset: Name,
    'teacher-train': Section.optional(),
    'soft-targets': Section.optional(),
    softTargets: Path.optional(),
  })
  .refine((teacher) => (teacher.softTargets === undefined) !== (teacher['teacher-train'] === undefined), {
    message: 'give either this section (trained here) or "softTargets" (forecasts made elsewhere)',
    path: ['teacher-train'],
  });

const Student = z.strictObject({
  dataset: Name,
  seeds: z.array(z.number().int().nonnegative()).min(1).refine(noRepeats, 'a seed is named twice'),
  student: Section,
});

const Experiment = z.strictObject({
  student: Name,
  teachers: z.array(Name).min(1).refine(noRepeats, 'a teacher is named twice'),
  distillation: Section,
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
