"""The table of settings: every one with its kind, what it is of itself, and what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.config.kinds import Choice, Flag, Kind, Label, Labels, Text, Whole, Words

LOOKS = ("dark", "light", "high-contrast", "no-colour")
KEYS = ("vim", "plain", "less")
ORDERS = ("date", "title", "outlet", "added", "length")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; what each one does is said in :data:`SETTINGS`."""

    archive: str = ""
    actor: str = ""
    theme: str = "dark"
    own_background: bool = False
    ascii: bool = False
    keys: str = "vim"
    measure: int = 78
    order: str = "date"
    preview: bool = True
    side_pane: str = "auto"
    recency: bool = True
    entity_types: tuple[str, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: its key in ``config.toml`` and the name of its field in :class:`Settings`.
        kind: the values it may have.
        summary: what it does, one line without a full stop.
        personal: whether an archive's own file may not say it: an archive may come from others.
    """

    name: str
    kind: Kind
    summary: str
    personal: bool = False

    @property
    def variable(self) -> str:
        """The environment's name for it."""
        return f"NEWSMARK_{self.name.upper()}"

    @property
    def default(self) -> object:
        """What it is where nobody says it."""
        return getattr(Settings(), self.name)


SETTINGS: tuple[Setting, ...] = (
    Setting("archive", Text(), "The folder of the archive; --archive names another", True),
    Setting("actor", Text(), "Your name in the log; else your login name", True),
    Setting("theme", Choice(LOOKS), "The look of the screen; NO_COLOR means no-colour"),
    Setting("own_background", Flag(), "Whether the terminal's own background stays"),
    Setting("ascii", Flag(), "Whether signs, borders and quotation marks are drawn in ASCII"),
    Setting("keys", Choice(KEYS), "The set of keys; keys.toml changes single ones"),
    Setting("measure", Whole(30, 240), "The most characters a line of an article has"),
    Setting("order", Choice(ORDERS), "What the list is ordered by at first"),
    Setting("preview", Flag(), "Whether the preview stands beside or below the list at first"),
    Setting(
        "side_pane",
        Choice(("auto", "always", "never")),
        "Whether marks stand beside the text at first; auto: from 110 columns",
    ),
    Setting("recency", Flag(), "Whether, of two hits that fit alike, the newer leads"),
    Setting("entity_types", Words(), "Your own types of entities, beside the usual ones"),
    Setting("labels", Labels(), "Names and colours of the digits that label marks"),
)

BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}
