"""The house rules, read off the code's own imports: one direction, no circles, no giant rooms.

Type-only and lazy imports count: what a module names, it depends on.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 500

# From the roof down. A module may import from its own floor's package and from floors below.
ARCHIVE = [
    ["archive.core"],
    ["archive.export"],
    ["archive.ingest"],
    ["archive.intake"],
    [
        "archive.claims",
        "archive.dossiers",
        "archive.entities",
        "archive.history",
        "archive.review",
        "archive.searches",
    ],
    ["archive.annotations"],
    ["archive.articles"],
    ["archive.index"],
    ["archive.anchoring"],
    ["archive.text"],
    ["archive.store"],
    ["archive.model"],
    ["archive.errors"],
]
READER = [
    ["reader.__main__"],
    ["reader.cli"],
    ["reader.plain"],
    ["reader.screen"],
    ["reader.demo"],
    ["reader.app"],
    ["reader.screens"],
    ["reader.plots"],
    ["reader.session"],
    ["reader.widgets"],
    ["reader.commands"],
    ["reader.config"],
    [
        "reader.editor",
        "reader.keymap",
        "reader.key_order",
        "reader.jobs",
        "reader.writer",
        "reader.themes",
        "reader.filters",
        "reader.messages",
        "reader.clipboard",
        "reader.programs",
        "reader.path_offers",
        "reader.left",
        "reader.terminal",
        "reader.typed",
        "reader.visited",
        "reader.serving",
    ],
    ["reader.locations"],
    ["reader.layout"],
]
FLOORS = READER + ARCHIVE


def modules() -> dict[str, Path]:
    found = {}
    for wing in ("archive", "reader"):
        for path in sorted((ROOT / wing).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@cache
def imports_of(name: str) -> frozenset[str]:
    """The project's modules that a module names in its imports, wherever they stand in it."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} uses a relative import"
            module = node.module or ""
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                found.add(inner if inner in MODULES else module)
    return frozenset(one for one in found if one.split(".")[0] in ("archive", "reader"))


def floor_of(name: str) -> int:
    for floor, rooms in enumerate(FLOORS):
        if any(name == room or name.startswith(room + ".") for room in rooms):
            return floor
    raise AssertionError(f"{name} stands on no floor; give it one in FLOORS")


@pytest.mark.parametrize("name", [n for n in MODULES if n not in ("archive", "reader")])
def test_imports_only_go_down(name: str) -> None:
    for imported in imports_of(name):
        if imported in ("archive", "reader"):
            continue
        assert floor_of(name) <= floor_of(imported), f"{name} looks up to {imported}"
        if floor_of(name) == floor_of(imported):
            same_room = name.split(".")[:2] == imported.split(".")[:2]
            assert same_room, f"{name} looks across to {imported}"


def test_the_archive_never_imports_the_reader() -> None:
    guests = {n: i for n in MODULES if n.startswith("archive") for i in imports_of(n)}
    assert not [n for n, i in guests.items() if i.startswith("reader")]


def test_no_circle_of_modules() -> None:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name in done or name not in MODULES:
            return
        for imported in sorted(imports_of(name) - {name}):
            visit(imported, (*path, name))
        done.add(name)

    for name in MODULES:
        visit(name, ())


@pytest.mark.parametrize("name", MODULES)
def test_a_module_can_be_read_in_one_sitting(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST, f"{name} has {lines} lines"


def test_only_the_engine_names_whoosh() -> None:
    for name, path in MODULES.items():
        if not name.startswith("archive.index.engines"):
            assert "import whoosh" not in path.read_text(encoding="utf-8"), name
            assert "from whoosh" not in path.read_text(encoding="utf-8"), name
