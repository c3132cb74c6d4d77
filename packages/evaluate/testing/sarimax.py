"""Fits and forecasts with statsmodels' SARIMAX, for arima.services.test.ts.

Reads {"series", "train": rows to fit on, "order": {p, d, q, P, D, Q, season}, "coefficients", "origins", "horizon", "orders"} from stdin and writes
{"same": forecasts [origins][horizon] with the coefficients given, "fitted": those by exact likelihood, "aicc": of `order` and of each of `orders`}.
"""

import json
import sys
import warnings

from statsmodels.tsa.statespace.sarimax import SARIMAX


def model(series, order):
    seasonal = (order["P"], order["D"], order["Q"], order["season"] if order["season"] > 1 else 0)
    trend = "c" if order["d"] + order["D"] == 0 else "n"
    return SARIMAX(series, order=(order["p"], order["d"], order["q"]), seasonal_order=seasonal, trend=trend)


def forecasts(fitted, series, origins, horizon):
    return [list(fitted.apply(series[:origin]).forecast(horizon)) for origin in origins]


def main():
    warnings.simplefilter("ignore")
    given = json.load(sys.stdin)
    series, order, coefficients = given["series"], given["order"], given["coefficients"]
    train, where = series[: given["train"]], (given["origins"], given["horizon"])
    fitted = model(train, order).fit(disp=False)
    if order["d"] + order["D"] == 0:
        coefficients = coefficients[-1:] + coefficients[:-1]
    same = model(train, order).filter([*coefficients, fitted.params[-1]])
    aicc = [fitted.aicc, *(model(train, other).fit(disp=False).aicc for other in given["orders"])]
    answer = {"same": forecasts(same, series, *where), "fitted": forecasts(fitted, series, *where), "aicc": aicc}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
