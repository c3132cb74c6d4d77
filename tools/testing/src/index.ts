export { silentHost } from './silent-host';
export { temporaryFolder } from './temporary-folder';
export { type WaveOptions, waveValue, writeWaveDataset } from './wave-dataset';
