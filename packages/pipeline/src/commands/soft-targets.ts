import type { CommandModule } from 'yargs';
import { config, dataset, out } from './options';

interface Arguments {
  readonly config: string;
  readonly dataset: string;
  readonly teacher: string | undefined;
  readonly out: string;
}

export const softTargetsCommand: CommandModule<object, Arguments> = {
  command: 'soft-targets',
  describe: 'Let a teacher forecast every window once; without --teacher, take in forecasts made elsewhere',
  builder: {
    config: config('teacher.json'),
    dataset,
    teacher: { type: 'string', describe: 'folder of the teacher' },
    out,
  },
  handler: async ({ config: file, dataset: data, teacher, out: folder }) => {
    const [{ readConfig }, { OutsideTeacherFile, TeacherFile }, stage, { runStage }] = await Promise.all([
      import('../read-config'),
      import('../config-files'),
      import('@tsdistill/soft-targets'),
      import('../run-stage'),
    ]);
    await runStage('soft-targets', (host) => {
      if (teacher === undefined) {
        const { softTargets } = readConfig(file, OutsideTeacherFile);
        return stage.runAdoptSoftTargets({ dataset: data, softTargets, out: folder }, host);
      }
      const section = readConfig(file, TeacherFile)['soft-targets'];
      return stage.runSoftTargets(section, { dataset: data, teacher, out: folder }, host);
    });
  },
};
