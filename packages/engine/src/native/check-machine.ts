import { mkdirSync, readFileSync, statfsSync } from 'node:fs';
import { PipelineError } from '@tsdistill/contracts';
import { runCommand } from './run-command';

/** Free space that provisioning needs at its peak: the wheel, its two libraries and the headers. */
const NEEDED_BYTES = 1.2e9;
const NEEDED_GLIBC = '2.27';

/** What a machine needs for the whole of provisioning, checked before anything is written or downloaded. */
export async function checkForWheel(cacheRoot: string): Promise<void> {
  if (process.platform === 'linux') checkGlibc(glibcVersion());
  if (process.platform === 'linux' && process.arch === 'x64') checkAvx(readFileSync('/proc/cpuinfo', 'utf8'));
  await checkPip();
  await checkCompiler();
  checkDisk(cacheRoot, NEEDED_BYTES);
}

/**
 * The wheels are built for manylinux_2_27.
 *
 * @param found `major.minor`, or undefined when the C library is another one (Alpine's musl)
 * @throws PipelineError PROVISION_GLIBC
 */
export function checkGlibc(found: string | undefined): void {
  const [major = 0, minor = 0] = (found ?? '').split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = NEEDED_GLIBC.split('.').map(Number);
  const enough = major > neededMajor || (major === neededMajor && minor >= neededMinor);
  if (!enough) throw new PipelineError('PROVISION_GLIBC', { found: found ?? 'none', needed: NEEDED_GLIBC });
}

/** @throws PipelineError PROVISION_NO_AVX when no processor of `cpuinfo` (text of /proc/cpuinfo) has AVX */
export function checkAvx(cpuinfo: string): void {
  if (/^flags\s*:.*\bavx\b/m.test(cpuinfo)) return;
  throw new PipelineError('PROVISION_NO_AVX', { cpu: /^model name\s*:\s*(.*)$/m.exec(cpuinfo)?.[1] ?? 'unknown' });
}

/** @throws PipelineError PROVISION_NO_PYTHON, PROVISION_NO_PIP */
export async function checkPip(env = process.env): Promise<void> {
  const pip = await runCommand('python3', ['-m', 'pip', '--version'], { env });
  if (pip.missing) throw new PipelineError('PROVISION_NO_PYTHON', {});
  if (!pip.ok) throw new PipelineError('PROVISION_NO_PIP', { problem: pip.problem });
}

/** @throws PipelineError PROVISION_NO_COMPILER */
export async function checkCompiler(env = process.env): Promise<void> {
  const compiler = await runCommand('g++', ['--version'], { env });
  if (!compiler.ok) throw new PipelineError('PROVISION_NO_COMPILER', { problem: compiler.problem });
}

/** @throws PipelineError PROVISION_DISK when the disk of `folder` (made if missing) has less than `neededBytes` free */
export function checkDisk(folder: string, neededBytes: number): void {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes < neededBytes) throw new PipelineError('PROVISION_DISK', { folder, freeBytes, neededBytes });
}

function glibcVersion(): string | undefined {
  const report = process.report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime;
}
