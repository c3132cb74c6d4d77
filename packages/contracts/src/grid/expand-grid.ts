import { PipelineError } from '../errors/pipeline-error';

/** A value that may stand in a list: it becomes part of a name. */
export type GridValue = number | string | boolean;

/** One combination of the values that a section lists. */
export interface GridMember {
  /** Keys and values, such as `alpha=0.3` or `alpha=0.3~weights.soft=2`. */
  readonly label: string;
  /** Key, dots between those inside each other → value. */
  readonly settings: Readonly<Record<string, GridValue>>;
  /** The section with one value in the place of each list. */
  readonly section: Section;
}

type Section = Readonly<Record<string, unknown>>;

interface Axis {
  readonly path: readonly string[];
  readonly values: readonly GridValue[];
}

/**
 * Between the name of an experiment and the labels of its members. No name of a config holds it, and it is no sign of a glob: Nx
 * takes a path with `@`, `+` or `,` for a pattern.
 */
const SEPARATOR = '~';
/** More is a slip of the pen, or a search: that is what `student-tune` and `size` are for. */
const MEMBER_LIMIT = 64;
const WORD = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * The members of a grid, the last list running fastest; none where nothing is listed.
 *
 * Every list in the section is an axis, so no setting of it may be a list itself.
 *
 * @param file of the config, for messages
 * @param key of the section in it
 * @throws PipelineError CONFIG_INVALID for a list that is empty, repeats a value or holds an object, and for too many members
 */
export function expandGrid(file: string, key: string, section: Section): readonly GridMember[] {
  const axes = listAxes(section, []);
  for (const axis of axes) checkAxis(file, [key, ...axis.path].join('.'), axis.values);
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MEMBER_LIMIT)
    throw new PipelineError('CONFIG_INVALID', {
      file,
      key,
      problem: `its lists make ${count} members, but a grid has at most ${MEMBER_LIMIT}`,
    });
  return axes.length === 0 ? [] : combine(axes).map((values) => memberOf(section, axes, values));
}

/** Name of a member, as an Nx project and a folder of artifacts. */
export function memberName(experiment: string, label: string): string {
  return `${experiment}${SEPARATOR}${label}`;
}

/** Of `trial~alpha=0.3` the two parts; an experiment that is no member has no label. */
export function splitMemberName(name: string): { readonly experiment: string; readonly label: string | undefined } {
  const [experiment = name, ...rest] = name.split(SEPARATOR);
  return { experiment, label: rest.length === 0 ? undefined : rest.join(SEPARATOR) };
}

function listAxes(section: Section, above: readonly string[]): readonly Axis[] {
  return Object.entries(section).flatMap(([key, value]) => {
    const path = [...above, key];
    if (Array.isArray(value)) return [{ path, values: value as readonly GridValue[] }];
    return isSection(value) ? listAxes(value, path) : [];
  });
}

const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkAxis(file: string, key: string, values: readonly unknown[]): void {
  const refuse = (problem: string) => new PipelineError('CONFIG_INVALID', { file, key, problem });
  if (values.length === 0) throw refuse('the list of a grid is empty');
  const strange = values.find((value) => !isGridValue(value));
  if (strange !== undefined)
    throw refuse(`a grid lists numbers, words, true and false, not ${JSON.stringify(strange)}`);
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated !== undefined) throw refuse(`${JSON.stringify(repeated)} stands in it twice`);
}

function isGridValue(value: unknown): value is GridValue {
  return typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && WORD.test(value));
}

/** One value of each axis, in every combination. */
function combine(axes: readonly Axis[]): readonly (readonly GridValue[])[] {
  return axes.reduce<readonly (readonly GridValue[])[]>(
    (combinations, { values }) => combinations.flatMap((before) => values.map((value) => [...before, value])),
    [[]],
  );
}

function memberOf(section: Section, axes: readonly Axis[], values: readonly GridValue[]): GridMember {
  const chosen = axes.map(({ path }, index) => ({ path, value: values[index] as GridValue }));
  const settings = Object.fromEntries(chosen.map(({ path, value }) => [path.join('.'), value]));
  return {
    label: Object.entries(settings)
      .map(([key, value]) => `${key}=${value}`)
      .join(SEPARATOR),
    settings,
    section: chosen.reduce((changed, { path, value }) => withValue(changed, path, value), section),
  };
}

function withValue(section: Section, [key = '', ...rest]: readonly string[], value: GridValue): Section {
  return { ...section, [key]: rest.length === 0 ? value : withValue(section[key] as Section, rest, value) };
}
