import type { ProgressUpdate, StageHost } from '@tsdistill/contracts';
import { Presets, SingleBar } from 'cli-progress';
import pino from 'pino';
import { verbosity } from './verbosity';

type Fields = Readonly<Record<string, unknown>>;

/** How a stage speaks, always on stderr: a progress line and short messages to a person, JSON lines to a program. */
export interface Reporter extends Pick<StageHost, 'progress' | 'info' | 'detail' | 'warn'> {
  close(): void;
}

export function createReporter(stage: string): Reporter {
  const { NX_TASK_TARGET_PROJECT: project, NX_TASK_TARGET_TARGET: target } = process.env;
  const name = project && target ? `${project}:${target}` : stage;
  if (verbosity() === 'quiet') return SILENT;
  return process.stderr.isTTY ? personReporter(name) : programReporter(name);
}

/** An error is thrown, not said. */
const SILENT: Reporter = {
  progress: () => undefined,
  info: () => undefined,
  detail: () => undefined,
  warn: () => undefined,
  close: () => undefined,
};

/** No progress lines: they would be noise in a log. */
function programReporter(task: string): Reporter {
  const level = verbosity() === 'verbose' ? 'debug' : 'info';
  const logger = pino({ base: { task }, level }, pino.destination({ fd: 2, sync: true }));
  return {
    progress: () => undefined,
    info: (fields, message) => logger.info(fields, message),
    detail: (fields, message) => logger.debug(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    close: () => undefined,
  };
}

/** Columns from which on a line has room for a long bar beside the loss terms. */
const WIDE = 120;

function personReporter(task: string): Reporter {
  const bar = new SingleBar(
    {
      format: `${task} {label} {bar}{speed}{terms}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: process.stderr.columns < WIDE ? 8 : 24,
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
      const payload = { ...update, speed: meter(update), terms: formatFields(update.terms ?? {}) };
      if (bar.isActive) bar.update(update.done, payload);
      else bar.start(update.total, update.done, payload);
    },
    info: say(':'),
    detail: verbosity() === 'verbose' ? say(':') : () => undefined,
    warn: say(' warning:'),
    close: () => bar.stop(),
  };
}

/** Counts per second since the first call, and how long the rest takes at that rate; nothing at the first call. */
function createMeter(): (update: ProgressUpdate) => string {
  let first: { at: number; done: number } | undefined;
  return ({ done, total, unit }) => {
    first ??= { at: Date.now(), done };
    const rate = (done - first.done) / Math.max(0.001, (Date.now() - first.at) / 1000);
    if (rate === 0) return '';
    const shown = rate < 10 ? Number(rate.toFixed(1)) : Math.round(rate);
    return ` ${shown} ${unit}/s, at most ${formatSeconds((total - done) / rate)} left`;
  };
}

/** 7 → "7 s", 95 → "1 min 35 s", 7500 → "2 h 5 min". */
function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole} s`;
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function formatFields(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}=${typeof value === 'number' ? Number(value.toPrecision(4)) : String(value)}`)
    .join('');
}
