import type { NamedArray, ParameterValues } from '@tsdistill/contracts';
import { DTYPE } from '../trace/native-kernels';
import { FLOAT, type GraphBuilder } from './graph-builder';
import type { Session } from './session';

/** A float32 variable of a graph and the nodes that belong to it. */
interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly handle: string;
  readonly assign: string;
  readonly read: string;
}

/** All variables of a graph. */
export interface Variables {
  /** The node with the handle of each variable. */
  readonly handles: Readonly<Record<string, string>>;
  /** The node with the value of each variable. */
  readonly values: Readonly<Record<string, string>>;
  readonly assign: (session: Session, values: ParameterValues) => void;
  /** Copies of the variables whose name starts with `prefix`, named without it. */
  readonly read: (session: Session, prefix: string) => Record<string, NamedArray>;
}

const ASSIGNED = 'assigned';

/** Declares variables, and one node that assigns all of them. */
export function addVariables(builder: GraphBuilder, shapes: Readonly<Record<string, readonly number[]>>): Variables {
  const variables = Object.entries(shapes).map(([name, shape], index) =>
    addVariable(builder, { name, shape, handle: `variable/${index}` }),
  );
  const assignments = variables.map(({ assign }) => `^${assign}`);
  builder.add(ASSIGNED, 'Identity', [builder.scalar('done', 1), ...assignments], { T: FLOAT });
  return {
    handles: Object.fromEntries(variables.map(({ name, handle }) => [name, handle])),
    values: Object.fromEntries(variables.map(({ name, read }) => [name, read])),
    assign: (session, values) => {
      const feeds = variables.map(({ name, shape, handle }) => ({
        node: newValue(handle),
        dtype: DTYPE.float32,
        shape,
        values: values[name]?.values ?? new Float32Array(0),
      }));
      session.run(feeds, [ASSIGNED]);
    },
    read: (session, prefix) => {
      const chosen = variables.filter(({ name }) => name.startsWith(prefix));
      const nodes = chosen.map((variable) => variable.read);
      const arrays = session.run([], nodes);
      const named = chosen.map(({ name, shape }, index) => [
        name.slice(prefix.length),
        { shape, values: arrays[index] },
      ]);
      return Object.fromEntries(named) as Record<string, NamedArray>;
    },
  };
}

/**
 * The new value is copied inside the graph: a variable takes over the array that it is assigned, and a fed array may lie
 * in memory of JavaScript, which may change it or must free it on its own thread.
 */
function addVariable(
  builder: GraphBuilder,
  { name, shape, handle }: Pick<Variable, 'name' | 'shape' | 'handle'>,
): Variable {
  const identity = { shared_name: { s: Buffer.from(handle) }, container: { s: Buffer.alloc(0) } };
  builder.add(handle, 'VarHandleOp', [], { dtype: FLOAT, shape: { shape }, ...identity });
  const value = builder.placeholder(newValue(handle), DTYPE.float32, shape);
  const copy = builder.add(`${handle}/copy`, 'DeepCopy', [value], { T: FLOAT });
  const assign = builder.add(`${handle}/assign`, 'AssignVariableOp', [handle, copy], { dtype: FLOAT });
  const read = builder.add(`${handle}/read`, 'ReadVariableOp', [handle], { dtype: FLOAT });
  return { name, shape, handle, assign, read };
}

function newValue(handle: string): string {
  return `${handle}/new`;
}
