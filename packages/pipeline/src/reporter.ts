import type { StageHost } from '@tsdistill/contracts';
import { Presets, SingleBar } from 'cli-progress';
import pino from 'pino';
import { createMeter } from './meter';
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
      if (!bar.isActive) return bar.start(update.total, update.done, payload);
      bar.setTotal(update.total);
      bar.update(update.done, payload);
    },
    info: say(':'),
    detail: verbosity() === 'verbose' ? say(':') : () => undefined,
    warn: say(' warning:'),
    close: () => bar.stop(),
  };
}

function formatFields(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}=${typeof value === 'number' ? Number(value.toPrecision(4)) : String(value)}`)
    .join('');
}
