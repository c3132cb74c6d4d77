import { z } from 'zod';

/**
 * Every setting that a schema knows, as a dotted path; below one that ends in ".*" anything may stand.
 *
 * Transformations, defaults and the like are looked through; of a union all branches count.
 */
export function settingPaths(schema: z.core.$ZodType, parent = ''): readonly string[] {
  const { def } = schema._zod;
  const under = (key: string) => (parent === '' ? key : `${parent}.${key}`);
  if (isKind(schema, z.ZodObject))
    return Object.entries(schema.shape).flatMap(([key, inner]) => [under(key), ...settingPaths(inner, under(key))]);
  if (isKind(schema, z.ZodRecord)) return [under('*')];
  if (isKind(schema, z.ZodUnion)) return [...new Set(schema.options.flatMap((one) => settingPaths(one, parent)))];
  if (isKind(schema, z.ZodPipe)) return settingPaths(schema.in, parent);
  return 'innerType' in def ? settingPaths(def.innerType as z.core.$ZodType, parent) : [];
}

type Kind<Schema> = abstract new (...given: never[]) => Schema;
const isKind = <Schema extends z.ZodType>(schema: z.core.$ZodType, kind: Kind<Schema>): schema is Schema =>
  schema instanceof kind;

/** Whether a dotted path is one of `known`. */
export function isSettingPath(path: string, known: readonly string[]): boolean {
  return known.some((one) => one === path || (one.endsWith('.*') && path.startsWith(one.slice(0, -1))));
}
