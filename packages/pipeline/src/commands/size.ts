import type { CommandModule } from 'yargs';
import type { SizeArguments } from '../stages/size';
import { parseCount, parseMargin } from './options';

export const sizeCommand: CommandModule<object, SizeArguments> = {
  command: 'size <experiment>',
  describe: 'Find the smallest student that keeps up with the teacher of an experiment, from its stored soft targets',
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', demandOption: true, describe: 'its name' })
      .options({
        within: {
          type: 'string',
          demandOption: true,
          coerce: parseMargin('within', 50),
          describe: 'how far above the teacher’s MSE is still good enough, such as 2%',
        },
        'max-ms': { type: 'string', coerce: parseLimit('max-ms'), describe: 'most milliseconds for one window' },
        'max-kb': { type: 'string', coerce: parseLimit('max-kb'), describe: 'most kilobytes of weights' },
        parallel: {
          type: 'string',
          coerce: parseCount('parallel', 99),
          describe: 'trainings at once; default the number of cores',
        },
        seeds: {
          type: 'string',
          coerce: parseCount('seeds', 99),
          describe: 'seeds 0, 1, … of a judgement; default those of the student',
        },
        out: { type: 'string', describe: 'folder of the artifact; default data/artifacts/<experiment>/size' },
      })
      .example('$0 size shop --within 2% --max-kb 50', 'the smallest student within 2 % of its teacher') as never,
  handler: async (given) => (await import('../stages/size.js')).size(given),
};

const parseLimit = (name: string) => (text: string | undefined) => {
  if (text === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  throw new RangeError(`--${name} is a number above 0, not "${text}"`);
};
