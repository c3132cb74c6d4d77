"""An autoregression of statsmodels for each channel as a long frame: unique_id, ds, cutoff, AutoReg, AutoReg-lo-90, …

    python statsmodels_frame.py <wide CSV with a column `date`> <horizon> <time of the last train row> <frame.csv.gz>

It is fitted once, to the train rows, and forecasts behind every row: its train windows are in sample, which
`import-forecasts --trained-until <time of the last train row>` records.
"""

import sys

import numpy as np
import pandas as pd
from statsmodels.tsa.ar_model import AutoReg

LAGS, LEVEL = 24, 90

source, horizon, until, out = sys.argv[1], int(sys.argv[2]), pd.Timestamp(sys.argv[3]), sys.argv[4]
table = pd.read_csv(source, parse_dates=["date"]).set_index("date")
train_rows = int((table.index <= until).sum())
cutoffs = np.arange(LAGS - 1, len(table) - horizon)  # rows after which a forecast begins


def recursion(constant, weights, past):
    """Forecasts [N, H] of an autoregression from the last rows [N, LAGS], one step after the other."""
    values = past
    for _ in range(horizon):
        following = constant + values[:, -1 : -LAGS - 1 : -1] @ weights
        values = np.concatenate([values, following[:, None]], axis=1)
    return values[:, LAGS:]


parts = []
for name in table.columns:
    values = table[name].to_numpy(np.float64)
    fitted = AutoReg(values[:train_rows], lags=LAGS).fit()
    # One forecast with its interval is asked of statsmodels; the width of the interval is the same behind every row.
    asked = fitted.get_prediction(train_rows, train_rows + horizon - 1)
    width = asked.conf_int(alpha=1 - LEVEL / 100)[:, 1] - asked.predicted_mean
    said = recursion(fitted.params[0], fitted.params[1:], values[cutoffs[:, None] + np.arange(1 - LAGS, 1)])
    at_train_end = said[train_rows - 1 - cutoffs[0]]
    assert np.allclose(at_train_end, asked.predicted_mean), "the recursion is not that of statsmodels"
    rows = cutoffs[:, None] + np.arange(1, horizon + 1)
    columns = {
        "ds": table.index[rows.ravel()],
        "cutoff": table.index[cutoffs.repeat(horizon)],
        "AutoReg": said.ravel(),
        f"AutoReg-lo-{LEVEL}": (said - width).ravel(),
        f"AutoReg-hi-{LEVEL}": (said + width).ravel(),
        "y": values[rows].ravel(),
    }
    parts.append(pd.DataFrame({"unique_id": name, **columns}))
frame = pd.concat(parts)
frame.to_csv(out, index=False)
print(f"{len(frame)} rows, {len(cutoffs)} windows")
