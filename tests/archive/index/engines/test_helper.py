"""A second process that shares the work of a build; what becomes of the articles when it dies."""

from __future__ import annotations

import gc
import os
import signal
import time
from pathlib import Path

import pytest

from archive.index.analysis import slots
from archive.index.engines import whoosh_helper
from archive.index.engines.whoosh_engine import WhooshEngine
from archive.index.engines.whoosh_helper import Helper
from archive.index.query import Words
from archive.index.searcher import go_on
from tests.archive.index.making import fields

GIVEN = [fields(f"common word{n % 7} here", id=f"a{n}") for n in range(120)]


@pytest.mark.parametrize("killed", [False, True], ids=["whole", "killed"])
def test_articles_shared_with_a_helper_are_found_like_all_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: bool
) -> None:
    monkeypatch.setattr(whoosh_helper, "WORTH", 1)
    monkeypatch.setattr(whoosh_helper, "_PARCEL", 40)
    monkeypatch.setattr(whoosh_helper, "cores", lambda: 2)
    engine = WhooshEngine()
    engine.create(tmp_path)
    for number, start in enumerate(range(0, len(GIVEN), 60)):
        writer = engine.writer(tmp_path)
        helper = engine.helper
        assert helper is not None
        for place, one in enumerate(GIVEN[start : start + 60]):
            writer.add(one)
            if place % 20 == 1:
                wait_until_free(helper)
        if killed and helper.pid is not None:
            os.kill(helper.pid, signal.SIGKILL)
        assert gc.isenabled() is False
        writer.commit(number + 1, "sign")
        assert gc.isenabled() is True
    shared = len(list(tmp_path.glob("*.tab")))
    assert shared > 2, "the helper wrote segments, or they were made up for"
    engine.rest()
    assert engine.helper is None
    snapshot = engine.open(tmp_path)
    assert sorted(snapshot.ids()) == sorted(one.id for one in GIVEN)
    snapshot.bind({one.id: n for n, one in enumerate(GIVEN)}.get)
    for n in range(7):
        leaf = snapshot.leaf(Words(slots(f"common word{n}")), go_on)
        assert set(leaf["body"]) == {m for m in range(len(GIVEN)) if m % 7 == n}
    snapshot.close()


def wait_until_free(helper: Helper) -> None:
    until = time.monotonic() + 20
    while helper.alive and not helper.free:
        assert time.monotonic() < until
        time.sleep(0.001)


def test_where_there_is_one_core_nobody_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_helper, "cores", lambda: 1)
    helper = Helper(tmp_path, worth=0)
    assert not any(map(helper.takes, GIVEN))
    assert helper.pid is None
    assert (helper.finish(), helper.segment()) == ([], (None, []))
