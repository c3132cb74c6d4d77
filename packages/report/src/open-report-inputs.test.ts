import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArrowWriter, type EvaluationSummary, forecastColumns, writeArtifact } from '@tsdistill/contracts';
import {
  PANEL,
  panelOrigins,
  panelValue,
  temporaryFolder,
  writePanelDataset,
  writePanelTeacher,
} from '@tsdistill/testing';
import { writeStudent } from '../testing/write-student';
import { stageFacts } from './facts/stage-facts';
import { openScoredWindows } from './findings/scored-windows';
import { openReportInputs } from './open-report-inputs';

/** @file Students are wrong by .1 and .2, the twin by .3, the teacher by .4: none can stand for another. */

const root = temporaryFolder();
const at = (name: string) => join(root, name);
const ORIGINS = panelOrigins('test');
const { horizon, target: channels } = PANEL;
const SIZE = horizon * channels.length;
const MODELS = [
  { role: 'student' as const, name: 'small', seed: 0, wrong: 0.1 },
  { role: 'student' as const, name: 'small', seed: 1, wrong: 0.2 },
  { role: 'twin' as const, name: 'small', seed: 0, wrong: 0.3 },
];
const NO_SUMMARY = { outcome: 'cannot tell', sentence: '-' } as const;
const summary: EvaluationSummary = {
  ...{
    experiment: 'panel',
    split: 'test',
    horizon,
    channels,
    windowCount: ORIGINS.length,
    models: [],
    comparisons: [],
  },
  bootstrap: { resamples: 100, level: 0.95, seed: 0, blockLength: 1 },
  retention: { kind: 'undefined', reason: '-' },
  nonInferiority: { ...NO_SUMMARY, margin: 0.02, relative: { value: 0, interval: null } },
  verdict: { ...NO_SUMMARY, disagreeingSeeds: [] },
  placebo: null,
  honesty: { leaks: [], unknown: [], labelMatches: [] },
};

function truthAt([series, origin]: readonly [number, number]): number[] {
  return Array.from({ length: SIZE }, (_, i) =>
    panelValue(series, origin + Math.floor(i / channels.length), i % channels.length),
  );
}

/** @param rows (model, index of the window) in the order of the file */
function writeEvaluation(name: string, inputs: Record<string, string>, rows: readonly (readonly [number, number])[]) {
  return writeArtifact(at(name), { kind: 'evaluation', config: { combine: 'mean' }, inputs }, (draft) => {
    draft.json('summary.json', summary);
    draft.file('forecasts.arrow', (file) => {
      const writer = new ArrowWriter(file, forecastColumns({ horizon, channels }), {});
      const keyOf = (index: number) => ORIGINS[index] ?? [0, 0];
      const values = rows.flatMap(([model, index]) =>
        truthAt(keyOf(index)).map((y) => y + (MODELS[model]?.wrong ?? NaN)),
      );
      writer.append(rows.length, {
        model: Int32Array.from(rows, ([model]) => model),
        series: Int32Array.from(rows, ([, index]) => keyOf(index)[0]),
        origin: Int32Array.from(rows, ([, index]) => keyOf(index)[1]),
        forecast: Float32Array.from(values),
      });
      writer.finish();
    });
    const models = MODELS.map(({ role, name: of, seed }) => ({ role, name: of, seed }));
    return {
      split: 'test' as const,
      horizon,
      channels,
      windowCount: ORIGINS.length,
      models,
      outcome: 'cannot tell' as const,
    };
  });
}

const folders = {
  ...{ dataset: at('dataset'), evaluation: at('evaluation'), softTargets: [at('soft')], teacher: [] },
  ...{ student: [at('s0'), at('s1')], twin: [at('t0')], placebos: [], rivals: [] },
};
let fingerprints: Record<string, string>;

