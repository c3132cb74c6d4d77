import { nearestName, PipelineError } from '@tsdistill/contracts';
import { ExperimentFile } from '../config-files/experiment-file';
import { StudentFile } from '../config-files/student-file';
import type { TriedSetting } from './parse-setting';
import { isSettingPath, settingPaths } from './setting-paths';

/** The two files that say how a student is made, as JSON. */
export interface ExperimentConfigs {
  readonly experiment: JsonObject;
  readonly student: JsonObject;
}
export type JsonObject = Readonly<Record<string, unknown>>;

/** Sections of each file that may be tried; names of other things would need other artifacts. */
const SECTIONS = {
  experiment: ['distillation', 'combine', 'evaluate'],
  student: ['student', 'tune', 'seeds'],
} as const;

/** Two ways to say one thing: who sets one takes the other away. */
const ALTERNATIVES: Readonly<Record<string, string>> = {
  'distillation.alpha': 'weights',
  'distillation.weights': 'alpha',
};

const isUnder = (sections: readonly string[]) => (path: string) => sections.includes(path.split('.')[0] ?? '');
const KNOWN = {
  experiment: settingPaths(ExperimentFile).filter(isUnder(SECTIONS.experiment)),
  /** `student` alone is a name in the other file. */
  student: settingPaths(StudentFile).filter((path) => isUnder(SECTIONS.student)(path) && path !== 'student'),
};

/** @throws PipelineError TRY_SETTING_UNKNOWN */
export function applySettings(configs: ExperimentConfigs, settings: readonly TriedSetting[]): ExperimentConfigs {
  return settings.reduce(applySetting, configs);
}

function applySetting(configs: ExperimentConfigs, { path, value }: TriedSetting): ExperimentConfigs {
  const file = (['experiment', 'student'] as const).find((one) => isSettingPath(path, KNOWN[one]));
  if (file === undefined) {
    const known = [...KNOWN.experiment, ...KNOWN.student];
    throw new PipelineError('TRY_SETTING_UNKNOWN', { setting: path, nearest: nearestName(path, known), known });
  }
  return {
    ...configs,
    [file]: setAt(configs[file], path.split('.'), value, ALTERNATIVES[path.split('.').slice(0, 2).join('.')]),
  };
}

/** A copy with a value at a path; @param instead key beside the last but first that goes */
function setAt(
  target: JsonObject,
  [key = '', ...inner]: readonly string[],
  value: unknown,
  instead?: string,
): JsonObject {
  if (inner.length === 0) return { ...target, [key]: value };
  const { [instead ?? '']: _, ...section } = (target[key] ?? {}) as Record<string, unknown>;
  return { ...target, [key]: setAt(section, inner, value) };
}
