import type { CombineConfig } from '@tsdistill/forecasting';
import { allTeachers, type EvaluationInputs, teacherOf } from './open-inputs';

const OUTSIDE = 'from elsewhere';

/** Names of the single teachers: the architecture, or what one from elsewhere is called; numbered where a name comes more than once. */
export function memberNames(inputs: EvaluationInputs): string[] {
  const kinds = inputs.softTargets.map(
    ({ meta }, index) => teacherOf(inputs, index)?.description.architecture ?? meta.name ?? OUTSIDE,
  );
  return kinds.map((kind, index) => {
    if (kinds.filter((other) => other === kind).length === 1) return kind;
    return `${kind} ${kinds.slice(0, index + 1).filter((other) => other === kind).length}`;
  });
}

/** "lstm", "mean of 3 seg-rnn", "stack of 2 teachers": several are one model. */
export function teacherName(inputs: EvaluationInputs, combine: CombineConfig): string {
  const [first = OUTSIDE, ...others] = memberNames(inputs);
  if (others.length === 0) return first;
  const kinds = new Set(allTeachers(inputs).map(({ description }) => description.architecture));
  const kind = kinds.size === 1 ? [...kinds][0] : 'teachers';
  return `${wordOf(combine)} of ${others.length + 1} ${kind}`;
}

function wordOf(combine: CombineConfig): string {
  if (typeof combine === 'string') return combine;
  return combine.by === 'stacking' ? 'stack' : 'weighted mean';
}
