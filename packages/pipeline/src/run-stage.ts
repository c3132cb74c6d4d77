import { InterruptedError, type StageHost } from '@tsdistill/contracts';
import { createReporter } from './reporter';

/** Where half-done work is kept, relative to the folder the command runs in. */
const WORK_FOLDER = 'data/work';

/**
 * Runs one stage with progress, logs and signals connected.
 *
 * The first Ctrl-C (or SIGTERM) asks the stage to save and stop, with exit code 130; a second one kills.
 */
export async function runStage(stage: string, body: (host: StageHost) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const reporter = createReporter(stage);
  try {
    await body({ workFolder: WORK_FOLDER, signal: stop.signal, ...reporter });
  } catch (error) {
    throw stop.signal.aborted && !(error instanceof InterruptedError) ? new InterruptedError() : error;
  } finally {
    reporter.close();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
