import { PipelineError } from '@tsdistill/contracts';
import type { Stack } from './anatomy';

/** What a student takes of its teacher's parameters. */
export interface Inheritance {
  /** Layer i of the student's stacks is layer i · every of the teacher's; 1 where `layers` names them. */
  readonly every: number;
  /** The teacher's layer for each of the student's, counted from 0, such as "0,3". */
  readonly layers?: string | undefined;
  /** Where the teacher has more units, those of largest norm; otherwise all shapes must agree. */
  readonly largest: boolean;
}

/** Both models, as messages call them, and their architecture. */
export interface Whose {
  readonly studentWho: string;
  readonly teacherWho: string;
  readonly architecture: string;
}

/** Layers of the teacher by those of the student that they become. */
export type LayerPairs = ReadonlyMap<string, string>;

/** @throws PipelineError COPY_LAYERS, COPY_PLACES */
export function pairLayers(
  given: readonly Stack[],
  own: readonly Stack[],
  inheritance: Inheritance,
  whose: Whose,
): LayerPairs {
  const { every, layers } = inheritance;
  if (own.length === 0 && (every > 1 || layers !== undefined))
    throw new PipelineError('COPY_LAYERS', { ...whose, every, layers, student: 0, teacher: 0 });
  return new Map(own.flatMap((stack, index) => pairStack(given[index]?.layers ?? [], stack, inheritance, whose)));
}

/** The teacher's parameter for one of the student's. */
export function sourceOf(name: string, pairs: LayerPairs): string {
  const [layer = '', ...rest] = name.split('.');
  return [pairs.get(layer) ?? layer, ...rest].join('.');
}

function pairStack(
  given: readonly string[],
  { layers: own, inPlace, ownLast }: Stack,
  { every, layers }: Inheritance,
  whose: Whose,
): readonly (readonly [own: string, given: string])[] {
  const chosen = layers?.split(',').map(Number) ?? own.map((_, index) => index * every);
  if (chosen.length !== own.length || chosen.some((place) => given[place] === undefined))
    throw new PipelineError('COPY_LAYERS', { ...whose, every, layers, student: own.length, teacher: given.length });
  return own.map((name, index) => {
    const place = ownLast && index === own.length - 1 ? given.length - 1 : (chosen[index] ?? 0);
    const source = given[place] ?? '';
    const isFixed = inPlace === 'all' || (inPlace === 'first' && index === 0);
    if (isFixed && place !== index)
      throw new PipelineError('COPY_PLACES', { ...whose, student: name, teacher: source });
    return [name, source];
  });
}
