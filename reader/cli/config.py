"""The settings, told: what is in force, where it comes from, what could be said."""

from __future__ import annotations

import textwrap

import click

from archive.errors import NotFound
from reader.cli.output import say, say_json, say_table
from reader.cli.state import State, command, family, with_json, with_state
from reader.commands import parse
from reader.commands.own_keys import FILE, load_keys
from reader.config.kinds import plain, shown
from reader.config.loading import unknown
from reader.config.settings import BY_NAME, SETTINGS
from reader.keymap import shown as keys_written

_UNREADABLE = 6
_EXAMPLES = {
    "archive": '"~/news"',
    "actor": '"ann"',
    "entity_types": '["dataset", "benchmark"]',
}


@command("config show")
@click.argument("name", required=False)
@click.option("--origin", is_flag=True, help="Also say where each value comes from.")
@with_json
@with_state
def show(state: State, name: str | None, origin: bool, as_json: bool) -> int:
    """Of NAME, or of all. What could not be read is told on standard error, with
    its file and line, and the exit code is 6; such a setting keeps the value that
    it has without it.
    """
    loaded = state.loaded
    if name is not None and name not in BY_NAME:
        raise NotFound(f"{unknown(name, BY_NAME, 'setting').capitalize()}")
    names = [name] if name else list(BY_NAME)
    values = {one: getattr(loaded.settings, one) for one in names}
    if as_json:
        say_json(
            {
                "settings": {
                    one: {
                        "value": plain(value),
                        "origin": loaded.origins[one].layer,
                        "where": loaded.origins[one].where,
                        "line": loaded.origins[one].line or None,
                    }
                    for one, value in values.items()
                },
                "files": [str(file) for file in loaded.files],
                "problems": [
                    {"where": one.where, "line": one.line or None, "message": one.message}
                    for one in loaded.problems
                ],
            }
        )
    else:
        say_table(
            [
                [one, shown(value) or "-", str(loaded.origins[one]) if origin else ""]
                for one, value in values.items()
            ],
            right=frozenset(),
        )
    state.complain()
    return _UNREADABLE if loaded.problems else 0


@command("config example")
@with_state
def example(state: State) -> int:
    """Every setting with what it does, what it may be, and what it is of itself, as
    comments: to begin with, write it to the file that its first line names.
    """
    say(written(state))
    return 0


def written(state: State) -> str:
    """A ``config.toml`` that says nothing yet, and how each setting would be said."""
    own, theirs = state.loaded.files
    parts = [
        f"# {own}\n# An archive may have one of its own ({theirs});\n"
        "# it counts more than this one, the environment more than both, --set more than all."
    ]
    for setting in SETTINGS:
        summary = textwrap.fill(f"{setting.summary}: {setting.kind.written}.", 76)
        said = f"{setting.variable} in the environment."
        where = f"Only in your own file. {said}" if setting.personal else said
        if setting.name == "labels":
            way = '[labels]\n1 = "to check"\n2 = { name = "money", color = "orange" }'
        else:
            value = setting.default
            usual = str(value).lower() if isinstance(value, bool) else f"{value}"
            quoted = f'"{usual}"' if isinstance(value, str) else usual
            way = f"{setting.name} = {_EXAMPLES.get(setting.name, quoted)}"
        parts.append("\n".join(f"# {line}" for line in (*summary.split("\n"), where)))
        parts[-1] += "\n" + "\n".join(f"#{line}" for line in way.split("\n"))
    return "\n\n".join(parts)


@command("keys")
@click.argument("mode", required=False)
@with_json
@with_state
def keys(state: State, mode: str | None, as_json: bool) -> int:
    """In MODE (library, article, visual, ...), or in all. `keys.toml` beside your
    `config.toml` changes them, the setting `keys` chooses the set that it changes.
    What could not be read is told on standard error, and the exit code is 6.
    """
    own = load_keys(state.settings.keys)
    modes = own.keymap.modes
    if mode is not None and mode not in modes:
        raise NotFound(f"There is no mode {mode!r}; there are: {', '.join(modes)}.")
    rows = [
        (where, pressed, line)
        for where, table in modes.items()
        if mode in (None, where)
        for pressed, line in table.items()
    ]
    if as_json:
        say_json(
            {
                "set": state.settings.keys,
                "file": str(own.file),
                "keys": [
                    {
                        "mode": where,
                        "keys": list(pressed),
                        "shown": keys_written(pressed),
                        "command": line,
                        "line": own.lines.get((where, line)),
                    }
                    for where, pressed, line in rows
                ],
                "problems": [
                    {"where": one.where, "line": one.line or None, "message": one.message}
                    for one in own.problems
                ],
            }
        )
    else:
        say_table(
            [
                [
                    where,
                    keys_written(pressed),
                    line,
                    f"{FILE}, line {own.lines[where, line]}" if (where, line) in own.lines else "",
                    parse(line, where)[0].summary,
                ]
                for where, pressed, line in rows
            ],
            right=frozenset(),
        )
    for problem in own.problems:
        say(f"newsmark: {problem}", err=True)
    return _UNREADABLE if own.problems else 0


COMMANDS: tuple[click.Command, ...] = (
    family("config", "The settings, and where they come from.", show, example),
    keys,
)
