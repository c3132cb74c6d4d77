export {
  PANEL,
  panelBorders,
  panelKnown,
  panelObserved,
  panelOrigins,
  panelRaw,
  panelValue,
  writePanelDataset,
} from './panel-dataset';
export { type PanelTeacher, writePanelTeacher } from './panel-teacher';
export { silentHost } from './silent-host';
export { temporaryFolder } from './temporary-folder';
export { type WaveOptions, waveValue, writeWaveDataset } from './wave-dataset';
