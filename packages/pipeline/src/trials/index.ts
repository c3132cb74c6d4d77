export { createTrials, type TrialEvent, type Trials, type TrialsOptions } from './create-trials';
export { showGroup, showProgress } from './show-progress';
export { type Trial, type TrialCommand } from './trial';
