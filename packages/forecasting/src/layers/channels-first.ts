import { tf, type Tensor } from '@tsdistill/engine';

/**
 * Applies `body` to every channel's history alone, with parameters shared: [B, L, C] → rows [B·C, L] → [B·C, H] → [B, H, C].
 */
export function perChannel(x: Tensor, body: (rows: Tensor) => Tensor): Tensor {
  return fromRows(body(toRows(x)), x.shape[2] ?? 0);
}

/** The history of each channel as one row, those of a window side by side: [B, L, C] → [B·C, L]. */
export function toRows(x: Tensor): Tensor {
  const [batch = 0, length = 0, channels = 0] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1]), [batch * channels, length]);
}

/** The way back: [B·C, H] → [B, H, C]. */
export function fromRows(rows: Tensor, channels: number): Tensor {
  return tf.transpose(groupRows(rows, channels), [0, 2, 1]);
}

/** The rows of a window together: [B·C, …] → [B, C, …]. */
export function groupRows(rows: Tensor, channels: number): Tensor {
  const [count = 0, ...others] = rows.shape;
  return tf.reshape(rows, [count / channels, channels, ...others]);
}
