import type { CommandModule } from 'yargs';

interface Arguments {
  readonly model: string;
  readonly out: string;
}

export const exportCommand: CommandModule<object, Arguments> = {
  command: 'export',
  describe: 'Write a trained model as a TensorFlow.js GraphModel folder for browsers and Node',
  builder: {
    model: { type: 'string', demandOption: true, describe: 'folder of the model artifact' },
    out: { type: 'string', demandOption: true, describe: 'folder to write' },
  },
  handler: async ({ model, out }) => {
    const [{ openModel }, { loadEngine }, { exportForecaster }] = await Promise.all([
      import('@tsdistill/contracts'),
      import('@tsdistill/engine'),
      import('@tsdistill/forecasting'),
    ]);
    const artifact = openModel(model);
    await loadEngine();
    await exportForecaster(artifact, out);
    process.stdout.write(`GraphModel written to ${out}\n`);
  },
};
