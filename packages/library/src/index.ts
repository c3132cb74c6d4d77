export { openWorkbench, type WorkbenchOptions } from './open-workbench';
export type {
  ArrayDataset,
  Contest,
  DatasetHandle,
  DistilSettings,
  EvaluationHandle,
  ForecastArrays,
  ModelHandle,
  SoftTargetsHandle,
  TrainingSettings,
  Workbench,
} from './workbench';
export type { Listeners } from './silent-host';
export type { ArraySeries } from './write-rows';
