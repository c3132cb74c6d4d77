import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile, PipelineError } from '@tsdistill/contracts';
import { runCommand } from './run-command';
import { TENSORFLOW_VERSION, type Wheel } from './wheels';

/** Headers that the addon's sources include, directly or not. */
const HEADERS = ['tensorflow/c/', 'tensorflow/core/platform/', 'xla/tsl/', 'tsl/', 'absl/'];

/**
 * Arguments: wheel, target folder, library names and header folders (each joined by a comma). Works inside the target
 * folder, so that it ends when the folder goes, rather than make it anew.
 */
const UNPACK = `
import os, shutil, sys, zipfile
wheel, target, libraries, headers = sys.argv[1:]
os.chdir(target)
paths = {"tensorflow/" + name: "lib/" + name for name in libraries.split(",")}
headers = tuple("tensorflow/include/" + name for name in headers.split(","))
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        if entry.filename.startswith(headers) and not entry.is_dir():
            paths[entry.filename] = entry.filename[len("tensorflow/"):]
    for name, path in paths.items():
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, "wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
`;

/**
 * Downloads a wheel into `folder` with pip (so the user's index, proxy and certificates hold). Nothing is installed,
 * and pip's cache and temporary files stay inside `folder`.
 *
 * @returns path of the wheel
 * @throws PipelineError PROVISION_DOWNLOAD
 */
export async function downloadWheel(wheel: Wheel, folder: string, signal: AbortSignal): Promise<string> {
  const name = `${wheel.package}==${TENSORFLOW_VERSION}`;
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-cache-dir', '--no-deps', '--only-binary=:all:'];
  const target = ['--platform', wheel.tag, '--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'];
  const args = ['-m', 'pip', 'download', ...quiet, ...target, '--dest', folder, name];
  const result = await runCommand('python3', args, { signal, env: { ...process.env, TMPDIR: folder } });
  const file = readdirSync(folder).find((entry) => entry.endsWith('.whl'));
  if (!result.ok || !file) throw new PipelineError('PROVISION_DOWNLOAD', { wheel: name, problem: result.problem });
  return join(folder, file);
}

/**
 * Checks a wheel, takes the libraries (to lib/) and headers (to include/) out of it, and deletes it.
 *
 * @throws PipelineError PROVISION_HASH, PROVISION_UNPACK
 */
export async function unpackWheel(wheel: Wheel, file: string, folder: string, signal: AbortSignal): Promise<void> {
  const found = hashFile(file);
  if (found !== wheel.sha256) throw new PipelineError('PROVISION_HASH', { file, expected: wheel.sha256, found });
  const args = ['-c', UNPACK, file, folder, wheel.libraries.join(','), HEADERS.join(',')];
  const result = await runCommand('python3', args, { signal });
  if (!result.ok) throw new PipelineError('PROVISION_UNPACK', { file, problem: result.problem });
  rmSync(file);
}
