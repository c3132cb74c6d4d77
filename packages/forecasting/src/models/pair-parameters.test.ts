import { forecasterOf } from '../../testing/model-cases';
import { ARCHITECTURES } from './registry';

// What a config says of a model, before the model is made, is what the model then is.
it.each(ARCHITECTURES)(
  '%s: the shapes that are told without drawing are those of the parameters drawn',
  (architecture) => {
    const forecaster = forecasterOf(architecture);
    const drawn = Object.entries(forecaster.initialise(1)).map(([name, { shape, values }]) => {
      expect(values.length).toBe(shape.reduce((product, length) => product * length, 1));
      return [name, shape];
    });
    expect(Object.entries(forecaster.parameterShapes())).toEqual(drawn);
    expect(drawn.length).toBeGreaterThan(0);
  },
);
