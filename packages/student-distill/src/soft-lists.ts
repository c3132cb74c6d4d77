import { type Augmented, PipelineError, type SoftTargets, standardizeForecast } from '@tsdistill/contracts';
import {
  augmentedWindows,
  type CombinedTeachers,
  type WindowData,
  type WindowList,
  type Windows,
} from '@tsdistill/forecasting';

/** Opened soft targets of one teacher, and the windows it made, where it made any. */
export interface OpenedTeacher {
  readonly softTargets: SoftTargets;
  readonly augmented: Augmented | undefined;
}

/** Windows without truth, and what is said of them. */
export interface SoftList extends WindowList {
  readonly labelled: false;
  /** Windows that are made, and in no row of a series. */
  readonly made: boolean;
  /** Writes the soft target [H, C] of window `index` of the list. @returns false where there is none */
  readonly readSoft: (index: number, out: Float32Array, offset: number) => boolean;
}

/** Windows of the data set, of which the teacher speaks by series and origin. */
export function keyedSoft(teacher: CombinedTeachers, { series, origin }: Windows): SoftList['readSoft'] {
  return (index, out, offset) => teacher.read(series[index] ?? 0, origin[index] ?? 0, out, offset);
}

/**
 * The made windows of every teacher that has some, each labelled by the teacher it comes from alone.
 *
 * @throws PipelineError AUGMENTED_MISSING when no teacher has one with so many rows before it
 */
export function augmentedLists(
  teachers: readonly OpenedTeacher[],
  data: WindowData,
  lookback: number,
): readonly SoftList[] {
  const lists = teachers.flatMap(({ softTargets, augmented }) =>
    augmented ? listOf(softTargets, augmented, data, lookback) : [],
  );
  const filled = lists.filter(({ windows }) => windows.count > 0);
  if (filled.length > 0) return filled;
  const madeCount = teachers.reduce((sum, { augmented }) => sum + (augmented?.rowCount ?? 0), 0);
  throw new PipelineError('AUGMENTED_MISSING', { teacherCount: teachers.length, madeCount, lookback });
}

function listOf({ meta }: SoftTargets, augmented: Augmented, data: WindowData, lookback: number): SoftList {
  const { scaler } = data.dataset.manifest.meta;
  const windows = augmentedWindows(data, augmented.recipes, lookback);
  const size = meta.horizon * meta.channels.length;
  return {
    windows,
    labelled: false,
    made: true,
    readSoft: (index, out, offset) => {
      const forecast = out.subarray(offset, offset + size);
      augmented.readForecast(windows.row[index] ?? 0, 1, forecast);
      forecast.set(standardizeForecast(forecast, meta.unit, { scaler, series: windows.series[index] ?? 0 }));
      return true;
    },
  };
}
