import type { z } from 'zod';
import { feature } from './feature';
import type { Method, Term, TermSources } from './method';
import { multiLevel } from './multi-level';
import { multiPeriod } from './multi-period';
import { quantile } from './quantile';
import { relational } from './relational';
import { type Sides, sidesOf } from './sides';

/** Every way to distil that is a loss of its own, by its key in section `distillation`. To add one: a file beside this one and a line here. */
export const METHODS = {
  feature,
  'multi-level': multiLevel,
  'multi-period': multiPeriod,
  quantile,
  relational,
} as const;

export type MethodName = keyof typeof METHODS;
export const METHOD_NAMES = Object.keys(METHODS) as readonly MethodName[];

type SettingsOf<Name extends MethodName> = z.output<(typeof METHODS)[Name]['settings']>;
export type MethodSettings = { readonly [Name in MethodName]?: SettingsOf<Name> | undefined };

/** Keys of the section, each optional. */
export const METHOD_KEYS = Object.fromEntries(
  METHOD_NAMES.map((name) => [name, METHODS[name].settings.optional()]),
) as unknown as { readonly [Name in MethodName]: z.ZodOptional<z.ZodType<SettingsOf<Name>>> };

/** Refuses what teachers or student cannot give, before either is trained. @throws PipelineError those of `Method.check` */
export function checkMethods(settings: MethodSettings, sides: Sides): void {
  for (const [name, chosen] of askedFor(settings)) (METHODS[name] as Method<unknown>).check?.(chosen, sides);
}

/** The terms of the methods that are asked for, by name. @throws PipelineError those of `Method.check` */
export function createTerms(settings: MethodSettings, sources: TermSources): Readonly<Record<string, Term>> {
  checkMethods(settings, sidesOf(sources));
  const terms = askedFor(settings).map(([name, chosen]) => {
    return [name, (METHODS[name] as Method<unknown>).create(chosen, sources)] as const;
  });
  return Object.fromEntries(terms);
}

function askedFor(settings: MethodSettings): readonly (readonly [name: MethodName, chosen: unknown])[] {
  return METHOD_NAMES.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]] as const]));
}
