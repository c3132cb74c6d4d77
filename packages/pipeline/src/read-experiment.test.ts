import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@tsdistill/testing';
import { readExperiment } from './read-experiment';

const root = temporaryFolder();

function experiment(name: string, distillation: object): string {
  mkdirSync(join(root, name), { recursive: true });
  const file = join(root, name, 'experiment.json');
  writeFileSync(file, JSON.stringify({ student: 'small', teachers: ['big'], distillation }));
  return file;
}
const plain = experiment('plain', { alpha: 0.25 });
const grid = experiment('grid', { alpha: [0.25, 1.5], scales: 2 });

it('reads an experiment that is no grid, and one member of a grid', () => {
  expect(readExperiment(plain).distillation).toMatchObject({ weights: { hard: 0.75, soft: 0.25 }, scales: 1 });
  expect(readExperiment(grid, 'alpha=0.25').distillation).toMatchObject({
    weights: { hard: 0.75, soft: 0.25 },
    scales: 2,
  });
});

it('names the members of a grid where one is needed', () =>
  expect(() => readExperiment(grid)).toThrow(
    expect.objectContaining({
      code: 'GRID_MEMBER_MISSING',
      message: `${grid} is a grid of 2 members, and one of them is needed here.`,
      hint: 'Name it as grid~alpha=0.25; the members are alpha=0.25, alpha=1.5.',
    }),
  ));

it('names the nearest member', () => {
  expect(() => readExperiment(grid, 'alpha=0.35')).toThrow(
    expect.objectContaining({
      code: 'GRID_MEMBER_UNKNOWN',
      message: `${grid} has no member "alpha=0.35"; there is alpha=0.25, alpha=1.5.`,
      hint: 'Did you mean "alpha=0.25"?',
    }),
  );
  expect(() => readExperiment(plain, 'alpha=0.25')).toThrow('there is none.');
});

it('checks the value of a member as if it stood there alone', () =>
  expect(() => readExperiment(grid, 'alpha=1.5')).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('"distillation.alpha"') as string,
    }),
  ));
