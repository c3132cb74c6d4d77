"""Direct multi-step LightGBM (one model a channel and step) as a long frame: unique_id, ds, cutoff, LightGBM, y.

    python lightgbm_frame.py <wide CSV with a column `date`> <horizon> <time of the last train row> <frame.parquet>

The models are fitted again REFITS times along the train rows, each time to the rows before, and forecast the windows that
follow; those of the last fit forecast validation and test. So no forecast is in sample, and the first train rows, from
which the first models are fitted, have none.
"""

import sys

import lightgbm
import numpy as np
import pandas as pd

LOOKBACK, REFITS, FIRST_SHARE = 24, 4, 0.4

source, horizon, until, out = sys.argv[1], int(sys.argv[2]), pd.Timestamp(sys.argv[3]), sys.argv[4]
table = pd.read_csv(source, parse_dates=["date"]).set_index("date")
train_rows = int((table.index <= until).sum())
cutoffs = np.arange(LOOKBACK - 1, len(table) - horizon)  # rows after which a forecast begins
fits = np.linspace(train_rows * FIRST_SHARE, train_rows, REFITS).astype(int)  # rows that each fit may see


def lags(values, at):
    """The last rows up to each row of `at`, as differences from it: [N, LOOKBACK - 1]."""
    window = values[np.asarray(at)[:, None] + np.arange(1 - LOOKBACK, 1)]
    return window[:, :-1] - window[:, -1:]


def forecast(values, step):
    """What lies `step` rows behind each cutoff, said by the models of the fit that came before it; NaN before the first."""
    said = np.full(len(cutoffs), np.nan)
    for seen, until_row in zip(fits, [*fits[1:], len(values)]):
        known = cutoffs[cutoffs + step < seen]
        asked = (cutoffs >= seen - 1) & (cutoffs < until_row - 1)
        options = {"verbosity": -1, "num_threads": 1, "seed": 0, "num_leaves": 15, "learning_rate": 0.1}
        data = lightgbm.Dataset(lags(values, known), values[known + step] - values[known])
        model = lightgbm.train({"objective": "l2", **options}, data, num_boost_round=40)
        said[asked] = values[cutoffs[asked]] + model.predict(lags(values, cutoffs[asked]))
    return said


parts = []
for name in table.columns:
    values = table[name].to_numpy(np.float64)
    for step in range(1, horizon + 1):
        columns = {"ds": table.index[cutoffs + step], "cutoff": table.index[cutoffs], "y": values[cutoffs + step]}
        parts.append(pd.DataFrame({"unique_id": name, **columns, "LightGBM": forecast(values, step)}))
frame = pd.concat(parts).dropna().sort_values(["unique_id", "cutoff", "ds"])
frame.to_parquet(out, index=False)
print(f"{len(frame)} rows, {frame['cutoff'].nunique()} windows")
