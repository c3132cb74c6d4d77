export {
  PANEL,
  PANEL_COUNTS,
  PANEL_COVARIATES,
  PANEL_WEIGHTS,
  panelBorders,
  panelCount,
  panelKnown,
  panelObserved,
  type PanelOptions,
  panelOrigins,
  panelPast,
  panelRaw,
  panelStatic,
  panelTime,
  panelValue,
  writePanelDataset,
} from './panel-dataset';
export { type PanelTeacher, writePanelTeacher } from './panel-teacher';
export { silentHost } from './silent-host';
export { temporaryFolder } from './temporary-folder';
export { type WaveOptions, waveTime, waveValue, writeWaveDataset } from './wave-dataset';
