import type { ParameterValues, Scaler, SoftTargets } from '@tsdistill/contracts';
import type { FeedSpecs, Tensor, Tensors } from '@tsdistill/engine';
import type { BatchArrays, Beside, LayerShapes, TrainingWindows } from '@tsdistill/forecasting';
import type { z } from 'zod';
import type { Sides } from './sides';

/** What a term is made of, for one batch. */
export interface TermInputs extends Beside {
  /** What the student says, [B, H, C]. */
  readonly forecast: Tensor;
  /** What the teacher said, [B, H, C]. */
  readonly soft: Tensor;
  /** 1 where the teacher spoke of the window, [B]. */
  readonly covered: Tensor;
  /** Weight of each window in every mean, [B]; 0 = padding of the last batch. */
  readonly counted: Tensor;
  /** All arrays of the batch. */
  readonly feeds: Tensors;
}

/** A loss beside the hard and the soft one, ready for one training. */
export interface Term {
  /** In the sum of all losses. */
  readonly weight: number;
  /** Hidden layers of the student that it reads. */
  readonly layers?: readonly string[];
  /** Parameters that are trained with the student's and left behind: regressors. */
  readonly parameters?: ParameterValues;
  /** Arrays that it needs beside those of the objective. */
  feeds?(batchSize: number): FeedSpecs;
  /** Writes what belongs to training window `index` into place `slot` of the batch. */
  fill?(index: number, slot: number, arrays: BatchArrays): void;
  /** @returns a scalar */
  loss(inputs: TermInputs): Tensor;
}

/** What a method may look at before training begins. */
export interface TermSources {
  readonly windows: TrainingWindows;
  /** Made windows, of which the soft targets hold no row by series and origin. */
  isMade(index: number): boolean;
  readonly teachers: readonly SoftTargets[];
  /** Its hidden layers and the levels of its quantiles, and the architecture that has them. */
  readonly student: {
    readonly architecture: string;
    readonly layers: LayerShapes;
    readonly quantiles: readonly number[];
  };
  readonly channelCount: number;
  readonly scaler: Scaler;
  readonly seed: number;
}

/** One way to distil beside the plain response: its settings in section `distillation`, and the term that they make. */
export interface Method<Settings> {
  readonly settings: z.ZodType<Settings>;
  /** The rule of which teachers and students it takes; any, where absent. @throws PipelineError naming both sides */
  check?(settings: Settings, sides: Sides): void;
  /** Its term, of what passed the check. */
  create(settings: Settings, sources: TermSources): Term;
}
