export {
  type ArrayDataset,
  type Contest,
  type DatasetHandle,
  type DistilSettings,
  type EvaluationHandle,
  type ForecastArrays,
  type ModelHandle,
  openWorkbench,
  type SoftTargetsHandle,
  type TrainingSettings,
  type Workbench,
} from './workbench';
export type { Listeners } from './silent-host';
export type { ArraySeries } from './write-rows';
