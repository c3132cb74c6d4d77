import { checkHint, createHint, HintSettings } from './hint';
import type { Method } from './method';

/** A layer of the student learns to foretell a layer of the teacher (Romero et al. 2015, FitNets). */
export const feature: Method<HintSettings> = {
  settings: HintSettings,
  check: (settings, sides) => checkHint('feature', settings, sides),
  create: (settings, sources) => createHint('feature', settings, sources),
};
