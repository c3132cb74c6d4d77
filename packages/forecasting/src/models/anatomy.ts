/** A stretch of an axis: units that the model is free to have more or fewer of, by name, or what data and settings fix. */
export interface Segment {
  readonly size: number;
  /** The same name on several axes means the same units; absent = fixed. */
  readonly units?: string;
}

/** What lies along one axis of a parameter, one stretch after the other. */
export type Axis = readonly Segment[];

/** How the parameters of a model belong together: what a student needs to know to begin with a part of them. */
export interface Anatomy {
  /** Axes by parameter; a parameter that is not named is all fixed. */
  readonly axes: Readonly<Record<string, readonly Axis[]>>;
  /** Layers of one kind that stand on each other, the first one first: what the names of their parameters begin with. */
  readonly stack: readonly string[];
}

export const fixed = (size: number): Axis => [{ size }];

export const units = (name: string, size: number): Axis => [{ units: name, size }];

/** `<name>.kernel` and `<name>.bias` of a dense layer. */
export function denseAxes(name: string, inputs: Axis, outputs: Axis): Record<string, readonly Axis[]> {
  return { [`${name}.kernel`]: [inputs, outputs], [`${name}.bias`]: [outputs] };
}

/** `<name>.gain` and `<name>.shift` of a layer normalisation. */
export function normAxes(name: string, axis: Axis): Record<string, readonly Axis[]> {
  return { [`${name}.gain`]: [axis], [`${name}.shift`]: [axis] };
}
