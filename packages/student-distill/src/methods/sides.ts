import { featureLayers, type SoftTargets, type SoftTargetsMeta } from '@tsdistill/contracts';
import type { NamedForecaster } from '@tsdistill/forecasting';
import type { TermSources } from './method';

/** What a teacher gives beside its forecasts. */
export interface SoftTargetContents {
  /** Hidden layers that its soft targets hold. */
  readonly layers: readonly string[];
  /** Levels of the quantiles that they hold. */
  readonly quantiles: readonly number[];
}

/** A teacher as far as it is known before it is heard: from its config, or from its artifacts. */
export interface TeacherSide {
  /** What messages call it. */
  readonly who: string;
  /** Absent while nobody knows: forecasts from elsewhere that are not there yet. */
  readonly contents?: SoftTargetContents;
  /** Absent where only forecasts exist, or the model is not asked for. */
  readonly model?: NamedForecaster;
  /** Absent where its forecasts are read, or nobody knows. */
  readonly windows?: TeacherWindows;
}

/** Windows that a teacher is asked to label, beside those of the splits that students are judged by. */
export interface TeacherWindows {
  /** Windows that it makes. */
  readonly augmented: boolean;
  /** The newest or the future ones. */
  readonly unlabelled: boolean;
}

/** What a student brings. */
export interface StudentSide {
  readonly who: string;
  readonly architecture: string;
  /** Hidden layers that it shows. */
  readonly layers: readonly string[];
  /** Levels that it forecasts. */
  readonly quantiles: readonly number[];
}

/** Everything that decides, before any training, whether a student can learn by a method. */
export interface Sides {
  readonly teachers: readonly TeacherSide[];
  readonly student: StudentSide;
  readonly horizon: number;
}

/** What soft targets hold beside forecasts. */
export function contentsOf(meta: Pick<SoftTargetsMeta, 'features' | 'layers' | 'quantiles'>): SoftTargetContents {
  return { layers: featureLayers(meta).map(({ name }) => name), quantiles: meta.quantiles };
}

/** The teacher whose soft targets were opened. */
export function teacherSide({ artifact, meta }: SoftTargets): TeacherSide {
  return { who: `the teacher of ${artifact.folder}`, contents: contentsOf(meta) };
}

/** Both sides of one training. */
export function sidesOf({ teachers, student, windows }: TermSources): Sides {
  const { architecture, layers, quantiles } = student;
  return {
    teachers: teachers.map(teacherSide),
    student: { who: 'the student', architecture, layers: Object.keys(layers), quantiles },
    horizon: windows.horizon,
  };
}

/** What messages call the teachers and their student. */
export function namesOf(teachers: readonly Pick<TeacherSide, 'who'>[], { who }: { readonly who: string }) {
  return { studentWho: who, teachers: teachers.map((teacher) => teacher.who) };
}
