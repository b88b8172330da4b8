"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine than of the code: the benchmarks time it.
settings.register_profile("newsmark", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("newsmark")

# The program is started some two hundred times, and pytest's workers import all of it: where
# nothing compiled may be kept, each compiles it anew, which is half of a command's time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
