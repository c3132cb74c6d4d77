import fc from 'fast-check';
import { column, createPolicyFixture, hour, table, thrown } from '../testing/policy-fixture';

const fixture = createPolicyFixture();
afterAll(fixture.remove);
const { csv, log, ingest } = fixture;
const _ = NaN;

describe('scales', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9];

  // Train rows 3 1 4 1 5 9: quartiles 1.5, 3.5, 4.75.
  it.each([
    ['robust', 3.5, 3.25],
    ['min-max', 1, 8],
    ['standard', 23 / 6, Math.sqrt(133 / 6 - (23 / 6) ** 2)],
    ['none', 0, 1],
  ] as const)('are fitted by %s to train rows', async (scaler, shift, scale) => {
    const { meta } = await ingest(column(...values), { scaler });
    expect(meta.scaler).toEqual({
      kind: scaler,
      scope: 'global',
      shift: [[expect.closeTo(shift, 10)]],
      scale: [[expect.closeTo(scale, 10)]],
    });
  });

  it('are fitted after a transform, by column, and carry the lowest forecast', async () => {
    const rows = table(
      'time,a,b',
      values.map((value) => [value, value ** 2]),
    );
    const { meta } = await ingest(rows, { scaler: 'min-max', transform: { b: 'sqrt' }, floor: 0 });
    expect(meta.scaler).toEqual({
      kind: 'min-max',
      scope: 'global',
      shift: [[1, 1]],
      scale: [[8, 8]],
      transform: ['none', 'sqrt'],
      floor: 0,
    });
  });

  it('say where observed values of any split lie below the floor of forecasts', async () => {
    const said = () => log.filter((line) => line.includes('below `floor`'));
    const below = values.map((value, row) => (row === 11 ? -1.5 : row === 2 ? -0.5 : value));
    await ingest(column(...below), { floor: 0 });
    expect(said()).toEqual([
      'observed values below `floor`, which no forecast can reach {"column":"a","floor":0,"count":2,"lowest":-1.5,"at":"2024-01-01 11:00:00"}',
    ]);
    await ingest(column(...values), { floor: 1 });
    expect(said()).toEqual([]);
  });

  it('refuse a value for which the transform does not exist, in any split, and a column that is no target', async () => {
    const wrong = values.map((value, row) => (row === 10 ? -2 : row === 11 ? -1 : value));
    await expect(ingest(column(...wrong), { transform: 'log1p' })).rejects.toEqual(
      thrown('TRANSFORM_DOMAIN', {
        file: csv,
        column: 'a',
        at: '2024-01-01 10:00:00',
        value: -2,
        transform: 'log1p',
        count: 2,
      }),
    );
    await expect(ingest(column(...values), { transform: { A: 'sqrt' } })).rejects.toEqual(
      thrown('TRANSFORM_COLUMN', { column: 'A', targets: ['a'], nearest: 'a' }),
    );
  });

  it('are one for each series where that is asked for; a channel never observed in train is refused', async () => {
    const lines = [
      'time,id,a',
      ...values.flatMap((value, row) => [`${hour(row)},x,${value}`, `${hour(row)},y,${row < 6 ? '' : value}`]),
    ];
    const scaled = { series: 'id', scaler: 'min-max', missing: 'mask' } as const;
    const full = lines.map((line) => line.replace(/,y,$/, ',y,7'));
    const { meta } = await ingest(full, { ...scaled, scalerScope: 'series' });
    expect(meta.scaler).toMatchObject({ scope: 'series', shift: [[1], [7]], scale: [[8], [1]] });
    expect(log.join()).toContain('"columns":"a","series":1');
    await expect(ingest(lines, { ...scaled, scalerScope: 'series' })).rejects.toEqual(
      thrown('TRAIN_UNOBSERVED', { series: 'y', column: 'a', count: 1 }),
    );
    expect((await ingest(lines, scaled)).meta.scaler).toMatchObject({ shift: [[1]], scale: [[8]] });
  });

  it('cover past, known and static covariates, and leave calendar channels and words as they are', async () => {
    const lines = [
      'time,id,a,p,k,size,kind',
      ...[10, 30].flatMap((size, s) =>
        Array.from({ length: 14 }, (__, row) => {
          const cells = row < 12 ? [values[row], 2 * row] : ['', ''];
          return [hour(row), `s${s}`, ...cells, row * 10, size, s === 0 ? 'shop' : 'mall'].join(',');
        }),
      ),
    ];
    const { meta } = await ingest(lines, {
      series: 'id',
      past: ['p'],
      known: ['k'],
      static: ['size', 'kind'],
      calendar: ['hour'],
      scaler: 'min-max',
    });
    expect(meta.channels).toMatchObject({
      known: ['k', 'hour.sin', 'hour.cos'],
      static: ['size', 'kind=mall', 'kind=shop'],
    });
    expect(meta.covariateScaler).toEqual({
      past: { shift: [0], scale: [10] },
      known: { shift: [0, 0, 0], scale: [50, 1, 1] },
      static: { shift: [10, 0, 0], scale: [20, 1, 1] },
    });
  });

  it('report values far from the rest of their train rows, and change none of them', async () => {
    const rows = Array.from({ length: 60 }, (__, row) => (row === 17 ? 1e4 : row === 20 ? 5000 : values[row % 13]!));
    const split = { kind: 'borders', train: 30, validation: 45, test: 60 } as const;
    const { target, measured, meta } = await ingest(column(...rows), { split });
    expect(target).toEqual(rows);
    expect(measured['outliers']).toEqual([
      {
        column: 'a',
        count: 2,
        series: 'main',
        at: '2024-01-01 17:00:00',
        value: 10_000,
        deviations: expect.any(Number),
      },
    ]);
    expect(log.join()).toContain('outliers');
    expect(meta.policies).toEqual([]);
    const later = await ingest(column(...rows.map((value, row) => (row === 50 ? 1e6 : value))), { split });
    expect(later.measured['outliers']).toEqual(measured['outliers']);
  });
});

