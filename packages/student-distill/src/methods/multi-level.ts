import { tf } from '@tsdistill/engine';
import { z } from 'zod';
import { createHint, HintSettings } from './hint';
import type { Method } from './method';

const MultiLevelSettings = z.array(HintSettings).min(2).readonly();

/** Hints at several depths, each with its weight and a regressor of its own; the term is their weighted sum. */
export const multiLevel: Method<z.output<typeof MultiLevelSettings>> = {
  settings: MultiLevelSettings,
  create: (levels, sources) => {
    const hints = levels.map((level, index) => createHint(`multi-level/${index}`, level, sources));
    return {
      weight: 1,
      layers: [...new Set(hints.flatMap(({ layers = [] }) => layers))],
      parameters: Object.assign({}, ...hints.map(({ parameters }) => parameters)),
      feeds: (batchSize) => Object.assign({}, ...hints.map((hint) => hint.feeds?.(batchSize))),
      fill: (index, slot, arrays) => hints.forEach((hint) => hint.fill?.(index, slot, arrays)),
      loss: (inputs) => tf.addN(hints.map((hint) => tf.mul(hint.loss(inputs), hint.weight))),
    };
  },
};
