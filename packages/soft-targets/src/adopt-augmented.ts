import { type Augmented, type AugmentedBatch, RECIPE_COLUMNS, type Recipes } from '@tsdistill/contracts';

/** Passes made windows of another program on as record batches of `batchRows`; they are checked before. */
export function* adoptAugmented(outside: Augmented, size: number, batchRows: number): Generator<AugmentedBatch> {
  const forecast = new Float32Array(batchRows * size);
  for (let first = 0; first < outside.rowCount; first += batchRows) {
    const rowCount = Math.min(batchRows, outside.rowCount - first);
    outside.readForecast(first, rowCount, forecast);
    yield { rowCount, arrays: { ...rowsOf(outside.recipes, first, rowCount), forecast } };
  }
}

function rowsOf(recipes: Recipes, first: number, rowCount: number): Recipes {
  const names = Object.keys(RECIPE_COLUMNS) as (keyof Recipes)[];
  const columns = names.map((name) => [name, recipes[name].subarray(first, first + rowCount)] as const);
  return Object.fromEntries(columns) as unknown as Recipes;
}
