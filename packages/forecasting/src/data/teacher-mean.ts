import type { Scaler, SoftTargets } from '@tsdistill/contracts';
import { standardize } from './standardize';

/** The soft targets of several teachers as one: the mean of those that cover a window, standardized. */
export interface TeacherMean {
  /** Writes the mean forecast [H, C] at `offset`. @returns false when no teacher covers the window */
  read(series: number, origin: number, out: Float32Array, offset: number): boolean;
}

/** @param scaler of the data set, for teachers that speak in raw units */
export function meanOfTeachers(teachers: readonly SoftTargets[], scaler: Scaler, size: number): TeacherMean {
  const row = new Float32Array(size);
  const forecastOf = (teacher: SoftTargets, series: number, origin: number) => {
    teacher.readForecast(teacher.rowOf(series, origin), 1, row);
    return teacher.meta.unit === 'raw' ? standardize(row, scaler, series) : row;
  };
  return {
    read: (series, origin, out, offset) => {
      const mean = out.subarray(offset, offset + size).fill(0);
      const covering = teachers.filter((teacher) => teacher.rowOf(series, origin) >= 0);
      for (const teacher of covering)
        forecastOf(teacher, series, origin).forEach((value, i) => (mean[i] = (mean[i] ?? 0) + value / covering.length));
      return covering.length > 0;
    },
  };
}
