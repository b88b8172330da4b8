"""The terminal as it comes and goes: put to sleep and woken, lent, hung up, taken away.

Textual's driver draws and reads. What it leaves to chance is here. It stops and goes on in the
signal handler itself, wherever the program happens to be, in the middle of a write too; it begins
anew at every SIGCONT, whether it had let go of the terminal or not; it stops itself alone and not
the process group that the shell waits for; it throws away what was typed ahead; and of a terminal
that is gone it hears nothing, while its writes wait for ever. Here all of that is done on the
loop, between two callbacks.
"""

from __future__ import annotations

import contextlib
import io
import os
import selectors
import signal
import sys
import termios
from codecs import getincrementaldecoder
from types import FrameType
from typing import Any, Protocol, TextIO, cast

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

_TICK = 0.05  # seconds between two looks at whether an Esc stays alone
_IN_FLIGHT = 0.05  # seconds in which reports of a mouse just switched off may still come
_ENDING = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


class Program(Protocol):
    """What runs in the terminal."""

    def end(self, code: int) -> None:
        """Leave in order, without asking anything: nobody is there any more.

        Args:
            code: the exit code, 128 and the signal's number.
        """


class _Output:
    """A terminal's output that may go away: then what is written to it goes nowhere."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._gone = False

    def write(self, text: str) -> int:
        """Write, or not."""
        if not self._gone:
            try:
                self._file.write(text)
            except OSError:
                self._gone = True  # the input tells the program, which ends
        return len(text)

    def flush(self) -> None:
        """Flush, or not."""
        if not self._gone:
            try:
                self._file.flush()
            except OSError:
                self._gone = True

    def fileno(self) -> int:
        """The file descriptor."""
        return self._file.fileno()


class Terminal(LinuxDriver):
    """The driver of the screen on Linux and macOS."""

    def __init__(self, app: App[None], **options: Any) -> None:
        super().__init__(app, **options)
        if isinstance(sys.__stderr__, io.TextIOWrapper):
            # A letter that the terminal's encoding does not have is one cell all the same.
            sys.__stderr__.reconfigure(errors="replace")
        self._output = cast("TextIO", _Output(cast("TextIO", sys.__stderr__)))
        self._file = cast("Any", self._output)  # where the driver writes to
        self._wake, self._woken = os.pipe()
        self._shown = False  # whether the terminal is ours now
        self._suspending = False
        self._asleep = False
        self._continued = False
        self._ending = False
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.signal(signal.SIGCONT, self._on_continue)
        for number in _ENDING:
            signal.signal(number, self._on_ending)

    # signals

    def _on_continue(self, number: int, frame: FrameType | None) -> None:
        if self._asleep:
            self._continued = True
        else:
            self._on_loop(self._come_back)

    def _on_ending(self, number: int, frame: FrameType | None) -> None:
        # Ctrl-C in a program that has the terminal is that one's; so is an interrupt before the
        # first painting or after the last none of ours.
        if self._shown or number != signal.SIGINT:
            self._on_loop(self._end, 128 + number)

    def _on_loop(self, callback: Any, *arguments: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the program has ended
            self._loop.call_soon_threadsafe(callback, *arguments)

    def _end(self, code: int) -> None:
        if not self._ending:
            self._ending = True
            cast("Program", self._app).end(code)

    # sleeping and waking

    def sleep(self) -> bool:
        """Give the terminal back to the shell and stop, until the shell gives it again.

        All of the process group stop, as they would by Ctrl-Z of the terminal itself: the shell
        waits for that. Where no shell could wake them the system lets nobody stop.

        Returns:
            Whether the program had stopped.
        """
        if not self._shown or self._ending:
            return False
        self.suspend_application_mode()
        self._asleep, stopped = True, False
        while True:
            self._continued = False
            os.kill(0, signal.SIGTSTP)
            stopped = stopped or self._continued
            if not self._continued or self._in_foreground():
                break
        # Somebody may have woken this process alone.
        os.kill(0, signal.SIGCONT)
        self._asleep = False
        self.resume_application_mode()
        self._app.refresh(layout=True)
        return stopped

    def _in_foreground(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return True  # there is no terminal any more, which the input will say

    def _come_back(self) -> None:
        """Take the terminal again after a stop that nobody asked us for (SIGSTOP)."""
        if self._shown and not self._ending:
            self.suspend_application_mode()
            self.resume_application_mode()
            self._app.refresh(layout=True)

    def suspend_application_mode(self) -> None:
        """Let go of the terminal; from now on Ctrl-Z stops as it stops any program."""
        self._loop.remove_signal_handler(signal.SIGTSTP)
        self._shown, self._suspending = False, True
        try:
            super().suspend_application_mode()
        finally:
            self._suspending = False

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._in_band_window_resize = self._mouse_pixels = False
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is None or not self._writer_thread.is_alive():
            # It could not be taken. What is written meanwhile must not wait for anybody.
            self._writer_thread = WriterThread(self._output)
            self._writer_thread.start()
        self._loop.add_signal_handler(signal.SIGTSTP, self.sleep)
        self._shown = True

    def stop_application_mode(self) -> None:
        """Put the terminal back as it was."""
        self._shown = False
        super().stop_application_mode()

    def _disable_mouse_support(self) -> None:
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
        super()._disable_mouse_support()

    # reading

    def disable_input(self) -> None:
        """Read no more. What was typed ahead stays for whoever reads next, but at the very end."""
        if self.exit_event.is_set():
            return
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self._disable_mouse_support()
        thread, self._key_thread = self._key_thread, None
        if thread is not None:
            self.exit_event.set()
            os.write(self._woken, b".")
            thread.join()
            self.exit_event.clear()
        if not self._suspending:
            with contextlib.suppress(termios.error):  # a terminal that is gone has nothing typed
                termios.tcflush(self.fileno, termios.TCIFLUSH)

    def run_input_thread(self) -> None:
        """Read until told to stop, or until there is no terminal any more."""
        parser = XTermParser(self._debug)
        # A terminal may send bytes that are no UTF-8; they must not end the program.
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            while True:
                waiting = _TICK if parser._timeout_time is not None else None
                ready = {key.fd for key, _ in selector.select(waiting)}
                if self.fileno in ready and not self._take_in(parser, decode):
                    self._on_loop(self._end, 128 + signal.SIGHUP)
                    break
                for event in parser.tick():
                    self.process_message(event)
                if self._wake in ready:
                    break
            if self.exit_event.is_set():
                selector.unregister(self._wake)
                os.read(self._wake, 1)
                while selector.select(_IN_FLIGHT) and self._take_in(parser, decode):
                    pass

    def _take_in(self, parser: XTermParser, decode: Any) -> bool:
        """Read what there is; says whether there still is a terminal."""
        try:
            data = os.read(self.fileno, 1 << 12)
        except OSError:
            return False
        text = decode(data)
        if text:
            for event in parser.feed(text):
                self.process_message(event)
        return bool(data)
