import { tf, type Tensor } from '@tsdistill/engine';

/**
 * Applies `body` to every channel's history alone, with parameters shared: [B, L, C] → rows [B·C, L] → [B·C, H] → [B, H, C].
 */
export function perChannel(x: Tensor, body: (rows: Tensor) => Tensor): Tensor {
  const [batch = 0, length = 0, channels = 0] = x.shape;
  const rows = tf.reshape(tf.transpose(x, [0, 2, 1]), [batch * channels, length]);
  const result = body(rows);
  return tf.transpose(tf.reshape(result, [batch, channels, result.shape[1] ?? 0]), [0, 2, 1]);
}
