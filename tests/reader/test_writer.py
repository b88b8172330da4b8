"""The writer: one thread, in order, errors come back."""

from __future__ import annotations

import asyncio
import threading
from typing import cast

import pytest

from archive.core import Archive
from archive.errors import ArchiveBusy
from reader.writer import Writer


class Door:
    """What the writer opens in these tests."""

    def __init__(self) -> None:
        self.thread = threading.current_thread()
        self.log: list[int] = []
        self.closed = False

    def close(self) -> None:
        assert threading.current_thread() is self.thread
        self.closed = True


def make() -> tuple[Writer, list[Door]]:
    doors: list[Door] = []

    def opener() -> Archive:
        doors.append(Door())
        return cast(Archive, doors[-1])

    return Writer(opener), doors


async def test_work_is_done_in_the_order_asked_for_in_one_other_thread() -> None:
    writer, doors = make()

    def work(number: int, archive: Archive) -> int:
        door = cast(Door, archive)
        assert threading.current_thread() is door.thread is not threading.main_thread()
        door.log.append(number)
        return number

    asked = [writer.do(lambda archive, n=n: work(n, archive)) for n in range(20)]  # type: ignore[misc]
    assert [await one for one in asked] == list(range(20))
    assert len(doors) == 1 and doors[0].log == list(range(20))
    writer.close()
    assert doors[0].closed


async def test_errors_come_back_and_later_work_goes_on() -> None:
    writer, _ = make()

    def fail(archive: Archive) -> None:
        raise ArchiveBusy("The archive is being written by another program.")

    with pytest.raises(ArchiveBusy, match="another program"):
        await writer.do(fail)
    assert await writer.do(lambda archive: 1) == 1
    writer.close()


async def test_who_stops_waiting_does_not_stop_the_work() -> None:
    writer, doors = make()
    gate = threading.Event()

    def work(archive: Archive) -> None:
        gate.wait(5)
        cast(Door, archive).log.append(1)

    async def wait() -> None:
        await writer.do(work)

    first, second = asyncio.create_task(wait()), asyncio.create_task(wait())
    await asyncio.sleep(0)
    first.cancel()
    second.cancel()
    gate.set()
    writer.close()
    assert doors[0].log == [1, 1]
