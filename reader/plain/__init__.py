"""The program as lines and prompts, for whom a screen is in the way.

No cursor moves, no colour, nothing is drawn over: what is said comes once, in
order, and what can be chosen has a number. It reads lines from standard input
until that ends, so a script can drive it too. Browsing, searching, reading
and marking have words of their own here; every other word is a command of
the command line, run on the same archive.
"""

from __future__ import annotations

from reader.plain.rooms import run

__all__ = ["run"]
