"""Whether a process still runs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from archive.store.processes import alive


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there it can be told")
def test_one_that_ended_is_gone_before_its_parent_asks_after_it() -> None:
    child = subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE)
    assert alive(child.pid)
    assert child.stdin is not None
    child.stdin.close()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # it stays as it is
    os.kill(child.pid, 0)
    assert not alive(child.pid)
    child.wait()
    assert not alive(child.pid)
