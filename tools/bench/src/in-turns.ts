type Sides = Readonly<Partial<Record<string, () => Promise<unknown>>>>;

/** What every side gave in one round. */
export type Round<Given extends Sides> = {
  readonly [Side in keyof Given]: Awaited<ReturnType<NonNullable<Given[Side]>>>;
};

/**
 * Runs the sides one after the other, round by round, so that what else happens on the machine meets all of them; a ratio
 * compares figures of one round only.
 *
 * @param roundCount rounds that count; one more before them does not
 */
export async function inTurns<Given extends Sides>(sides: Given, roundCount: number): Promise<readonly Round<Given>[]> {
  const rounds: Round<Given>[] = [];
  for (let round = 0; round <= roundCount; round++) {
    const figures: [string, unknown][] = [];
    for (const [side, run] of Object.entries(sides)) figures.push([side, await run?.()]);
    if (round > 0) rounds.push(Object.fromEntries(figures) as Round<Given>);
  }
  return rounds;
}
