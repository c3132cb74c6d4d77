import type { CommandModule } from 'yargs';
import { config, out } from './options';

interface Arguments {
  readonly config: string;
  readonly out: string;
}

export const ingestCommand: CommandModule<object, Arguments> = {
  command: 'ingest',
  describe: 'Read a CSV once and write a data set: rows, forecast origins, scaler',
  builder: { config: config('dataset.json'), out },
  handler: async ({ config: file, out: folder }) => {
    const [{ readConfig }, { DatasetFile }, { runIngest }, { runStage }] = await Promise.all([
      import('../read-config'),
      import('../config-files'),
      import('@tsdistill/ingest'),
      import('../run-stage'),
    ]);
    const { ingest } = readConfig(file, DatasetFile);
    await runStage('ingest', (host) => runIngest(ingest, folder, host));
  },
};
