import { tf } from '../tf';

/** Runs `body` and frees every tensor that it made and did not `tf.keep`; unlike `tf.tidy` it frees those returned too. */
export function freeTensors<Result>(body: () => Result): Result {
  const results: Result[] = [];
  tf.tidy(() => {
    results.push(body());
  });
  return results[0] as Result;
}
