import { COVARIATE_ROLES, PipelineError } from '@tsdistill/contracts';
import type { Axis } from './anatomy';
import type { Forecaster } from './forecaster';

/** A model as far as its config tells. */
export interface NamedForecaster {
  readonly forecaster: Forecaster;
  /** What messages call it, such as "the teacher in FOLDER". */
  readonly who: string;
}

/** What is taken of a model's parameters. */
export interface Inheritance {
  /** Layer i of the heir's stack is layer i · every of the giver's. */
  readonly every: number;
  /** Where the giver has more units, those of largest norm; otherwise all shapes must agree. */
  readonly largest: boolean;
}

/**
 * The rule of which parameters a model can take from another one. No value of them is read, so that it can be asked before the giver is trained.
 *
 * @returns by parameter of the heir, the giver's that it is taken from
 * @throws PipelineError COPY_ARCHITECTURE, ARTIFACT_MISMATCH for other covariates, COPY_LAYERS, COPY_SHAPES
 */
export function pairParameters(
  giver: NamedForecaster,
  heir: NamedForecaster,
  inheritance: Inheritance,
): ReadonlyMap<string, string> {
  const [from, to] = [giver.forecaster, heir.forecaster];
  const whose = { studentWho: heir.who, teacherWho: giver.who };
  const [teacher, student] = [from.config.architecture, to.config.architecture];
  if (teacher !== student) throw new PipelineError('COPY_ARCHITECTURE', { ...whose, teacher, student });
  refuseOtherOrder(giver, heir);
  const sourceOf = pairLayers(giver, heir, inheritance.every);
  const given = from.parameterShapes();
  const entries = Object.entries(to.parameterShapes()).map(([name, shape]) => {
    const source = sourceOf(name);
    const shapeThere = given[source];
    const [axes, axesThere] = [to.anatomy.axes[name], from.anatomy.axes[source]];
    const isPart = inheritance.largest && axes !== undefined && axesThere !== undefined && areParts(axesThere, axes);
    if (!shapeThere || (String(shapeThere) !== String(shape) && !isPart))
      throw new PipelineError('COPY_SHAPES', {
        ...{ ...whose, architecture: student, name, student: shape, teacher: shapeThere ?? null },
      });
    return [name, source] as const;
  });
  return new Map(entries);
}

/** Weights go by place, so that covariates in another order would be read with each other's. */
function refuseOtherOrder(giver: NamedForecaster, heir: NamedForecaster): void {
  for (const role of COVARIATE_ROLES) {
    const listOf = ({ forecaster }: NamedForecaster) => forecaster.config[role].join(', ') || 'empty';
    const [leftValue, rightValue] = [listOf(heir), listOf(giver)];
    if (leftValue === rightValue) continue;
    const sides = { left: heir.who, leftValue, right: giver.who, rightValue };
    throw new PipelineError('ARTIFACT_MISMATCH', { what: `the list of ${role} channels`, ...sides });
  }
}

/** The giver's parameter for one of the heir's. */
function pairLayers(giver: NamedForecaster, heir: NamedForecaster, every: number): (name: string) => string {
  const [own, given] = [heir.forecaster.anatomy.stack, giver.forecaster.anatomy.stack];
  const chosen = own.map((_, index) => index * every);
  if ((own.length === 0 && every > 1) || chosen.some((index) => given[index] === undefined))
    throw new PipelineError('COPY_LAYERS', {
      ...{ studentWho: heir.who, teacherWho: giver.who, architecture: heir.forecaster.config.architecture },
      ...{ every, student: own.length, teacher: given.length },
    });
  return (name) => {
    const [layer = '', ...rest] = name.split('.');
    const index = own.indexOf(layer);
    return index < 0 ? name : [given[chosen[index] ?? 0], ...rest].join('.');
  };
}

/** Stretch by stretch as many units or fewer; what is fixed must be equal. */
function areParts(from: readonly Axis[], to: readonly Axis[]): boolean {
  return from.every((axis, dimension) => {
    const wanted = to[dimension] ?? [];
    return (
      axis.length === wanted.length &&
      axis.every(({ size, units }, i) => {
        const { size: own = 0 } = wanted[i] ?? {};
        return own === size || (own < size && units !== undefined);
      })
    );
  });
}
