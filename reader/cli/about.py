"""Commands about the archive and the program: stats, paths, completion."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from archive.errors import UsageError
from archive.searches.manual import NOTES, Line, page
from archive.store.opening import DATABASE
from reader.cli.output import say, say_json, say_table, terminal_width
from reader.cli.state import QUERY_SETTINGS, State, command, with_json, with_state
from reader.commands.own_keys import load_keys
from reader.commands.topics import TOPICS, page_on
from reader.locations import demo_folder


@command("stats", context_settings=QUERY_SETTINGS)
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@click.option("--plot", is_flag=True, help="Draw: over time, and how far they are read.")
@click.option("--svg", type=click.Path(path_type=Path), help="Draw it into this file.")
@with_json
@with_state
def stats(state: State, query: tuple[str, ...], plot: bool, svg: Path | None, as_json: bool) -> int:
    """Articles, marks, claims, entities and what else there is; with QUERY,
    --plot or --svg how the articles found spread over time, how many are
    read, starred and marked, and how many of their claims are checked.
    """
    if query or plot or svg is not None:
        return _draw(state, " ".join(query), svg, as_json)
    with state.archive() as archive:
        counts = archive.stats()
    if as_json:
        say_json(counts)
    else:
        say_table([[f"{count:,}", name] for name, count in counts.items()], right=frozenset({0}))
    return 0


def _draw(state: State, query: str, file: Path | None, as_json: bool) -> int:
    from reader.plots import found, svg, text

    with state.archive() as archive:
        drawn = found(archive, query)
    if file is not None:
        file.write_text(svg(drawn), encoding="utf-8")
    if as_json:
        say_json({**asdict(drawn), "over_time": dict(drawn.over_time)})
    elif file is None:
        written_in = (sys.stdout.encoding or "ascii").lower()
        ascii_only = state.settings.ascii or written_in not in ("utf-8", "utf8")
        for line in text(drawn, terminal_width() or 80, ascii_only=ascii_only):
            say(line)
    return 0 if drawn.articles else 1


@command("paths")
@with_json
@with_state
def paths(state: State, as_json: bool) -> int:
    """The index has a place as soon as the archive is made."""
    database = state.folder / DATABASE
    index = None
    if database.exists():
        with state.archive() as archive:
            index = str(archive.cache_dir / "index")
    places = {
        "archive": str(state.folder),
        "database": str(database),
        "index": index,
        "demo": str(demo_folder()),
    }
    if as_json:
        say_json(places)
    else:
        told = [[name, path or "no archive there yet"] for name, path in places.items()]
        say_table(told, right=frozenset())
    return 0


@command("help")
@click.argument("topic", nargs=-1)
@with_json
@with_state
@click.pass_context
def help_(context: click.Context, state: State, topic: tuple[str, ...], as_json: bool) -> int:
    """TOPIC is query (how queries are written), tour, keys, settings, or the name of
    a command of the command line or the screen, such as `claim add` or `facets`.
    """
    name = " ".join(topic)
    if not name:
        say(context.find_root().get_help())
        return 0
    if name == "query" and as_json:
        forms = [
            {"query": line.written, "finds": line.finds}
            for line in page()
            if line.written and not line.heading
        ]
        say_json({"forms": forms, "notes": list(NOTES)})
        return 0
    keymap = load_keys(state.settings.keys).keymap
    lines = page_on(name, keymap)
    if as_json:
        rows = [
            {"written": line.written, "means": line.finds, "heading": line.heading}
            for line in lines
        ]
        say_json({"topic": name, "lines": rows})
        return 0
    _say_page(lines)
    told = name not in TOPICS and _command_help(context, topic)
    if told:
        say(f"\n{told}")
    return 0


def _say_page(lines: Sequence[Line]) -> None:
    for heading, group in groupby(lines, key=lambda line: line.heading):
        rows = [[line.written, line.finds] for line in group]
        if heading:
            say(rows[0][0])
        elif rows[0][0]:
            say_table(rows, right=frozenset(), indent=2)
        else:
            for _, note in rows:
                say(f"  {note}")


def _command_help(context: click.Context, words: Sequence[str]) -> str:
    """What `--help` says of a command; empty for one that only the screen has."""
    within = context.find_root()
    for word in words:
        group = within.command
        found = group.get_command(within, word) if isinstance(group, click.Group) else None
        if found is None:
            return ""
        within = click.Context(found, parent=within, info_name=word)
    return within.get_help()


@command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """For bash, put this into ~/.bashrc: eval "$(newsmark completion bash)".

    For zsh, into ~/.zshrc: eval "$(newsmark completion zsh)". For fish:
    newsmark completion fish > ~/.config/fish/completions/newsmark.fish
    """
    made = get_completion_class(shell)
    if made is None:
        raise UsageError(f"No completion is known for {shell}.")
    script = made(context.find_root().command, {}, "newsmark", "_NEWSMARK_COMPLETE")
    # Not source(): for bash that starts one, to look at its version.
    say(script.source_template % script.source_vars())
    return 0


COMMANDS: tuple[click.Command, ...] = (stats, paths, help_, completion)
