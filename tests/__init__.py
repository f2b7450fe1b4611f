"""Tests; `tests.chromium` and `tests.benchmarks` also run as programs."""
