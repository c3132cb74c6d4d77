import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PipelineError } from '@tsdistill/contracts';
import { runCommand } from './run-command';

/** The C++ sources that tfjs-node ships; its own installer would compile the same two files. */
export const ADDON_SOURCE_FOLDER = join(dirname(require.resolve('@tensorflow/tfjs-node/package.json')), 'binding');
export const ADDON_SOURCES = ['tfjs_backend.cc', 'tfjs_binding.cc', 'tfjs_backend.h', 'utils.h'] as const;

const NODE_API_HEADERS = join(dirname(require.resolve('node-api-headers/package.json')), 'include');

export const ADDON_FLAGS: readonly string[] = [
  ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
  ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : ['-Wl,-z,initfirst']),
];

/**
 * Added to the addon: keeps TensorFlow from printing information on stderr, where a run writes its log lines.
 *
 * It prints while its static objects are made, before any of its settings is read; `-z initfirst` runs this before.
 * The symbol is weak, and the header may be absent, because a user's library may hide or lack them.
 */
export const QUIET_SOURCE = `
#if defined(__linux__) && __has_include("absl/log/globals.h")
#include "absl/log/globals.h"
namespace absl {
ABSL_NAMESPACE_BEGIN
__attribute__((weak)) void SetMinLogLevel(LogSeverityAtLeast);
ABSL_NAMESPACE_END
}
static const bool quiet = &absl::SetMinLogLevel && (absl::SetMinLogLevel(absl::LogSeverityAtLeast::kWarning), true);
#endif
`;

/** What one compilation reads and writes. */
interface AddonBuild {
  readonly libraries: readonly string[];
  readonly include: string;
  /** Where the addon finds the libraries when it is loaded; `$ORIGIN` is its own folder. */
  readonly runPath: string;
  readonly addon: string;
}

/** Compiles the addon with g++ against the given library: about 25 s. @throws PipelineError PROVISION_COMPILE */
export async function compileAddon(build: AddonBuild, signal: AbortSignal): Promise<void> {
  const include = [build.include, NODE_API_HEADERS, dirname(ADDON_SOURCE_FOLDER)].map((folder) => `-I${folder}`);
  const sources = ADDON_SOURCES.filter((name) => name.endsWith('.cc')).map((name) => join(ADDON_SOURCE_FOLDER, name));
  const quiet = join(dirname(build.addon), 'quiet_log.cc');
  writeFileSync(quiet, QUIET_SOURCE);
  const args = [...ADDON_FLAGS, ...include, ...sources, quiet, '-o', build.addon, ...build.libraries];
  const result = await runCommand('g++', [...args, '-Xlinker', '-rpath', '-Xlinker', build.runPath], { signal });
  if (!result.ok) throw new PipelineError('PROVISION_COMPILE', { problem: result.problem });
  rmSync(quiet);
}

/**
 * Loads the addon in a process of its own, so that a library that kills its process cannot take this one along.
 *
 * @returns the version that the library gives itself
 * @throws PipelineError ENGINE_ADDON
 */
export async function tryAddon(addon: string, signal: AbortSignal): Promise<string> {
  const script = 'process.stdout.write(require(process.argv[1]).TF_Version)';
  const result = await runCommand(process.execPath, ['-e', script, addon], { signal });
  if (!result.ok) throw new PipelineError('ENGINE_ADDON', { addon, problem: result.problem });
  return result.stdout;
}
