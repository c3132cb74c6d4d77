import type { z } from 'zod';

type Node = z.core.$ZodTypes;
type Path = readonly PropertyKey[];

/** What a schema allows at one place. */
export interface AllowedSettings {
  /** Names of settings, where an object may stand. */
  readonly keys: readonly string[];
  /** The words that may stand there; empty where any text may, or no word. */
  readonly words: readonly string[];
  /** What may stand beside such words, said in words. */
  readonly others: readonly string[];
}

/** Looks up what may stand at `path`, through defaults, transforms and every branch of a union. */
export function settingsAt(schema: z.core.$ZodType, path: Path): AllowedSettings {
  const nodes = nodesAt(schema as Node, path);
  const keys = nodes.flatMap((node) => (node._zod.def.type === 'object' ? Object.keys(node._zod.def.shape) : []));
  const words = nodes.flatMap(wordsOf);
  const others = nodes.filter((node) => wordsOf(node).length === 0).map(shapeOf);
  const known = others.filter((shape) => shape !== undefined);
  const isClosed = words.length > 0 && known.length === others.length;
  return { keys: [...new Set(keys)], ...(isClosed ? { words, others: known } : { words: [], others: [] }) };
}

function nodesAt(node: Node, path: Path): readonly Node[] {
  const { def } = node._zod;
  const [key, ...rest] = path;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      return nodesAt(def.innerType as Node, path);
    case 'pipe':
      return nodesAt(def.in as Node, path);
    case 'union':
      return def.options.flatMap((option) => nodesAt(option as Node, path));
    default:
      return key === undefined ? [node] : nodesBelow(node, key, rest);
  }
}

function nodesBelow({ _zod: { def } }: Node, key: PropertyKey, rest: Path): readonly Node[] {
  if (def.type === 'array') return nodesAt(def.element as Node, rest);
  if (def.type === 'record') return nodesAt(def.valueType as Node, rest);
  const child = def.type === 'object' ? def.shape[String(key)] : undefined;
  return child === undefined ? [] : nodesAt(child as Node, rest);
}

function wordsOf({ _zod: { def } }: Node): readonly string[] {
  if (def.type === 'enum') return Object.values(def.entries).map(String);
  return def.type === 'literal' ? def.values.map(String) : [];
}

/** What may stand beside words, said in words; undefined for what may be any text. */
function shapeOf({ _zod: { def } }: Node): string | undefined {
  if (def.type === 'number') return 'a number';
  return def.type === 'object' ? `an object with ${Object.keys(def.shape).join(', ')}` : undefined;
}
