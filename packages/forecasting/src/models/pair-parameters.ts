import { COVARIATE_ROLES, PipelineError } from '@tsdistill/contracts';
import { type Axis, lengthOf } from './anatomy';
import type { Forecaster } from './forecaster';
import type { ModelConfig } from './model-config';
import { type Inheritance, type LayerPairs, pairLayers, sourceOf, type Whose } from './pair-layers';
import { QUANTILES } from './quantile-head';

/** A model as far as its config tells. */
export interface NamedForecaster {
  readonly forecaster: Forecaster;
  /** What messages call it, such as "the teacher in FOLDER". */
  readonly who: string;
}

/**
 * The rule of which parameters a student can take from its teacher. No value of them is read, so that it can be asked before the teacher is trained.
 *
 * What is taken does in the student what it did in the teacher: where the units, or the layers, that are left behind did nothing, both forecast the
 * same. So a layer that reads by its place keeps its place, settings that decide what weights mean are equal, and of the teacher nothing is left
 * behind but layers, units and its quantile head. Normalisation and residual stand around the weights and may differ.
 *
 * @returns by parameter of the student, the teacher's that it is taken from
 * @throws PipelineError COPY_ARCHITECTURE, COPY_CHANNELS, COPY_LAYERS, COPY_PLACES, COPY_SHAPES, COPY_SETTINGS
 */
export function pairParameters(
  teacher: NamedForecaster,
  student: NamedForecaster,
  inheritance: Inheritance,
): ReadonlyMap<string, string> {
  const [from, to] = [teacher.forecaster, student.forecaster];
  const sides = { studentWho: student.who, teacherWho: teacher.who };
  const { architecture } = to.config;
  if (from.config.architecture !== architecture)
    throw new PipelineError('COPY_ARCHITECTURE', {
      ...sides,
      teacher: from.config.architecture,
      student: architecture,
    });
  refuseOtherChannels(teacher, student);
  const whose = { ...sides, architecture };
  const layers = pairLayers(from.anatomy.stacks, to.anatomy.stacks, inheritance, whose);
  const [given, own] = [axesOf(from), axesOf(to)];
  for (const [name, axes] of own) {
    const axesThere = given.get(sourceOf(name, layers));
    if (!axesThere || !areParts(axesThere, axes, inheritance.largest)) throw refusal(name, axes, axesThere, whose);
  }
  const pairs = new Map([...own.keys()].map((name) => [name, sourceOf(name, layers)]));
  const taken = new Set(pairs.values());
  for (const [name, axes] of given)
    if (!taken.has(name) && !mayStay(name, from, layers)) throw refusal(name, undefined, axes, whose);
  refuseOtherSettings(from.config, to.config, whose);
  return pairs;
}

/** Weights go by place, so that covariates in another order would be read with each other's. */
function refuseOtherChannels(teacher: NamedForecaster, student: NamedForecaster): void {
  for (const role of COVARIATE_ROLES) {
    const [own, given] = [student.forecaster.config[role], teacher.forecaster.config[role]];
    if (String(own) === String(given)) continue;
    const sides = { studentWho: student.who, teacherWho: teacher.who };
    throw new PipelineError('COPY_CHANNELS', { ...sides, role, student: own, teacher: given });
  }
}

/** Options that may differ: numbers of units and layers, of which shapes tell, and what training alone reads. */
const FREE_OPTIONS: readonly string[] = [
  ...['units', 'hidden', 'width', 'feedForward', 'decoded', 'projected'],
  ...['layers', 'dropout'],
];

/** Settings that decide what weights mean, also where shapes do not tell: those of a model that gives or takes them. */
function meaningOf({ lookback, quantiles, options }: ModelConfig): Readonly<Record<string, unknown>> {
  const kept = Object.entries(options).filter(([name]) => !FREE_OPTIONS.includes(name));
  return { lookback, quantiles, ...Object.fromEntries(kept.map(([name, value]) => [`options.${name}`, value])) };
}

/** A student without quantiles may leave those of its teacher behind. */
function refuseOtherSettings(from: ModelConfig, to: ModelConfig, whose: Whose): void {
  const [given, own] = [meaningOf(from), meaningOf(to)];
  for (const [setting, value] of Object.entries(own)) {
    if (setting === 'quantiles' && to.quantiles.length === 0) continue;
    const [student, teacher] = [JSON.stringify(value), JSON.stringify(given[setting])];
    if (student !== teacher) throw new PipelineError('COPY_SETTINGS', { ...whose, setting, student, teacher });
  }
}

/** What lies along each parameter. */
function axesOf({ anatomy, parameterShapes }: Forecaster): ReadonlyMap<string, readonly Axis[]> {
  const entries = Object.entries(parameterShapes()).map(([name, shape]) => {
    return [name, anatomy.axes[name] ?? shape.map((size): Axis => [{ size }])] as const;
  });
  return new Map(entries);
}

/** Stretch by stretch as many units, or fewer where the largest are to be chosen; what is fixed must be equal. */
function areParts(from: readonly Axis[], to: readonly Axis[], largest: boolean): boolean {
  const isPart = (axis: Axis, wanted: Axis) =>
    axis.length === wanted.length &&
    axis.every(({ size, units }, index) => {
      const { size: own = 0 } = wanted[index] ?? {};
      return own === size || (largest && own < size && units !== undefined);
    });
  return from.length === to.length && from.every((axis, dimension) => isPart(axis, to[dimension] ?? []));
}

/** Layers that become none of the student's, and the quantile head, need not be taken. */
function mayStay(name: string, { anatomy }: Forecaster, layers: LayerPairs): boolean {
  const [layer = ''] = name.split('.');
  const isStacked = anatomy.stacks.some((stack) => stack.layers.includes(layer));
  return layer === QUANTILES || (isStacked && ![...layers.values()].includes(layer));
}

/** Says the sizes of both sides, or, where these agree, the parts that they are made of. */
function refusal(
  name: string,
  student: readonly Axis[] | undefined,
  teacher: readonly Axis[] | undefined,
  whose: Whose,
): PipelineError {
  const isSameSize = String(student?.map(lengthOf)) === String(teacher?.map(lengthOf));
  const shown = (axes: readonly Axis[] | undefined) =>
    axes?.map((axis) => (isSameSize ? partsOf(axis) : lengthOf(axis))) ?? null;
  return new PipelineError('COPY_SHAPES', { ...whose, name, student: shown(student), teacher: shown(teacher) });
}

/** Such as `2 × 16`, or `3 + 2 × 4`. */
function partsOf(axis: Axis): string {
  const runs: { count: number; readonly size: number }[] = [];
  for (const { size } of axis) {
    const run = runs.at(-1);
    if (run?.size === size) run.count += 1;
    else runs.push({ count: 1, size });
  }
  return runs.map(({ count, size }) => (count === 1 ? `${size}` : `${count} × ${size}`)).join(' + ');
}
