"""Sweeps: one statement over a grid of exact parameters, in a table that survives being killed.

`grid` reads the axes, `point` judges one point, `table` keeps the rows, `run` does the work in processes or on Dask,
`figure` draws the map of regimes.
"""
