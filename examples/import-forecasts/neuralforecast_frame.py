"""NHITS of NeuralForecast as the long frame that its cross-validation returns: unique_id, ds, cutoff, NHITS-median, …

    python neuralforecast_frame.py <wide CSV with a column `date`> <horizon> <time of the last train row> <frame.parquet>

The network is fitted once, to the first half of the train rows, and forecasts every window behind them: none is in sample,
and the last row that it was fitted on is printed for `import-forecasts --trained-until`.
"""

import sys

import pandas as pd
import torch
from neuralforecast import NeuralForecast
from neuralforecast.losses.pytorch import MQLoss
from neuralforecast.models import NHITS

source, horizon, until, out = sys.argv[1], int(sys.argv[2]), pd.Timestamp(sys.argv[3]), sys.argv[4]
table = pd.read_csv(source, parse_dates=["date"])
step = table["date"].diff().mode()[0]
fitted_rows = int((table["date"] <= until).sum()) // 2

torch.set_num_threads(1)
quiet = {"logger": False, "enable_checkpointing": False, "enable_progress_bar": False, "enable_model_summary": False}
network = NHITS(
    h=horizon,
    input_size=4 * horizon,
    max_steps=100,
    learning_rate=1e-3,
    batch_size=32,
    mlp_units=3 * [[64, 64]],
    scaler_type="standard",
    loss=MQLoss(level=[90]),
    random_seed=0,
    accelerator="cpu",
    **quiet,
)
frame = NeuralForecast([network], freq=step).cross_validation(
    table.melt("date", var_name="unique_id", value_name="y").rename(columns={"date": "ds"}),
    n_windows=len(table) - fitted_rows - horizon + 1,
    step_size=1,
    refit=False,
)
frame.to_parquet(out, index=False)
print(f"{len(frame)} rows, {frame['cutoff'].nunique()} windows, trained until {table['date'][fitted_rows - 1].isoformat()}")
