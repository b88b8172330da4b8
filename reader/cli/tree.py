"""The tree of commands: which there are, and where each one lives.

A command's module is imported when the command is asked for, so that `show`
does not pay for what `import` needs, and the list of all commands comes from
the catalogue alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click

from reader.cli.state import State
from reader.commands.catalogue import CATALOGUE

_HOMES = {
    "bringing": ("import", "reparse", "demo"),
    "articles": ("list", "show", "edit", "tag", "star", "read", "delete"),
    "taking": ("cite", "browse"),
    "searching": ("search", "reindex"),
    "saved": ("searches",),
    "marking": ("highlight", "note"),
    "claims": ("claim",),
    "ledger": ("claims",),
    "evidence": ("evidence",),
    "worth": ("suggest",),
    "review": ("review",),
    "dossiers": ("dossier",),
    "register": ("entities", "entity"),
    "marks": ("annotation", "annotations"),
    "history": ("log", "undo", "redo"),
    "going_out": ("export", "dump", "restore"),
    "verifying": ("verify",),
    "serving": ("serve",),
    "splitting": ("split",),
    "syncing": ("sync",),
    "about": ("stats", "paths", "help", "completion"),
    "config": ("config", "keys"),
}
_HOME_OF = {command: home for home, commands in _HOMES.items() for command in commands}
_SECTIONS = {
    "In and out": ("import", "reparse", "export", "sync", "verify", "dump", "restore", "demo"),
    "Articles": (
        *("list", "search", "searches", "show", "split", "cite", "browse"),
        *("edit", "tag", "star", "read", "delete"),
    ),
    "Marks": ("annotations", "highlight", "note", "annotation"),
    "Claims": ("claims", "claim", "suggest", "evidence"),
    "Placements": ("review",),
    "Entities": ("entities", "entity"),
    "Dossiers": ("dossier",),
    "History": ("log", "undo", "redo"),
    "The archive": ("stats", "reindex", "paths", "serve", "config", "keys", "help", "completion"),
}


class LazyGroup(click.Group):
    """A group that imports its commands on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, in the order in which a user meets them."""
        return [command for commands in _SECTIONS.values() for command in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        home = _HOME_OF.get(cmd_name)
        if home is None:
            return None
        commands = import_module(f"reader.cli.{home}").COMMANDS
        by_name = {command.name: command for command in commands}
        return cast(click.Command, by_name[cmd_name])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write all commands with their summaries, families spelled out."""
        for title, first_words in _SECTIONS.items():
            rows = [
                (command.name, command.summary)
                for word in first_words
                for command in CATALOGUE
                if command.cli and command.name.split()[0] == word
            ]
            with formatter.section(title):
                formatter.write_dl(rows)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--archive",
    "folder",
    metavar="DIR",
    help="The archive's folder (else NEWSMARK_ARCHIVE, else the XDG data folder).",
)
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting for this run, such as theme=light; `config show` lists them.",
)
@click.option("--plain", is_flag=True, help="Lines and prompts instead of the screen.")
@click.version_option(package_name="newsmark", prog_name="newsmark")
@click.pass_context
def newsmark(
    context: click.Context, folder: str | None, given: tuple[str, ...], plain: bool
) -> int | None:
    """Read, search and annotate an archive of tech news.

    Without a command the screen opens. An ID is an article's id or the
    beginning of one. Exit codes: 0 done, 1 nothing found, 2 usage, 3 export
    or sync left something alone or in conflict, 4 a later step depends on it or a quotation
    does not hold, 5 archive busy, 6 some or all input unreadable or no archive,
    70 a mistake of the program, 130 stopped.
    """
    context.obj = state = State(folder, context.obj, given)
    # The screen tells it itself; in plain mode it is said once, and not with each command.
    asked = context.invoked_subcommand
    if (plain and asked is None) or (not plain and asked not in (None, "config")):
        state.complain()
    if asked is None:
        if plain:
            from reader.cli.plainly import speak

            return speak(state.loaded, state.run, name=state.folder.name)
        from reader.screen import show

        return show(state.loaded)
    return None
