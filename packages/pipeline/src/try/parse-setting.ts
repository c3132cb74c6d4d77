/** One setting and the value to try. */
export interface TriedSetting {
  /** Dotted, such as `distillation.alpha`, `student.training.epochs`. */
  readonly path: string;
  readonly value: unknown;
}

/** "student-distill.alpha=.5" → `distillation.alpha`, 0.5: a stage's name stands for its section; what is no JSON is text. */
export function parseTriedSetting(text: string): TriedSetting {
  const [, path = '', value = ''] = /^([\w.-]+)=(.+)$/s.exec(text) ?? [];
  if (path === '') throw new RangeError(`a setting is KEY=VALUE, such as distillation.alpha=0.5, not "${text}"`);
  return { path: path.replace(/^student-distill\./, 'distillation.'), value: parseValue(value) };
}

function parseValue(text: string): unknown {
  if (/^[-+]?\.\d+$/.test(text)) return Number(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
