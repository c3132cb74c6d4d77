/**
 * In-sample error of the seasonal naive forecast, the yardstick of mase (Hyndman & Koehler 2006):
 * mean |y[t] - y[t - season]| by channel over t = season … T - 1.
 *
 * @param rows the *train* rows of one series, [T, C]
 * @param mask [T, C], 1 = observed; pairs with a row that is not are left out
 * @returns [C], in the unit of `rows`; 0 when the channel is constant or has no pair
 */
export function seasonalErrors(
  rows: Float32Array,
  { channelCount, season, mask }: { channelCount: number; season: number; mask?: Uint8Array },
): Float64Array {
  const sums = new Float64Array(channelCount);
  const counts = new Float64Array(channelCount);
  const back = season * channelCount;
  for (let i = back; i < rows.length; i++) {
    if (mask?.[i] === 0 || mask?.[i - back] === 0) continue;
    const channel = i % channelCount;
    sums[channel] = (sums[channel] ?? 0) + Math.abs((rows[i] ?? 0) - (rows[i - back] ?? 0));
    counts[channel] = (counts[channel] ?? 0) + 1;
  }
  return sums.map((sum, channel) => sum / Math.max(1, counts[channel] ?? 0));
}
