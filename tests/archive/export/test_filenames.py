"""File names stay inside the folder, are unique, and fit every file system."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.core import Archive
from archive.export import FORMATS, export_markdown
from archive.export.brief import export_brief
from archive.export.contract import Options
from archive.export.filenames import LIMIT, assign, cut, key, slug, stem
from tests.archive.export.building import put, span

_TITLES = st.text(max_size=60) | st.sampled_from(
    [
        "../../etc/passwd",
        "CON",
        "nul",
        "com1",
        "...",
        "",
        "  ",
        "a/b\\c",
        "COM¹",
        "index",
        "Index",
        "é" * 90,
    ]
)


@settings(max_examples=300, deadline=None)
@given(titles=st.lists(_TITLES, max_size=8))
def test_any_titles_give_distinct_safe_names(titles: list[str]) -> None:
    wishes = [(f"id{n}", stem([slug(title)], f"id{n}")) for n, title in enumerate(titles)]
    names = assign(wishes, reserved=["index"])
    assert len({key(name) for name in names.values()}) == len(titles)
    for name in names.values():
        assert name.endswith(".md")
        assert len(name.encode()) <= LIMIT
        base = name.removesuffix(".md")
        assert base == base.strip(". ")
        assert base
        assert not set(base) & set('/\\:*?"<>|.#^[]\n\t')
        assert key(base) not in {"con", "nul", "com1", "index"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Cette IA chinoise met une claque à OpenAI", "cette-ia-chinoise-met-une-claque-à-openai"),
        ("../../etc/passwd", "etc-passwd"),
        ("« L’IA » : 5,58 M$ !", "l-ia-5-58-m"),
        ("C++ & C#", "c++-c"),
        ("E\u0301te\u0301", "été"),
        ("🎉", ""),
    ],
)
def test_a_slug_keeps_letters_digits_and_accents(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_the_first_keeps_the_name_and_the_others_add_their_id() -> None:
    assert assign([("b", "été"), ("a", "ÉTÉ"), ("c", "e\u0301te\u0301")]) == {
        "b": "été.md",
        "a": "ÉTÉ a.md",
        "c": "e\u0301te\u0301 c.md",
    }


def test_a_device_name_or_nothing_gets_another_name() -> None:
    assert stem(["", "con"], "x") == "_con"
    assert stem(["", ""], "7h2k") == "7h2k"


def test_a_long_name_is_cut_between_words_and_never_inside_a_letter() -> None:
    assert cut("one-two-three-four", 15) == "one-two-three"
    assert cut("é" * 20, 11) == "é" * 5
    assert cut("ab" + "x\u0323\u0302" * 4, 10) == "ab" + "x\u0323\u0302"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("L’œuvre d’Élodie : ça coûte 5 €", "l-oeuvre-d-elodie-ca-coute-5"),
        ("Straße nach Łódź, Þór & Æsir", "strasse-nach-lodz-thor-aesir"),
        ("ﬁle ① ½", "file-1-1-2"),
        ("芯片 chip", "chip"),
        ("芯片", ""),
    ],
)
def test_names_are_folded_to_ascii_by_choice(text: str, name: str) -> None:
    assert slug(text, ascii=True) == name


def test_letters_newer_than_every_python_knows_are_left_out() -> None:
    # U+1E4D0 and U+10D4A came with Unicode 15 and 16; U+2D30 was there since 4.1.
    assert slug("a\U0001e4d0b\U00010d4ac\u2d30d") == "a-b-c-d"


_ODD = (
    *("CON", "aux.md", "lpt1", "../../up", "/etc/passwd", "C:\\x", "a. ", '?*<>|:"', "", "…"),
    *(
        "Straße",
        "STRASSE",
        "Café",
        "Cafe\u0301",
        "é" * 150,
        "語" * 99,
        "👩\u200d👧 " * 40,
        "x" * 290,
    ),
)
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def test_every_name_written_suits_fat_and_an_encrypted_home(
    archive: Archive, tmp_path: Path
) -> None:
    for number, name in enumerate(_ODD):
        id = put(archive, f"odd-{number}", name, f"Some words {number}.", outlet=name)
        _, mark = archive.entities.tag(
            id, span(archive, id, "words"), name=f"{name} x", type="other"
        )
        dossier = archive.dossiers.new(name or "-")
        archive.dossiers.add(dossier.id, annotation=mark.id)
        export_brief(archive, dossier, tmp_path / "briefs")
    for profile in ("commonmark", "html"):
        export_markdown(archive, tmp_path / profile, options=Options(profile=profile))
    for form in FORMATS:
        FORMATS[form](archive, tmp_path / form)
    for folder in [path for path in tmp_path.rglob("*") if path.is_dir()]:
        names = [path.name for path in folder.iterdir()]
        folded = {unicodedata.normalize("NFD", name).casefold() for name in names}
        assert len(folded) == len(names)
        for name in names:
            # eCryptfs takes 143 bytes; beside the file stands one while it is written.
            assert len(name.encode()) <= 143
            assert not _DEVICE.match(name) and name == name.rstrip(". ")
            assert not set(name) & set('\\/:*?"<>|') and name.isprintable()
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 6 * len(_ODD)
