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

/**
 * The vector instructions that TensorFlow uses on this processor; results differ in their last bits between them.
 *
 * @param cpuinfo text of /proc/cpuinfo, empty where there is none (macOS): then nothing is known
 */
export function cpuFeatures(cpuinfo = readCpuinfo()): readonly string[] {
  const flags = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(cpuinfo)?.[1]?.split(' ') ?? [];
  return FEATURES.filter((feature) => flags.includes(feature));
}

function readCpuinfo(): string {
  return existsSync(CPUINFO) ? readFileSync(CPUINFO, 'utf8') : '';
}
