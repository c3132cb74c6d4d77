/** Order (p, d, q)(P, D, Q) of a seasonal ARIMA (Box & Jenkins 1970), and the steps of its season; 1 = none. */
export interface ArimaOrder {
  readonly p: number;
  readonly d: number;
  readonly q: number;
  readonly P: number;
  readonly D: number;
  readonly Q: number;
  readonly season: number;
}

/** Largest orders that are tried, as few as serve a baseline. */
export const MOST: Omit<ArimaOrder, 'season'> = { p: 3, d: 1, q: 3, P: 1, D: 1, Q: 1 };

/** Rows before a step that its forecast reads, of all orders with this season. */
export function longestReach(season: number): number {
  return MOST.p + MOST.d + (season > 1 ? (MOST.P + MOST.D) * season : 0);
}

/** A constant stands in what is not differenced; a difference takes it out. */
export const hasConstant = ({ d, D }: ArimaOrder): boolean => d + D === 0;

export function coefficientCount(order: ArimaOrder): number {
  return order.p + order.q + order.P + order.Q + (hasConstant(order) ? 1 : 0);
}
