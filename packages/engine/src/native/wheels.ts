/** TensorFlow release whose shared libraries the addon is linked against. */
export const TENSORFLOW_VERSION = '2.21.0';

/** One wheel of TensorFlow: what pip is asked for, what must arrive, and what is taken out of it. */
export interface Wheel {
  readonly package: 'tensorflow-cpu' | 'tensorflow';
  /** Platform tag that pip resolves, whatever Python runs it. */
  readonly tag: string;
  readonly sha256: string;
  /** Shared libraries, the first one is the library itself. */
  readonly libraries: readonly [string, string];
  /** sha256 of the first library: the identity of the engine, known before anything is downloaded. */
  readonly librarySha256: string;
}

const LINUX_LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

/** Wheels by `<process.platform>-<process.arch>`. Only linux-x64 is tested; the hashes of all are of the real files. */
export const WHEELS: Readonly<Record<string, Wheel>> = {
  'linux-x64': {
    package: 'tensorflow-cpu',
    tag: 'manylinux_2_27_x86_64',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    libraries: LINUX_LIBRARIES,
    librarySha256: '6505a4b9657e62100c6bdacb683957a395cb047725042945aaa50e40a71e429e',
  },
  'linux-arm64': {
    package: 'tensorflow',
    tag: 'manylinux_2_27_aarch64',
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    libraries: LINUX_LIBRARIES,
    librarySha256: '5f7de6ba6478ed7b83767a6e661e3e6e6931b05c64db14ba98250e52316a007c',
  },
  'darwin-arm64': {
    package: 'tensorflow',
    tag: 'macosx_12_0_arm64',
    sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
    libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
    librarySha256: '753272d059c7be51f64369aaa8e12ac514ce372e0c4ba66f3cc49ec3b1c33384',
  },
};
