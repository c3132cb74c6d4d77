import type { Scores } from './accumulate-errors';
import type { ScoredModel } from './compare-models';
import type { EvaluationSummary, Honesty } from './summary';

/** A baseline and what it scored. */
export interface ScoredBaseline {
  readonly name: string;
  /** Retention is measured against the best seasonal one. */
  readonly seasonal: boolean;
  readonly scores: Scores;
}

/** Every model of one experiment, scored on the same windows. */
export interface ScoredExperiment {
  readonly experiment: string;
  readonly channels: readonly string[];
  readonly horizon: number;
  /** Steps from one window to the next. */
  readonly stride: number;
  readonly teacher: ScoredModel;
  /** Each teacher, where there are several. */
  readonly members: readonly ScoredModel[];
  readonly student: ScoredModel;
  readonly twin: ScoredModel;
  readonly placebos: readonly ScoredModel[];
  readonly rivals: readonly ScoredModel[];
  readonly baselines: readonly ScoredBaseline[];
  readonly honesty: Honesty;
  readonly chosen?: EvaluationSummary['chosen'];
  /** Validation chose to do without the teacher: the student is distilled from none. */
  readonly withoutTeacher?: boolean;
}
