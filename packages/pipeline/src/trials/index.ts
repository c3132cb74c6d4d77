export { createTrials, type TrialEvent, type Trials, type TrialsOptions } from './create-trials';
export { type Trial, type TrialCommand } from './trial';
