import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportedForecaster } from '@tsdistill/contracts/portable';

/** What a test may choose of an export whose graph forecasts the past that it is fed: the horizon is the lookback. */
export type EchoMetadata = Partial<ExportedForecaster>;

/** Two channels, three rows, a scaler that is not the identity. */
export const ECHO = {
  architecture: 'echo',
  options: {},
  lookback: 3,
  horizon: 3,
  channels: { target: ['load', 'price'], past: [], known: [], static: [] },
  frequency: 'PT1H',
  unit: 'standardized',
  scaler: { kind: 'standard', scope: 'global', shift: [[10, -4]], scale: [[2, 8]] },
  quantiles: [],
} as const satisfies EchoMetadata;

/** Writes the export. @returns its folder */
export function writeEcho(folder: string, metadata: EchoMetadata = {}): string {
  const { lookback, channels, ...rest } = { ...ECHO, ...metadata };
  const sizes = [-1, lookback, channels.target.length].map((size) => ({ size: String(size) }));
  const value = (name: string) => ({ name: `${name}:0`, dtype: 'DT_FLOAT', tensorShape: { dim: sizes } });
  const node = [
    { name: 'past', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim: sizes } } } },
    { name: 'forecast', op: 'Identity', input: ['past'], attr: { T: { type: 'DT_FLOAT' } } },
  ];
  const model = {
    format: 'graph-model',
    signature: { inputs: { past: value('past') }, outputs: { forecast: value('forecast') } },
    userDefinedMetadata: { lookback, channels, ...rest },
    modelTopology: { node, versions: { producer: 1482 } },
    weightsManifest: [{ paths: ['weights.bin'], weights: [] }],
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
  writeFileSync(join(folder, 'weights.bin'), '');
  return folder;
}
