"""Sweeps: one statement over a grid of exact parameters, in a table that survives being killed.

`grid` reads the axes, `point` judges one point, `table` keeps the rows, `run` does the work in processes or on Dask,
`figure` draws the map of regimes.

Large sweeps. The points are the cost, the table is not: this process needs about 10 microseconds a row (5 to write,
3 to receive), so it keeps some hundreds of workers busy, in memory that does not grow with the grid; 10^7 rows are a
file of 0.6 GB, exported to CSV (0.6 GB) or Parquet (10 MB) in about 200 seconds. A point of lem:boltz-separation takes
4 ms of one core at n = 2, 14 ms at n = 8, 50 ms at n = 16 and 0.75 s at n = 64 (the hypotheses are about n^2 pairs);
one of lem:boltz-range 12 ms on average over n = 1..64. So 10^7 points of the former with n up to 8 (10 ms on average)
are 28 hours of one core: a night on 4 cores, half an hour on a cluster of 64. Batches of half a second make 2 * 10^5
tasks of them, 110 a second on 64 workers, which is far below what a Dask scheduler handles; beyond 500 workers make
`run.SECONDS` longer. Begin with a coarse grid, look at the map, and sweep finely where the frontier is.
"""
