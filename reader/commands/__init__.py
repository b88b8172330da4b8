"""Every action of the program once: its name, what it does in one line, where it works.

Keys (:mod:`reader.keymap`), the ``:`` prompt, the palette, the help and the
command line all read this catalogue, so that none of them can say something
else than the others.
"""

from reader.commands.catalogue import CATALOGUE, Command, complete, find, for_mode, keys_of
from reader.commands.line import parse

__all__ = ["CATALOGUE", "Command", "complete", "find", "for_mode", "keys_of", "parse"]
