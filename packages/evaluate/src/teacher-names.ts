import type { CombineConfig } from '@tsdistill/forecasting';
import { type EvaluationInputs, teacherOf } from './open-inputs';

const OUTSIDE = 'from elsewhere';

/** Names of the single teachers, numbered where a name comes more than once. */
export function memberNames(inputs: EvaluationInputs): string[] {
  const kinds = kindsOf(inputs);
  return kinds.map((kind, index) => {
    if (kinds.filter((other) => other === kind).length === 1) return kind;
    return `${kind} ${kinds.slice(0, index + 1).filter((other) => other === kind).length}`;
  });
}

/** "lstm", "mean of 3 seg-rnn", "stack of 2 teachers": several are one model. */
export function teacherName(inputs: EvaluationInputs, combine: CombineConfig): string {
  const kinds = kindsOf(inputs);
  const [first = OUTSIDE, ...others] = new Set(kinds);
  if (kinds.length === 1) return first;
  const kind = others.length > 0 || first === OUTSIDE ? 'teachers' : first;
  return `${wordOf(combine)} of ${kinds.length} ${kind}`;
}

/** The architecture of each teacher, or what one from elsewhere is called. */
function kindsOf(inputs: EvaluationInputs): string[] {
  return inputs.softTargets.map(
    ({ meta }, index) => teacherOf(inputs, index)?.description.architecture ?? meta.name ?? OUTSIDE,
  );
}

function wordOf(combine: CombineConfig): string {
  if (typeof combine === 'string') return combine;
  return combine.by === 'stacking' ? 'stack' : 'weighted mean';
}
