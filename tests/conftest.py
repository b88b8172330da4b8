"""What holds for all tests."""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine than of the code: the benchmarks time it.
settings.register_profile("newsmark", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("newsmark")

# The program is started some two hundred times, and pytest's workers import all of it: where
# nothing compiled may be kept, each compiles it anew, which is half of a command's time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Users have the buffers that Python gives them; without them some mistakes never show.
os.environ.pop("PYTHONUNBUFFERED", None)

# As the program does itself: what is imported and collected stays, and looking among it for
# garbage after every 700 new objects is a tenth of the time.
gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _state(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the program remembers of work on archives is kept from the tester's own."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


def pytest_collection_finish() -> None:
    """Keep the collector from walking all tests again and again."""
    gc.freeze()
