"""What `make bench` runs.

A benchmark is a module in this folder with a function `run() -> Result` (see `result.py`): it measures on the machine
at hand in a minute or two, starts what it needs on loopback, stops it by its process id, and leaves nothing behind.
Numbers of different machines don't compare, so a row is a ratio of two things measured in turn on the same one
(`measure.interleaved`), with what is required of it and what we aim at.
"""