// What is fitted, and every row a model learns from, must not depend on the rows that it is judged on.
it('fits and fills nothing of the train rows by validation and test rows, whatever these hold', async () => {
  const cell = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 99 }) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  );
  const row = fc.tuple(cell, cell, cell);
  const train = fc.array(row, { minLength: 5, maxLength: 5 }).map((rows) => [[1, 2, 3], ...rows]);
  const later = fc.array(row, { minLength: 6, maxLength: 6 }).map((rows) => [...rows, [7, 7, 7]]);
  const choice = fc.record({
    missing: fc.constantFrom('ffill', 'linear', 'mask'),
    scaler: fc.constantFrom('standard', 'robust', 'min-max'),
    transform: fc.constantFrom('none', 'log1p', 'sqrt'),
  } as const);
  await fc.assert(
    fc.asyncProperty(train, fc.tuple(later, later), choice, async (rows, [clean, poison], override) => {
      const read = async (rest: readonly (readonly number[])[]) => {
        const { meta, target, past, mask } = await ingest(table('time,a,b,p', [...rows, ...rest]), {
          ...override,
          past: ['p'],
        });
        const { scaler, covariateScaler } = meta;
        return {
          scaler,
          covariateScaler,
          target: target.slice(0, 12),
          past: past.slice(0, 6),
          mask: mask?.slice(0, 12) ?? new Array(12).fill(1),
        };
      };
      const isObserved = (list: readonly (readonly number[])[], from: number, to: number) =>
        list.slice(from, to).some(([a = NaN, b = NaN]) => !Number.isNaN(a) || !Number.isNaN(b));
      for (const rest of [clean, poison]) fc.pre(isObserved(rest, 0, 3) && isObserved(rest, 3, 6));
      expect(await read(poison)).toEqual(await read(clean));
    }),
    { numRuns: 25 },
  );
});
