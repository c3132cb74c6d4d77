import { EXIT, InterruptedError, type StageHost } from '@tsdistill/contracts';
import { codeFingerprint, type StageName } from './code-fingerprint';
import { createReporter } from './reporter';

/** Where half-done work is kept, relative to the folder the command runs in. */
const WORK_FOLDER = 'data/work';
/** A second request within this time is the same one. */
const PATIENCE_MS = 1_000;

/**
 * Runs one stage with progress, logs and signals connected.
 *
 * The first Ctrl-C (or SIGTERM) asks the stage to save and stop, with exit code 130; one that comes a second later kills.
 * (A terminal and Nx may both send the same Ctrl-C, and the first save must not be cut short by that.)
 */
export async function runStage(stage: StageName, body: (host: StageHost) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  let askedAt = Infinity;
  const onSignal = () => {
    if (Date.now() - askedAt > PATIENCE_MS) process.exit(EXIT.interrupted);
    askedAt = Math.min(askedAt, Date.now());
    stop.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const reporter = createReporter(stage);
  const host: StageHost = {
    workFolder: WORK_FOLDER,
    // Hashed when it is asked for: only trainings are.
    get code() {
      return codeFingerprint(stage);
    },
    signal: stop.signal,
    ...reporter,
  };
  try {
    await body(host);
  } catch (error) {
    throw stop.signal.aborted && !(error instanceof InterruptedError) ? new InterruptedError() : error;
  } finally {
    reporter.close();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
