"""A PyTorch module as a long frame: unique_id, ds, cutoff, MLP, y.

    python pytorch_frame.py <wide CSV with a column `date`> <horizon> <time of the last train row> <frame.parquet>

It is fitted once, to the train rows, and forecasts behind every row: its train windows are in sample, which
`import-forecasts --trained-until <time of the last train row>` records.
"""

import sys

import numpy as np
import pandas as pd
import torch

LOOKBACK, HIDDEN, EPOCHS = 24, 64, 30

source, horizon, until, out = sys.argv[1], int(sys.argv[2]), pd.Timestamp(sys.argv[3]), sys.argv[4]
torch.manual_seed(0)
torch.set_num_threads(1)
table = pd.read_csv(source, parse_dates=["date"]).set_index("date")
train_rows = int((table.index <= until).sum())
cutoffs = np.arange(LOOKBACK - 1, len(table) - horizon)  # rows after which a forecast begins


class DirectMlp(torch.nn.Module):
    """All steps at once, as differences from the last row: [N, LOOKBACK] to [N, H]."""

    def __init__(self):
        super().__init__()
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(LOOKBACK, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, horizon)
        )

    def forward(self, past):
        last = past[:, -1:]
        return last + self.layers(past - last)


def forecast(values):
    """[N, H] behind every cutoff, in the unit of the file."""
    mean, scale = values[:train_rows].mean(), values[:train_rows].std()
    scaled = torch.tensor((values - mean) / scale, dtype=torch.float32)
    pasts = scaled[cutoffs[:, None] + np.arange(1 - LOOKBACK, 1)]
    futures = scaled[cutoffs[:, None] + np.arange(1, horizon + 1)]
    is_train = torch.tensor(cutoffs + horizon < train_rows)
    model = DirectMlp()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(EPOCHS):
        for batch in torch.randperm(int(is_train.sum())).split(32):
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(model(pasts[is_train][batch]), futures[is_train][batch]).backward()
            optimizer.step()
    with torch.no_grad():
        return model(pasts).numpy() * scale + mean


parts = []
rows = cutoffs[:, None] + np.arange(1, horizon + 1)
for name in table.columns:
    values = table[name].to_numpy(np.float64)
    columns = {
        "ds": table.index[rows.ravel()],
        "cutoff": table.index[cutoffs.repeat(horizon)],
        "MLP": forecast(values).ravel(),
        "y": values[rows].ravel(),
    }
    parts.append(pd.DataFrame({"unique_id": name, **columns}))
frame = pd.concat(parts)
frame.to_parquet(out, index=False)
print(f"{len(frame)} rows, {len(cutoffs)} windows")
