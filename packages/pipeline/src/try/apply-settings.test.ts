import { applySettings } from './apply-settings';
import { plannedConfigs } from './keep-configs';
import { parseTriedSetting } from './parse-setting';

const CONFIGS = {
  experiment: {
    student: 's',
    teachers: ['t'],
    distillation: { weights: { hard: 1, soft: 1 }, scales: 2 },
    tags: ['default'],
  },
  student: { dataset: 'd', seeds: [0], student: { model: { architecture: 'mlp' }, training: { epochs: 3 } } },
};
const apply = (...texts: string[]) => applySettings(CONFIGS, texts.map(parseTriedSetting));

it.each([
  ['student-distill.alpha=.5', { path: 'distillation.alpha', value: 0.5 }],
  ['distillation.alpha=auto', { path: 'distillation.alpha', value: 'auto' }],
  ['seeds=[0,1]', { path: 'seeds', value: [0, 1] }],
  ['student.model.options.units=8', { path: 'student.model.options.units', value: 8 }],
])('"%s" is a setting and a value', (text, expected) => {
  expect(parseTriedSetting(text)).toEqual(expected);
});

it.each(['alpha', '=1', 'alpha='])('"%s" is refused', (text) => {
  expect(() => parseTriedSetting(text)).toThrow(
    `a setting is KEY=VALUE, such as distillation.alpha=0.5, not "${text}"`,
  );
});

it('changes one value, in the file that has it, and nothing beside it', () => {
  const { experiment, student } = apply(
    'student.training.epochs=9',
    'student.model.options.hidden=4',
    'distillation.scales=1',
  );
  expect(student).toEqual({
    ...CONFIGS.student,
    student: { model: { architecture: 'mlp', options: { hidden: 4 } }, training: { epochs: 9 } },
  });
  expect(experiment).toEqual({ ...CONFIGS.experiment, distillation: { weights: { hard: 1, soft: 1 }, scales: 1 } });
  expect(CONFIGS.student.student.training.epochs).toBe(3);
});

it('alpha stands in place of the weights, and the other way round', () => {
  expect(apply('distillation.alpha=0.5').experiment['distillation']).toEqual({ alpha: 0.5, scales: 2 });
  expect(apply('distillation.alpha=0.5', 'distillation.weights.soft=2').experiment['distillation']).toEqual({
    weights: { soft: 2 },
    scales: 2,
  });
});

it.each([
  ['distillation.alhpa=1', 'Did you mean "distillation.alpha"?'],
  ['student.training.epoch=1', 'Did you mean "student.training.epochs"?'],
  ['evaluate.bootstrap.resample=1', 'Did you mean "evaluate.bootstrap.resamples"?'],
])('%s is refused with the nearest setting', (text, hint) => {
  expect(() => apply(text)).toThrow(expect.objectContaining({ code: 'TRY_SETTING_UNKNOWN', hint }));
});

it.each(['student=other', 'teachers=["x"]', 'dataset=x', 'tags=["default"]'])(
  '%s is another experiment, not a setting',
  (text) => {
    expect(() => apply(text)).toThrow(expect.objectContaining({ code: 'TRY_SETTING_UNKNOWN' }));
  },
);

it('is kept without its tags, with a student of its own only where that was changed', () => {
  const same = plannedConfigs('new', apply('distillation.scales=1'), false);
  expect(same.map(({ file }) => file)).toEqual(['data/configs/experiments/new/experiment.json']);
  expect(same[0]?.content).not.toHaveProperty('tags');
  const changed = plannedConfigs('new', apply('student.training.epochs=9'), true);
  expect(changed.map(({ file }) => file)).toEqual([
    'data/configs/students/new/student.json',
    'data/configs/experiments/new/experiment.json',
  ]);
  expect(changed[1]?.content).toMatchObject({ student: 'new', teachers: ['t'] });
});
