import { existsSync, readFileSync } from 'node:fs';

const FEATURES = [
  'sse4_2',
  'avx',
  'avx2',
  'fma',
  'avx_vnni',
  'avx512f',
  'avx512_vnni',
  'avx512_bf16',
  'amx_tile',
  'amx_bf16',
  'asimd',
  'sve',
  'bf16',
];
const CPUINFO = '/proc/cpuinfo';

/** The vector instructions of this processor that TensorFlow uses (results differ in the last bits between them). Linux only. */
export function cpuFeatures(): readonly string[] {
  const cpuinfo = existsSync(CPUINFO) ? readFileSync(CPUINFO, 'utf8') : '';
  const flags = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(cpuinfo)?.[1]?.split(' ') ?? [];
  return FEATURES.filter((feature) => flags.includes(feature));
}
