import type { ProgressUpdate, StageHost } from '@tsdistill/contracts';
import { Presets, SingleBar } from 'cli-progress';
import pino from 'pino';

type Fields = Readonly<Record<string, unknown>>;

/** How a stage speaks, always on stderr: a progress line and short messages to a person, JSON lines to a program. */
export interface Reporter extends Pick<StageHost, 'progress' | 'info' | 'detail' | 'warn'> {
  close(): void;
}

export function createReporter(stage: string): Reporter {
  const { NX_TASK_TARGET_PROJECT: project, NX_TASK_TARGET_TARGET: target } = process.env;
  const name = project && target ? `${project}:${target}` : stage;
  return process.stderr.isTTY ? personReporter(name) : programReporter(name);
}

/** No progress lines: they would be noise in a log. TSDISTILL_LOG_LEVEL=debug adds one line an epoch. */
function programReporter(task: string): Reporter {
  const level = process.env['TSDISTILL_LOG_LEVEL'] ?? 'info';
  const logger = pino({ base: { task }, level }, pino.destination({ fd: 2, sync: true }));
  return {
    progress: () => undefined,
    info: (fields, message) => logger.info(fields, message),
    detail: (fields, message) => logger.debug(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    close: () => undefined,
  };
}

function personReporter(task: string): Reporter {
  const bar = new SingleBar(
    {
      format: `${task} {label} {bar} {rate} {unit}/s, at most {eta_formatted} left {terms}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
      fps: 10,
    },
    Presets.shades_classic,
  );
  const meter = createMeter();
  const say = (mark: string) => (fields: Fields, message: string) => {
    if (bar.isActive) bar.stop();
    process.stderr.write(`${task}${mark} ${message}${formatFields(fields)}\n`);
  };
  return {
    progress: (update) => {
      const payload = { ...update, rate: meter(update.done), terms: formatFields(update.terms ?? {}) };
      if (bar.isActive) bar.update(update.done, payload);
      else bar.start(update.total, update.done, payload);
    },
    info: say(':'),
    detail: () => undefined,
    warn: say(' warning:'),
    close: () => bar.stop(),
  };
}

/** Counts per second since the first call. */
function createMeter(): (done: ProgressUpdate['done']) => number {
  let first: { at: number; done: number } | undefined;
  return (done) => {
    first ??= { at: Date.now(), done };
    const rate = (done - first.done) / Math.max(0.001, (Date.now() - first.at) / 1000);
    return rate < 10 ? Number(rate.toFixed(1)) : Math.round(rate);
  };
}

function formatFields(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}=${typeof value === 'number' ? Number(value.toPrecision(4)) : String(value)}`)
    .join('');
}
