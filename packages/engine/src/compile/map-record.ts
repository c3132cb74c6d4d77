/** The record with `change` applied to every value. */
export function mapRecord<In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In, name: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}

/** The record with `prefix` before every name. */
export function addPrefix<Value>(prefix: string, record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]));
}

/** The entries with these names, in their order. */
export function pickNames<Value>(
  record: Readonly<Record<string, Value>>,
  names: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, record[name] as Value]));
}

/** The entries whose names begin with `prefix`, named without it. */
export function takePrefix<Value>(prefix: string, record: Readonly<Record<string, Value>>): Record<string, Value> {
  const chosen = Object.entries(record).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(chosen.map(([name, value]) => [name.slice(prefix.length), value]));
}
