"""Reads the Parquet and ArviZ exports of Credence (test/fixtures/posterior/credence) with pyarrow and xarray, writes what
they hold to posterior-parquet.json and posterior-arviz-json.json, and writes test/fixtures/posterior/arviz-0.x.json with
ArviZ's own to_json. Run in this folder with Python 3.11: python posterior-exports.py

The exports are written anew by CREDENCE_WRITE_TRUTH=1 npx vitest run test/lib/data/posterior/truth
"""
import json

import arviz as az
import numpy as np
import pyarrow
import pyarrow.parquet as pq
import xarray as xr

FOLDER = "../fixtures/posterior/"
VERSIONS = {"arviz": az.__version__, "numpy": np.__version__, "pyarrow": pyarrow.__version__, "xarray": xr.__version__}
STATISTICS = {"lp": "lp__", "diverging": "divergent__"}


def store(name, values):
    result = {
        "made": "posterior-exports.py",
        "versions": VERSIONS,
        "names": list(values),
        "values": {key: [f"{float(value):.17g}" for value in np.ravel(column)] for key, column in values.items()},
    }
    with open(f"posterior-{name}.json", "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


def parquet():
    table = pq.read_table(FOLDER + "credence/draws.parquet")
    assert table.num_rows == 10
    assert table[".chain"].to_pylist() == [1.0] * 5 + [2.0] * 5
    assert table[".iteration"].to_pylist() == [1.0, 2.0, 3.0, 4.0, 5.0] * 2
    store("parquet", {name: table[name].to_numpy() for name in table.column_names})


def arviz():
    with open(FOLDER + "credence/posterior.arviz.json") as file:
        groups = {name: xr.Dataset.from_dict(group) for name, group in json.load(file).items()}
    data = az.InferenceData(**groups)
    assert data.posterior.sizes["chain"] == 2 and data.posterior.sizes["draw"] == 5
    assert data.sample_stats["diverging"].dtype == bool
    values = {}
    for name, variable in data.posterior.data_vars.items():
        own = variable.dims[2:]
        for index in np.ndindex(variable.shape[2:]):
            labels = [str(variable.coords[dim].values[k]) for dim, k in zip(own, index)]
            element = variable.values[(slice(None), slice(None), *index)].astype(float)  # null is NaN
            values[f"{name}[{','.join(labels)}]" if own else name] = element
    store("arviz-json", values | {STATISTICS[name]: data.sample_stats[name].values for name in STATISTICS})


def old_dialect():
    data = az.from_dict(
        posterior={
            "mu": np.array([[0.1, 0.2], [0.3, np.nan]]),
            "theta": np.arange(1.0, 9.0).reshape(2, 2, 2),
            "eta": np.arange(9.0, 17.0).reshape(2, 2, 2),
        },
        sample_stats={
            "lp": -np.arange(1.0, 5.0).reshape(2, 2),
            "diverging": np.array([[False, True], [False, False]]),
            "tree_size": np.array([[3, 3], [1, 3]]),
        },
        observed_data={"y": np.array([28.0, 8.0])},
        coords={"school": ["A", "B"]},
        dims={"theta": ["school"], "y": ["school"]},
    )
    for group in data.groups():
        data[group].attrs = {}  # the date of creation
    data.to_json(FOLDER + "arviz-0.x.json")


parquet()
arviz()
old_dialect()
