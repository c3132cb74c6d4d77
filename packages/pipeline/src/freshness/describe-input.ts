import diff from 'microdiff';
import type { TaskView } from './judge-tasks';
import type { Settings } from './task-record';

/** Nx's names of inputs, and what a person calls them; `$1` is the first group. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^runtime:node tools\/experiments\/fingerprint\.js (.+)\/manifest\.json$/, 'the artifact in $1'],
  [/^runtime:node tools\/experiments\/fingerprint\.js (.+)$/, 'the raw data that $1 names'],
  [/^runtime:(.+)$/, 'what `$1` prints'],
  [/:(?:packages|tools)\/([^/]+)\/dist$/, 'the code of $1'],
  [/:data\/artifacts\/engine\/provision$/, 'the engine (data/artifacts/engine/provision/engine.json)'],
  [/:data\/artifacts\/([^/]+)\/([^/]+)$/, 'the artifact of $1:$2'],
  [/:(data\/raw\/.+)$/, '$1'],
  [/^npm:(.+)$/, 'the npm package $1'],
  [/^env:(.+)$/, 'the environment variable $1'],
  [/^(.+):ProjectConfiguration$/, 'the target names or tags of project $1'],
  [/^(.+):TsConfig$/, 'tsconfig.base.json'],
  [/^workspace:\[\{workspaceRoot\}\/nx\.json,.*\]$/, 'nx.json, .gitignore or .nxignore'],
  [/^workspace:\[\{workspaceRoot\}\/(.+)\]$/, '$1'],
  [/^([a-z0-9-]+):(?:packages|tools)\/.*$/, 'the sources of $1'],
];

/** `json:{workspaceRoot}/<file>[<keys>]![<ignored>]`: keys of a config, and of those what the task ignores, if anything. */
const JSON_INPUT = /^json:\{workspaceRoot\}\/([^[]+)\[([^\]]*)\](?:!\[(.*)\])?$/;

/** What a changed input is, in words: one line, or one for each setting that changed. */
export function describeInput(input: string, before: Settings, now: Settings): readonly string[] {
  const [, file, , ignored = ''] = JSON_INPUT.exec(input) ?? [];
  if (file !== undefined) return describeSettings(file, before[file] ?? {}, now[file] ?? {}, ignored.split(','));
  for (const [pattern, words] of NAMES) {
    const match = pattern.exec(input);
    if (match) return [`${words.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '')} changed`];
  }
  return [`${input} changed`];
}

/** "data/configs/…/experiment.json: distillation.alpha was 0.5, is 0.6". */
function describeSettings(
  file: string,
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
  ignored: readonly string[],
): readonly string[] {
  const changes = diff(before, now).filter(({ path }) => !isWithin(ignored, path));
  const lines = changes.map((change) => {
    const key = change.path.join('.');
    if (change.type === 'CREATE') return `${file}: ${key} was not set, is ${JSON.stringify(change.value)}`;
    if (change.type === 'REMOVE') return `${file}: ${key} was ${JSON.stringify(change.oldValue)}, is not set`;
    return `${file}: ${key} was ${JSON.stringify(change.oldValue)}, is ${JSON.stringify(change.value)}`;
  });
  return lines.length > 0 ? lines : [`${file} changed while the task ran`];
}

/** Whether a path is one of these keys, or lies inside one. */
function isWithin(keys: readonly string[], path: readonly (string | number)[]): boolean {
  return keys.some((key) => `${path.join('.')}.`.startsWith(`${key}.`));
}

/** The keys of the configs that a task reads, as Nx's names of its inputs tell. */
export function settingsRead({
  inputs,
}: Pick<TaskView, 'inputs'>): readonly { file: string; keys: readonly string[] }[] {
  return Object.keys(inputs).flatMap((input) => {
    const [, file, keys = ''] = JSON_INPUT.exec(input) ?? [];
    return file === undefined ? [] : [{ file, keys: keys.split(',') }];
  });
}
