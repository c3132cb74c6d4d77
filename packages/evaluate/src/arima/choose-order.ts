import { type FittedArima, fitArima } from './fit-arima';
import { type ArimaOrder, longestReach, MOST } from './order';

/** What one step of the search changes. */
const STEPS: readonly Partial<Omit<ArimaOrder, 'season'>>[] = [
  ...(['p', 'd', 'q', 'P', 'D', 'Q'] as const).flatMap((name) => [{ [name]: 1 }, { [name]: -1 }]),
  ...[1, -1].map((by) => ({ p: by, q: by })),
  ...[1, -1].map((by) => ({ P: by, Q: by })),
];

/**
 * The fit of least corrected AIC, found step by step from a few orders (Hyndman & Khandakar 2008). Differences are chosen by the same criterion,
 * where they test for them: see `fitArima`.
 */
export function chooseArima(series: Float64Array, season: number): FittedArima {
  const from = longestReach(season);
  const fits = new Map<string, FittedArima>();
  const fit = (order: ArimaOrder) => {
    const key = JSON.stringify(order);
    const found = fits.get(key) ?? fitArima(series, order, from);
    fits.set(key, found);
    return found;
  };
  const least = (orders: readonly ArimaOrder[]) => orders.map(fit).reduce((a, b) => (b.aicc < a.aicc ? b : a));
  let best = least(startsOf(season));
  for (;;) {
    const next = least([best.order, ...neighboursOf(best.order)]);
    if (next.aicc >= best.aicc) return best;
    best = next;
  }
}

function startsOf(season: number): ArimaOrder[] {
  const seasonal = season > 1 ? 1 : 0;
  return [0, 1].flatMap((d) => [
    { p: 0, d, q: 0, P: 0, D: 0, Q: 0, season },
    { p: 1, d, q: 0, P: seasonal, D: 0, Q: 0, season },
    { p: 0, d, q: 1, P: 0, D: seasonal, Q: seasonal, season },
    { p: 2, d, q: 2, P: seasonal, D: seasonal, Q: seasonal, season },
  ]);
}

function neighboursOf(order: ArimaOrder): ArimaOrder[] {
  return STEPS.map((step) => added(order, step)).filter(isTried);
}

function added(order: ArimaOrder, step: Partial<ArimaOrder>): ArimaOrder {
  const sum = (name: keyof typeof MOST) => order[name] + (step[name] ?? 0);
  return {
    ...{ p: sum('p'), d: sum('d'), q: sum('q') },
    ...{ P: sum('P'), D: sum('D'), Q: sum('Q'), season: order.season },
  };
}

function isTried(order: ArimaOrder): boolean {
  const names = Object.keys(MOST) as (keyof typeof MOST)[];
  const within = names.every((name) => order[name] >= 0 && order[name] <= MOST[name]);
  return within && (order.season > 1 || order.P + order.D + order.Q === 0);
}
