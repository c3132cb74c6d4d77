import type { SoftTargetBatch } from '@tsdistill/contracts';
import type { ForecastChunk } from './read-forecasts';

/** Sizes of one window and of a batch of them. */
export interface BufferShape {
  /** H·C. */
  readonly size: number;
  readonly quantileCount: number;
  readonly batchRows: number;
}

/** A batch being filled: the window behind the last accepted one is open, and is overwritten unless it is accepted. */
export interface WindowBuffer {
  /** Empties the open window. */
  clear(): void;
  /** Puts one value and its quantiles into a cell of the open window. @returns false when the cell is taken */
  put(cell: number, values: ForecastChunk['values'], row: number): boolean;
  /** The first cell without a value; -1 when the window is complete. */
  missing(): number;
  /** Keeps the open window; `isFull` then says whether the batch must be taken. */
  accept(series: number, origin: number, inSample: boolean): void;
  isFull(): boolean;
  /** The accepted windows; the arrays are used again. */
  take(): SoftTargetBatch;
}

export function createWindowBuffer({ size, quantileCount, batchRows }: BufferShape): WindowBuffer {
  const forecast = new Float32Array(batchRows * size);
  const quantiles = new Float32Array(batchRows * size * quantileCount);
  const [series, origin] = [new Int32Array(batchRows), new Int32Array(batchRows)];
  const inSample = new Uint8Array(batchRows);
  const arrays = { series, origin, inSample, forecast, ...(quantileCount > 0 && { quantiles }) };
  const isFilled = new Uint8Array(size);
  let rowCount = 0;
  return {
    clear: () => void isFilled.fill(0),
    put: (cell, values, row) => {
      if (isFilled[cell] === 1) return false;
      isFilled[cell] = 1;
      forecast[rowCount * size + cell] = values[0]?.[row] as number;
      for (let q = 0; q < quantileCount; q++)
        quantiles[(rowCount * quantileCount + q) * size + cell] = values[q + 1]?.[row] as number;
      return true;
    },
    missing: () => isFilled.indexOf(0),
    accept: (ofSeries, atOrigin, seen) => {
      series[rowCount] = ofSeries;
      origin[rowCount] = atOrigin;
      inSample[rowCount] = seen ? 1 : 0;
      rowCount += 1;
    },
    isFull: () => rowCount === batchRows,
    take: () => {
      const taken = rowCount;
      rowCount = 0;
      return { rowCount: taken, arrays };
    },
  };
}
