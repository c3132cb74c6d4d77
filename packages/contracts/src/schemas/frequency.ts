/** Units of an ISO 8601 duration with a fixed length, longest first: letter, part, ms. */
const UNITS = [
  ['D', 'date', 86_400_000],
  ['H', 'time', 3_600_000],
  ['M', 'time', 60_000],
  ['S', 'time', 1000],
] as const;

const PATTERN = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * Length of an ISO 8601 duration of days, hours, minutes and seconds, such as `PT15M` or `P1DT12H`.
 *
 * A day is 24 hours; years, months and weeks have no place here.
 *
 * @returns ms, or undefined when `text` is no such duration or is zero
 */
export function parseFrequency(text: string): number | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const stepMs = UNITS.reduce((sum, [, , unitMs], index) => sum + Number(match[index + 1] ?? 0) * unitMs, 0);
  return stepMs > 0 && Number.isSafeInteger(stepMs) ? stepMs : undefined;
}

/** The shortest spelling of a step in ms (a multiple of 1000) that `parseFrequency` reads: 5,400,000 is `PT1H30M`. */
export function formatFrequency(stepMs: number): string {
  let rest = stepMs;
  const text = { date: '', time: '' };
  for (const [letter, part, unitMs] of UNITS) {
    const count = Math.floor(rest / unitMs);
    if (count > 0) text[part] += `${count}${letter}`;
    rest -= count * unitMs;
  }
  return `P${text.date}${text.time && `T${text.time}`}`;
}
