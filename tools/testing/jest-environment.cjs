const { TestEnvironment } = require('jest-environment-node');

/** Gives tests the typed arrays of the outer realm: native code returns those, and `instanceof` must know them. */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const type of [
      ArrayBuffer,
      SharedArrayBuffer,
      Uint8Array,
      Int8Array,
      Int16Array,
      Uint16Array,
      Int32Array,
      Uint32Array,
      Float32Array,
      Float64Array,
      BigInt64Array,
      BigUint64Array,
    ])
      this.global[type.name] = type;
  }
};
