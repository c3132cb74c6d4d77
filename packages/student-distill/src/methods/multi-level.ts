import { tf } from '@tsdistill/engine';
import { z } from 'zod';
import { checkHint, createHint, HintSettings } from './hint';
import type { Method } from './method';

/** By layer of the teacher, the student's layer and a weight. */
const MultiLevelSettings = z
  .record(z.string().min(1), HintSettings.unwrap().omit({ teacher: true }))
  .refine((levels) => Object.keys(levels).length > 1, 'needs two layers of the teacher; one is `feature`')
  .readonly();

/** Hints at several depths, each with its weight and a regressor of its own; the term is their weighted sum. */
export const multiLevel: Method<z.output<typeof MultiLevelSettings>> = {
  settings: MultiLevelSettings,
  check: (levels, sides) => {
    for (const [teacher, level] of Object.entries(levels)) checkHint('multi-level', { teacher, ...level }, sides);
  },
  create: (levels, sources) => {
    const hints = Object.entries(levels).map(([teacher, level], index) =>
      createHint(`multi-level/${index}`, { teacher, ...level }, sources),
    );
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
