import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder, writeWaveDataset } from '@tsdistill/testing';

/** @file What a person and a program see of a stage: the built command line in a real pseudo-terminal, and behind a pipe. */

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const EPOCHS = 3;
const root = temporaryFolder();

/** Runs its arguments in a terminal of 120 columns and hands on what they print there. */
const IN_TERMINAL = `
import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 120, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

/** Neither what Jest asks of the native library, nor which task of Nx these tests are. */
function environment(): NodeJS.ProcessEnv {
  const own = /^(NX_|TSDISTILL_LOG_LEVEL$|TF_CPP_|NO_COLOR$|FORCE_COLOR$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

let count = 0;
function train(flags: readonly string[], settings: object = {}): string[] {
  const file = join(root, `teacher-${++count}.json`);
  const model = { architecture: 'lstm', lookback: 16, options: { units: 8 } };
  const training = { epochs: EPOCHS, patience: EPOCHS, learningRate: 0.003, ...settings };
  writeFileSync(file, JSON.stringify({ dataset: 'wave', 'teacher-train': { model, training } }));
  return [
    BIN,
    'teacher-train',
    '--config',
    file,
    '--dataset',
    join(root, 'wave'),
    '--out',
    join(root, `out-${count}`),
    ...flags,
  ];
}

const piped = (given: readonly string[]) =>
  spawnSync(process.execPath, given, { cwd: root, encoding: 'utf8', env: environment() });

/** What a terminal was told, line by line, without the sequences that move the cursor and clear. */
function onTerminal(given: readonly string[]): { readonly status: number | null; readonly lines: readonly string[] } {
  const { status, stdout } = spawnSync('python3', ['-c', IN_TERMINAL, process.execPath, ...given], {
    ...{ cwd: root, encoding: 'utf8', env: environment() },
  });
  const pieces = stdout.split('\u001b').map((piece) => piece.replace(/^(\[[0-9;?]*[A-Za-z]|[78])/, ''));
  return { status, lines: pieces.flatMap((piece) => piece.split(/[\r\n]+/)).filter((line) => line.trim() !== '') };
}

beforeAll(async () => {
  mkdirSync(root, { recursive: true });
  await writeWaveDataset(join(root, 'wave'), { rowCount: 600, channelCount: 2, horizon: 4, season: 24 });
});

describe('behind a pipe', () => {
  it('every line is JSON, and none is about an epoch', () => {
    const { status, stdout, stderr } = piped(train([]));
    expect([status, stdout]).toEqual([0, '']);
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string; task: string });
    expect(lines.map(({ msg }) => msg)).toEqual(['best epoch']);
    expect(lines[0]?.task).toBe('teacher-train');
  });

  it('--verbose adds one line an epoch, with its loss terms', () => {
    const { stderr } = piped(train(['--verbose']));
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string; epoch: number; loss: number });
    const epochs = lines.filter(({ msg }) => msg === 'epoch done');
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    for (const { loss } of epochs) expect(loss).toBeGreaterThan(0);
  });

  it('--quiet prints nothing but errors', () => {
    expect(piped(train(['--quiet']))).toMatchObject({ status: 0, stdout: '', stderr: '' });
    const failed = piped(train(['--quiet'], { epochs: 0 }));
    expect(failed.status).toBe(2);
    expect(failed.stderr).toMatch(/^CONFIG_INVALID: .*"teacher-train\.training\.epochs"/);
  });
});

describe('on a terminal', () => {
  it('a bar shows epoch, throughput, time left and loss terms; nothing else is printed but what the stage says', () => {
    const { status, lines } = onTerminal(train([], { epochs: 200, patience: 200 }));
    expect(status).toBe(0);
    expect(lines.filter((line) => !line.startsWith('teacher-train'))).toEqual([]);
    expect(lines.some((line) => /epoch \d+\/200 [█░]+ \d+ windows\/s, at most \d+ s left loss=\d/.test(line))).toBe(
      true,
    );
    expect(lines.at(-1)).toMatch(/^teacher-train: best epoch epoch=\d+ validation=/);
  });

  it('--verbose adds one line an epoch', () => {
    const { lines } = onTerminal(train(['--verbose']));
    const epochs = lines.filter((line) => line.startsWith('teacher-train: epoch done'));
    expect(epochs.map((line) => /epoch=(\d+) loss=\d/.exec(line)?.[1])).toEqual(['1', '2', '3']);
  });

  it('--quiet prints nothing', () => expect(onTerminal(train(['--quiet']))).toEqual({ status: 0, lines: [] }));
});

describe('a search of sizes, whose trainings are processes of their own', () => {
  const write = (kind: string, name: string, value: object): string => {
    const folder = join(root, 'data/configs', `${kind}s`, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${kind}.json`), JSON.stringify(value));
    return join(folder, `${kind}.json`);
  };
  const search = (...flags: readonly string[]) => [
    BIN,
    'size',
    'wave',
    '--within',
    '50%',
    '--max-kb',
    '0.15',
    '--seeds',
    '1',
    ...flags,
  ];
  beforeAll(() => {
    const model = { architecture: 'linear', lookback: 16, normalisation: 'mean' };
    const training = { epochs: 3, learningRate: 0.01 };
    write('student', 'wave', { dataset: 'wave', seeds: [0], student: { model, training } });
    const evaluate = { bootstrap: { resamples: 100 } };
    write('experiment', 'wave', { student: 'wave', teachers: ['wave'], distillation: { alpha: 0.5 }, evaluate });
    const config = write('teacher', 'wave', { dataset: 'wave', 'teacher-train': { model, training } });
    const dataset = join(root, 'data/artifacts/dataset-wave/ingest');
    cpSync(join(root, 'wave'), dataset, { recursive: true });
    const at = (target: string) => join(root, 'data/artifacts/teacher-wave', target);
    const given = ['--config', config, '--dataset', dataset, '--quiet', '--out'];
    expect(piped([BIN, 'teacher-train', ...given, at('teacher-train')]).status).toBe(0);
    const soft = [BIN, 'soft-targets', ...given, at('soft-targets'), '--teacher', at('teacher-train')];
    expect(piped(soft).status).toBe(0);
  });

  it('shows on a terminal how many trainings of a rung and of a judgement are done, with time left', () => {
    const { status, lines } = onTerminal(search());
    expect(status).toBe(0);
    const bars = lines.filter((line) => /[█░]/.test(line));
    expect(bars[0]).toMatch(/^size \d+ candidates, 1 epoch each ░+ teacher=/);
    expect(bars.some((line) => /epoch each █+░* [\d.]+ trials\/s, at most [^=]*\d s left best=/.test(line))).toBe(true);
    expect(bars.some((line) => /^size judging [a-z]/.test(line))).toBe(true);
    const said = lines.slice(
      0,
      lines.findIndex((line) => line.startsWith('──')),
    );
    expect(said.filter((line) => !line.startsWith('size'))).toEqual([]);
  });

  it('is JSON lines behind a pipe, and with --verbose says what each candidate has lost', () => {
    const messages = (stderr: string) =>
      stderr
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { msg: string }).msg);
    const plain = messages(piped(search()).stderr);
    expect(plain).toEqual(expect.arrayContaining(['search begins', 'rung done', 'search done']));
    expect(plain).not.toContain('candidate trained');
    expect(messages(piped(search('--verbose')).stderr)).toContain('candidate trained');
    expect(piped(search('--quiet'))).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });
});

it('cannot be quiet and verbose at once', () => {
  const { status, stderr } = piped(train(['--quiet', '--verbose']));
  expect(status).toBe(2);
  expect(stderr).toContain(
    'CLI_USAGE: The command line cannot be understood: Arguments quiet and verbose are mutually exclusive',
  );
});
