import { PipelineError, type SoftTargets, standardizeForecast } from '@tsdistill/contracts';
import { tf, type Tensor } from '@tsdistill/engine';
import { MEDIAN, pinballLoss, QUANTILES, weightedMean } from '@tsdistill/forecasting';
import { z } from 'zod';
import { rememberSoft } from '../remember-soft';
import type { Method, TermSources } from './method';
import type { Sides, TeacherSide } from './sides';
import { Weight } from './weight';

const QuantileSettings = z.object({ weight: Weight }).strict();

const [SOFT, COVERED] = ['quantile/soft', 'quantile/covered'];

/**
 * Each quantile of the student against the teacher's of the same level, by pinball loss: 0 where they agree, and steeper on the side where
 * the level says that the truth is rarely. Several teachers are averaged quantile by quantile (Vincent 1912).
 */
export const quantile: Method<z.output<typeof QuantileSettings>> = {
  settings: QuantileSettings,
  check: (_, sides) => checkLevels(sides),
  create: ({ weight }, sources) => {
    const { windows, channelCount } = sources;
    const levels = sources.student.quantiles;
    const shape = [levels.length, windows.horizon, channelCount];
    const size = levels.length * windows.horizon * channelCount;
    const read = rememberSoft(quantileReader(levels, sources), { count: windows.count, size });
    return {
      weight,
      feeds: (batchSize) => ({
        [SOFT]: { shape: [batchSize, ...shape], dtype: 'float32' },
        [COVERED]: { shape: [batchSize], dtype: 'float32' },
      }),
      fill: (index, slot, arrays) => {
        const [values, isCovered] = [arrays[SOFT], arrays[COVERED]] as [Float32Array, Float32Array];
        isCovered[slot] = read(index, values, slot * size) ? 1 : 0;
      },
      loss: ({ hidden, feeds, counted }) => {
        const [own, soft, covered] = [hidden[QUANTILES], feeds[SOFT], feeds[COVERED]] as [Tensor, Tensor, Tensor];
        const losses = tf.mean(pinballLoss(levels, soft, own), [1, 2]);
        return weightedMean(tf.mul(losses, covered), counted);
      },
    };
  },
};

/** The mean of all teachers that cover a window, standardized, [Q, H, C]; of made windows no quantiles are stored. */
function quantileReader(levels: readonly number[], { windows, isMade, teachers, scaler }: TermSources) {
  const readers = teachers.map((teacher) => readerOf(levels, teacher));
  return (index: number, out: Float32Array, offset: number): boolean => {
    const [series, origin] = [windows.series[index] ?? 0, windows.origin[index] ?? 0];
    const said = isMade(index) ? [] : readers.flatMap((read) => read(series, origin) ?? []);
    said.forEach(({ values, unit }, teacher) => {
      standardizeForecast(values, unit, { scaler, series }).forEach((value, i) => {
        const before = teacher === 0 ? 0 : (out[offset + i] ?? 0);
        out[offset + i] = before + value / said.length;
      });
    });
    return said.length > 0;
  };
}

/**
 * Every level of the student is one of each teacher's; a median that a teacher with other quantiles does not hold is its forecast.
 *
 * @throws PipelineError QUANTILES_NOT_FORECAST, QUANTILES_MISSING
 */
function checkLevels({ teachers, student }: Sides): void {
  const { who: studentWho, architecture, quantiles: wanted } = student;
  const levelsOf = ({ contents }: TeacherSide) => contents?.quantiles ?? [];
  if (wanted.length === 0) {
    const taught = teachers.map((teacher) => ({ who: teacher.who, levels: levelsOf(teacher) }));
    throw new PipelineError('QUANTILES_NOT_FORECAST', { studentWho, architecture, teachers: taught });
  }
  for (const { who, contents } of teachers) {
    const missing = wanted.filter((level) => level !== MEDIAN && !contents?.quantiles.includes(level));
    if (!contents || (missing.length === 0 && contents.quantiles.length > 0)) continue;
    throw new PipelineError('QUANTILES_MISSING', { teacherWho: who, found: contents.quantiles, studentWho, wanted });
  }
}

function readerOf(levels: readonly number[], { meta, ...softTargets }: SoftTargets) {
  const places = levels.map((level) => meta.quantiles.indexOf(level));
  const size = meta.horizon * meta.channels.length;
  const [all, forecast] = [new Float32Array(meta.quantiles.length * size), new Float32Array(size)];
  return (series: number, origin: number) => {
    const row = softTargets.rowOf(series, origin);
    if (row < 0) return undefined;
    softTargets.readQuantiles(row, 1, all);
    softTargets.readForecast(row, 1, forecast);
    const values = new Float32Array(levels.length * size);
    places.forEach((place, q) => {
      values.set(place < 0 ? forecast : all.subarray(place * size, (place + 1) * size), q * size);
    });
    return { values, unit: meta.unit };
  };
}
