import type { ModelDescription } from './model';

/**
 * An interval around every forecast: value ± half width, both standardized, so that `level` of all truths lie in it.
 *
 * [H][C]; null = no bound, where too few residuals were known for the level.
 */
export interface ExportedInterval {
  readonly level: number;
  readonly halfWidth: readonly (readonly (number | null)[])[];
}

/** The metadata of an exported GraphModel: all that leads from raw history to a raw, dated forecast. */
export interface ExportedForecaster extends Omit<ModelDescription, 'weightsManifest'> {
  /** Only where the graph reads a phase: steps from 1970 to the first target row, modulo the period. */
  readonly phase?: { readonly period: number; readonly stepMs: number };
  /** Only where an evaluation has calibrated some. */
  readonly intervals?: readonly ExportedInterval[];
}