beforeAll(async () => {
  const dataset = await writePanelDataset(at('dataset'));
  const forecast = (series: number, row: number, channel: number) => panelValue(series, row, channel) + 0.4;
  const softTargets0 = await writePanelTeacher(at('soft'), { dataset, origins: ORIGINS, forecast, unit: 'raw' });
  const [student0, student1, twin0] = [
    await writeStudent(at('s0'), at('dataset'), { seed: 0 }),
    await writeStudent(at('s1'), at('dataset'), { seed: 1 }),
    await writeStudent(at('t0'), at('dataset'), { seed: 0 }),
  ];
  fingerprints = { dataset, softTargets0, student0, student1, twin0 };
  // Windows in turns of the models: no model's rows lie together.
  const mixed = ORIGINS.flatMap((_, index) => [2, 0, 1].map((model) => [model, index] as const));
  await writeEvaluation('evaluation', fingerprints, mixed);
});

it('reads every forecast of a window, whose it is, whatever the order of the rows', () => {
  const inputs = openReportInputs(folders);
  const windows = openScoredWindows(inputs);
  expect(windows.count).toBe(ORIGINS.length);
  ORIGINS.forEach((key, index) => {
    const { series, origin, truth, teacher, students, twins } = windows.read(index);
    const near = (wrong: number) => truthAt(key).map((y) => expect.closeTo(y + wrong, 4) as number);
    expect([series, origin]).toEqual(key);
    expect([[...truth], [...teacher]]).toEqual([near(0), near(0.4)]);
    expect(students.map((values) => [...values])).toEqual([near(0.1), near(0.2)]);
    expect(twins.map((values) => [...values])).toEqual([near(0.3)]);
  });
  windows.close();
  inputs.close();
});

it('refuses models that forecast other windows than the first', async () => {
  const rows = MODELS.flatMap((_, model) => ORIGINS.map((__, index) => [model, model === 2 ? 0 : index] as const));
  await writeEvaluation('other-windows', fingerprints, rows);
  const inputs = openReportInputs({ ...folders, evaluation: at('other-windows') });
  expect(() => openScoredWindows(inputs)).toThrow(
    expect.objectContaining({
      code: 'ARTIFACT_INVALID',
      message: expect.stringContaining('model 2 forecasts other windows'),
    }),
  );
  inputs.close();
});

it.each([
  ['student1', { student: [at('s0'), at('t0')] }],
  ['twin0', { twin: [at('s1')] }],
])('refuses another %s than the one that was evaluated, by both fingerprints', (role, changed) => {
  const given = role === 'student1' ? 'twin0' : 'student1';
  expect(() => openReportInputs({ ...folders, ...changed })).toThrow(
    expect.objectContaining({
      code: 'ARTIFACT_MISMATCH',
      message: expect.stringMatching(new RegExp(`${role} is ${fingerprints[given]} in one and ${fingerprints[role]}`)),
    }),
  );
});

it('says which stages were executed in the run of the page, and which came from a cache', () => {
  const inputs = openReportInputs(folders);
  const finish = (name: string, finished: string) => {
    mkdirSync(at(name), { recursive: true });
    writeFileSync(join(at(name), 'measured.json'), JSON.stringify({ run: { finished, seconds: 1.5 } }));
  };
  finish('dataset', '2024-01-01T00:00:00.000Z');
  finish('s0', '2024-01-02T00:00:01.000Z');
  writeFileSync(join(at('t0'), 'measured.json'), '{}');
  const facts = stageFacts(inputs, [], '2024-01-02T00:00:00.000Z');
  const of = (task: string) => facts.find((fact) => fact.task.endsWith(`:${task}`));
  expect(of('dataset')).toMatchObject({ source: 'cache', seconds: 1.5, amount: '160 rows × 2' });
  expect(of('s0')).toMatchObject({ source: 'this run', amount: '1 parameter' });
  expect(of('t0')).toMatchObject({ source: 'unknown', seconds: null });
  expect(stageFacts(inputs, [], undefined).every(({ source }) => source === 'unknown')).toBe(true);
  inputs.close();
});
