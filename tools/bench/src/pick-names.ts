/** The names asked for, comma between them, in the order of `known`; all where nothing is said. @throws RangeError that names what there is */
export function pickNames<Name extends string>(
  option: string,
  given: string | undefined,
  known: readonly Name[],
): readonly Name[] {
  if (given === undefined) return known;
  const asked = given.split(',');
  const unknown = asked.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) throw new RangeError(`${option}: there is no "${unknown}", only ${known.join(', ')}`);
  return known.filter((name) => asked.includes(name));
}
