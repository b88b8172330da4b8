"""Settings: what the user would have otherwise, checked, and where each one comes from.

A setting's value is that of the first which says it: the command line's ``--set``, the
environment, ``config.toml`` in the archive's folder, ``config.toml`` in the user's own
(:func:`reader.locations.config_home`), else what it is of itself. A setting that cannot be read
is left out and told as a :class:`Problem` with its line; the rest holds.
"""

from reader.config.kinds import Label
from reader.config.loading import Loaded, Origin, Problem, load
from reader.config.settings import SETTINGS, Setting, Settings

__all__ = ["SETTINGS", "Label", "Loaded", "Origin", "Problem", "Setting", "Settings", "load"]
