/** A stretch of an axis: units that the model is free to have more or fewer of, by name, or what data and settings fix. */
export interface Segment {
  readonly size: number;
  /** The same name on several axes means the same units; absent = fixed. */
  readonly units?: string;
}

/** What lies along one axis of a parameter, one stretch after the other. */
export type Axis = readonly Segment[];

/** Layers of one kind that stand on each other. */
export interface Stack {
  /** What the names of their parameters begin with, the first layer first. */
  readonly layers: readonly string[];
  /** Layers whose place decides what they read, so that they can be taken for the same place alone: the first, which reads the data, or all. */
  readonly inPlace?: 'first' | 'all';
  /** True where the last layer is of another kind, so that it is taken for the last one, and for no other. */
  readonly ownLast?: boolean;
}

/** How the parameters of a model belong together: what a student needs to know to begin with a part of them. */
export interface Anatomy {
  /** Axes by parameter; a parameter that is not named is all fixed. */
  readonly axes: Readonly<Record<string, readonly Axis[]>>;
  readonly stacks: readonly Stack[];
  /** What lies along the hidden layer that heads for further outputs read; absent = it has none. */
  readonly last?: Axis;
  /** What the model divides the outcome of a parameter by, where that follows from a number of units. */
  readonly divisors?: Readonly<Record<string, number>>;
}

/** Of a model without parts that can be left out: only a model of the same shapes can give it parameters. */
export const WHOLE: Anatomy = { axes: {}, stacks: [] };

export const fixed = (size: number): Axis => [{ size }];

export const units = (name: string, size: number): Axis => [{ units: name, size }];

/** The same stretches so many times in a row, as where steps are laid side by side. */
export const repeated = (count: number, axis: Axis): Axis => Array.from({ length: count }, () => axis).flat();

export const lengthOf = (axis: Axis): number => axis.reduce((sum, { size }) => sum + size, 0);

/** `<name>.kernel` and `<name>.bias` of a dense layer. */
export function denseAxes(name: string, inputs: Axis, outputs: Axis): Record<string, readonly Axis[]> {
  return { [`${name}.kernel`]: [inputs, outputs], [`${name}.bias`]: [outputs] };
}

/** `<name>.gain` and `<name>.shift` of a layer normalisation. */
export function normAxes(name: string, axis: Axis): Record<string, readonly Axis[]> {
  return { [`${name}.gain`]: [axis], [`${name}.shift`]: [axis] };
}
