/** Types of the columns that hold no numbers. */
const TYPES: Readonly<Record<string, 'VARCHAR' | 'TIMESTAMP'>> = {
  series_id: 'VARCHAR',
  date: 'TIMESTAMP',
  timestamp: 'TIMESTAMP',
};

/** A query that casts every cell to the type of its column and adds the numbers up; of ids and times, which have no sum, the largest. */
export function scanSql(path: string, columns: readonly string[]): string {
  const types = columns.map((name) => `'${name}': '${TYPES[name] ?? 'FLOAT'}'`);
  const results = columns.map((name) => `${name in TYPES ? 'max' : 'sum'}("${name}")`);
  return `SELECT ${results.join(', ')}
    FROM read_csv('${path.replaceAll("'", "''")}', columns = {${types.join(', ')}}, header = true, delim = ',', auto_detect = false)`;
}
