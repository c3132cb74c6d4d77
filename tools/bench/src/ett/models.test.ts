import { countParameters } from '@tsdistill/contracts';
import { createForecaster } from '@tsdistill/forecasting';
import { DistillationConfig, StudentConfig } from '@tsdistill/student-distill';
import { type ModelName, MODELS } from './models';
import { type Candidate, type Distillation, type Row, ROWS } from './rows';

const NAMES = Object.keys(MODELS) as ModelName[];
const ROW_LIST = Object.values<Row>(ROWS);

function membersOf(candidate: Candidate): readonly Distillation[] {
  return 'stacked' in candidate ? candidate.stacked : [candidate];
}

function parametersAt96(name: ModelName): number {
  const { model } = StudentConfig.parse(MODELS[name]);
  const target = ['HUFL', 'HULL', 'MUFL', 'MULL', 'LUFL', 'LULL', 'OT'];
  const channels = { target, past: [], known: [], static: [] };
  return countParameters(createForecaster(model, { channels, horizon: 96, season: 24 }).initialise(0));
}

// As counted in PyTorch, and 28 running statistics.
it.each([
  ['nlinear', 32_352],
  ['cyclenet', 9_480],
  ['sparse-tsf', 145],
  ['sparse-tsf-mlp', 2_269],
  ['rlinear', 69_216],
  ['rmlp', 78_528],
  ['itransformer', 1_001_312],
  ['two-branch-mlp', 836_842 + 28],
] as const)('%s has the %i parameters of the published model at horizon 96', (name, count) => {
  expect(parametersAt96(name)).toBe(count);
});

it('every model has settings that a student config takes, and stands in a row', () => {
  for (const name of NAMES) expect(StudentConfig.safeParse(MODELS[name]).error).toBeUndefined();
  const used = ROW_LIST.flatMap((row) => {
    if (row.kind === 'chosen') return row.candidates.flatMap(membersOf).map(({ student }) => student);
    return row.kind === 'distilled' ? [row.student, row.teacher.model] : [row.model];
  });
  expect([...new Set(used)].sort()).toEqual([...NAMES].sort());
});

it('every distilled row has settings that an experiment takes', () => {
  const distillations = ROW_LIST.flatMap((row) =>
    row.kind === 'chosen' ? row.candidates.flatMap(membersOf) : row.kind === 'distilled' ? [row] : [],
  );
  expect(distillations.length).toBeGreaterThan(5);
  for (const { settings } of distillations) expect(DistillationConfig.safeParse(settings).error).toBeUndefined();
});

it('the best small student is chosen among models of at most its limit', () => {
  const { limit, candidates } = ROWS.best;
  expect(limit).toBe(100_000);
  for (const candidate of candidates) {
    const counts = membersOf(candidate).map(({ student }) => parametersAt96(student));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(limit);
  }
});
