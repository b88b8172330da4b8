"""The ledger on the screen: listed, filtered, judged by keys; cards; passages and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from archive.core import Archive, open_archive
from archive.model import Claim, Meaning, Span, Stance
from reader.screens.article import ArticleScreen
from reader.screens.claim import ClaimScreen
from reader.screens.ledger import LedgerScreen
from reader.widgets.card_list import wrapped
from reader.widgets.forms import OfferList
from tests.make import span_of
from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, desk


def article(archive: Archive, title: str) -> str:
    return next(
        id for id in archive.articles.ids() if archive.articles.get(id).title.startswith(title)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three claims; the one on prices appears in two articles."""
    made = make_archive(tmp_path / "news")
    with open_archive(made) as archive:
        chips, quiet = article(archive, "DeepSeek"), article(archive, "A quiet")
        prices, _ = archive.claims.add(
            chips, span_of(archive, chips, "It costs 27 times less than o1")
        )
        archive.claims.add(chips, span_of(archive, chips, "Nvidia lost 17% in a day"))
        archive.claims.add(chips, span_of(archive, chips, "Others see no bubble"))
        archive.claims.add_appearance(prices.id, quiet, span_of(archive, quiet, "Nothing happened"))
        archive.entities.tag(chips, span_of(archive, chips, "Nvidia"), type="organisation")
    return made


def named(at: Desk, beginning: str) -> Claim:
    """The claim whose statement begins so, as stored."""
    found = at.stored(lambda a: [c for c in a.claims.all() if c.statement.startswith(beginning)])
    (claim,) = found
    return claim


def ledger(at: Desk) -> LedgerScreen:
    screen = at.app.screen
    assert isinstance(screen, LedgerScreen)
    return screen


def card(at: Desk) -> str:
    screen = at.app.screen
    assert isinstance(screen, ClaimScreen)
    return "\n".join(at.lines(screen.pane))


async def go_to(at: Desk, beginning: str) -> None:
    """Open the ledger in an order that is the same each time and go to a claim."""
    if not isinstance(at.app.screen, LedgerScreen):
        await at.press("L", "o")  # by statement
    await at.press("g", "g")
    for _ in range(5):
        row = ledger(at).pane.current
        if row is not None and row.statement.startswith(beginning):
            return
        await at.press("j")
    raise AssertionError(beginning)


async def test_l_lists_all_claims_and_the_filter_narrows_them_as_one_types(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("L")
        assert len([line for line in at.lines(ledger(at).pane)[1:] if line]) == 3
        await at.press("slash")
        await at.type("nvid")
        assert "Nvidia lost" in at.lines(ledger(at).pane)[1] and not at.lines(ledger(at).pane)[2]
        await at.press("enter", "escape")
        assert len([line for line in at.lines(ledger(at).pane)[1:] if line]) == 3
        await at.press("escape")
        assert at.app.screen is at.library


async def test_what_cannot_be_asked_is_said_under_the_line(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("L", "slash")
        await at.type("is:unread")
        problem = str(ledger(at).search.query_one(".problem").render())
        assert "asks about articles, not about claims" in problem
        assert ledger(at).query_one(Input).has_focus


async def test_what_was_meant_is_said_under_the_line_and_tab_asks_it(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("L", "slash")
        ledger(at).search.line.value = "verdict:uncheked"
        await at.settle()
        hints = str(ledger(at).search.query_one(".hints").render())
        assert "Did you mean verdict:unchecked? (3)  Tab" in hints
        await at.press("tab")
        assert ledger(at).query_one(Input).value == "verdict:unchecked"
        assert len([line for line in at.lines(ledger(at).pane)[1:] if line]) == 3
        assert not ledger(at).search.query_one(".hints").display
        await at.press("tab")
        assert ledger(at).query_one(Input).has_focus


async def test_a_digit_gives_the_verdict_and_a_selection_gets_it_at_once(folder: Path) -> None:
    async with desk(folder) as at:
        await go_to(at, "It costs")
        await at.press("2")
        assert at.said == "Verdict: supported. u takes it back."
        assert named(at, "It costs").verdict == "supported"
        await at.press("asterisk", "3")
        assert {c.verdict for c in at.stored(lambda a: a.claims.all())} == {"refuted"}
        await at.press("u")
        assert named(at, "It costs").verdict == "supported"
        assert named(at, "Nvidia").verdict == "unchecked"
        await at.press("9")
        assert at.said.startswith("The scheme has 5 verdicts")


async def test_every_field_has_a_key_or_two(folder: Path) -> None:
    async with desk(folder) as at:
        await go_to(at, "It costs")
        await at.press("K", "p", "A", "o", "C", "4")
        await at.press("d")
        await at.type("2027-01")
        await at.press("enter", "t")
        await at.type("2025")
        await at.press("enter", "w")
        await at.type("nvid")
        await at.press("tab", "enter")
        await at.press("n")
        await at.type("Why?")
        await at.press("enter")
        claim = named(at, "It costs")
        assert (claim.kind.value, claim.attribution, claim.confidence) == (
            "prediction", "own voice", 40,
        )  # fmt: skip
        assert (str(claim.due), str(claim.said_on), claim.notes) == ("2027-01", "2025", "Why?")
        assert at.stored(lambda a: a.entities.get(claim.claimant or "").name) == "Nvidia"
        await at.press("e", "end")
        await at.type(", they say")
        await at.press("enter", "C", "minus", "A", "minus")
        claim = named(at, "It costs")
        assert claim.statement.endswith("o1, they say")
        assert (claim.confidence, claim.attribution) == (None, None)


def problem(at: Desk) -> str:
    return str(at.app.screen.query_one("#problem", Static).render())


async def test_who_says_so_may_be_an_offer_or_somebody_new(folder: Path) -> None:
    with open_archive(folder) as archive:
        archive.entities.create("Nvidia", "person", description="A goddess")
    async with desk(folder) as at:

        def speaker() -> tuple[str, str]:
            claimant = named(at, "It costs").claimant or ""
            return at.stored(
                lambda a: (a.entities.get(claimant).name, a.entities.get(claimant).type)
            )

        await go_to(at, "It costs")
        await at.press("w")
        await at.type("nvidia")
        await at.press("enter")
        assert problem(at).startswith("2 entities are called 'nvidia'")
        offers = at.app.screen.query_one(OfferList).offers
        goddess = next(n for n, one in enumerate(offers) if "goddess" in one.detail)
        await at.press(*["down"] * (goddess + 1), "enter")
        assert speaker() == ("Nvidia", "person")
        await at.press("w")
        await at.type("Jensen Huang")
        await at.press("enter")
        assert problem(at).startswith("No entity is called 'Jensen Huang'")
        assert at.app.screen.query_one(Input).value == "Jensen Huang"
        pane = at.app.screen.query_one(OfferList)
        assert not pane.pointing
        assert at.lines(pane)[0].startswith("  Jensen Huang"), "Enter takes what is typed"
        await at.press("down")
        assert at.lines(pane)[0].startswith("▸ Jensen Huang")
        await at.press("up", "enter")
        assert problem(at).startswith("No entity is called 'Jensen Huang'")
        await at.press("down", "enter")
        assert speaker() == ("Jensen Huang", "person")
        assert at.said.startswith("The register has Jensen Huang now (person)")
        await at.press("u")
        assert not at.stored(lambda a: a.entities.named("Jensen Huang")), "one step, one undo"
        await at.press("colon")
        at.app.screen.query_one(Input).value = "claim claimant Jensen Huang"
        await at.press("enter", "down", "down", "enter")
        assert speaker() == ("Jensen Huang", "organisation")
        await at.press("w", "enter")
        assert named(at, "It costs").claimant is None


async def test_a_date_that_is_none_stays_to_be_mended(folder: Path) -> None:
    async with desk(folder) as at:
        await go_to(at, "It costs")
        await at.press("d")
        await at.type("2027-13")
        await at.press("enter")
        assert "Write 2025, 2025-01 or 2025-01-20" in problem(at)
        assert at.app.screen.query_one(Input).value == "2027-13"
        await at.press("backspace", "2", "enter")
        assert str(named(at, "It costs").due) == "2027-12"


async def test_notes_are_written_in_the_users_own_editor(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import nullcontext

    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nprintf "Line one\\n\\nLine *two*\\n" > "$1"\n', "utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    async with desk(folder) as at:
        monkeypatch.setattr(at.app, "suspend", nullcontext)
        await go_to(at, "It costs")
        await at.press("n")
        assert named(at, "It costs").notes == "Line one\n\nLine *two*"
        monkeypatch.setenv("VISUAL", "false")
        await at.press("n")
        assert "ended with 1; nothing was changed" in at.said
        monkeypatch.setenv("VISUAL", "/no/such/editor")
        await at.press("n")
        assert "cannot be used" in at.said
        assert named(at, "It costs").notes == "Line one\n\nLine *two*"


async def test_groups_have_headings_on_which_no_cursor_stands(folder: Path) -> None:
    async with desk(folder) as at:
        await go_to(at, "Nvidia")
        await at.press("3", "b")
        lines = at.lines(ledger(at).pane)[1:]
        assert lines[0].strip() == "unchecked (2)" and lines[3].strip() == "refuted (1)"
        await at.press("g", "g")
        row = ledger(at).pane.current
        assert row is not None and row.verdict == "unchecked"
        assert "in groups of verdict" in str(ledger(at).query_one("#top").render())


async def test_a_card_shows_where_it_appears_and_enter_goes_there_and_q_back(folder: Path) -> None:
    async with desk(folder) as at:
        await go_to(at, "It costs")
        await at.press("enter")
        assert "Appearances (2)" in card(at) and "The Ledger: A quiet week" in card(at)
        assert "{+It costs 27 times less than o1+}" in card(at) and "History" in card(at)
        await at.press("j", "enter")
        screen = at.app.screen
        assert isinstance(screen, ArticleScreen)
        assert screen.view.caret == screen.document.text.index("It costs 27")
        await at.press("q")
        assert isinstance(at.app.screen, ClaimScreen)
        await at.press("D")
        assert "2024-11-03 Nothing happened" in card(at) and "History" not in card(at)
        await at.press("q")
        assert isinstance(at.app.screen, LedgerScreen)


async def test_an_appearance_is_split_off_and_claims_are_merged(folder: Path) -> None:
    async with desk(folder) as at:
        await go_to(at, "It costs")
        await at.press("enter", "s")
        assert at.said.startswith("“Nothing happened” is a claim of its own now")
        await at.press("q")
        await go_to(at, "Nothing")
        await at.press("v")
        await go_to(at, "It costs")
        await at.press("M")
        assert at.said == "Merged 2 claims into one. u takes it back."
        assert len(at.stored(lambda a: a.claims.appearances(named(at, "It costs").id))) == 2
        await at.press("M")
        assert at.said.startswith("Which claims are to be merged?")


async def test_evidence_is_a_page_or_the_passage_marked_next(folder: Path) -> None:
    async with desk(folder) as at:
        await go_to(at, "It costs")
        await at.press("a")
        await at.type("https://example.org")
        await at.press("enter", "down", "enter")
        claim = named(at, "It costs")
        (page,) = at.stored(lambda a: a.claims.evidence(claim.id))
        assert (page.url, page.stance) == ("https://example.org", Stance.CONTRADICTS)
        await at.press("a", "enter", "q", "enter")
        await at.press("B", "enter")
        pieces = at.stored(lambda a: a.claims.evidence(claim.id))
        (passage,) = [piece for piece in pieces if piece.annotation]
        assert passage.stance is Stance.SUPPORTS
        # Seen from the other end: the mark in its article says what it bears on.
        details = [mark.detail for mark in at.article.marks.in_pane()]
        assert "supports: It costs 27 times less than o1" in " ".join(details)
        await at.press("u")
        assert at.stored(lambda a: a.claims.evidence(claim.id)) == [page]
        await at.press("L", "o")
        await go_to(at, "It costs")
        await at.press("enter", "G")
        assert "contradicts  https://example.org" in card(at)
        await at.press("x")
        assert at.stored(lambda a: a.claims.evidence(claim.id)) == []


async def test_the_scheme_is_changed_from_the_prompt_of_any_screen(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("colon")
        at.app.screen.query_one(Input).value = "claims verdicts add mostly true true"
        await at.press("enter")
        assert at.said.endswith("5 not enough evidence  6 mostly true")
        await go_to(at, "Nvidia")
        await at.press("6", "colon")
        assert named(at, "Nvidia").verdict == "mostly true"
        await at.type("claims verdicts remove mostly true")
        await at.press("enter")
        assert "? mostly true" in "\n".join(at.lines(ledger(at).pane))
        await at.press("u", "colon")
        assert len(at.stored(lambda a: a.claims.verdicts.scheme.names)) == 6
        await at.type("claims verdicts bogus")
        await at.press("enter")
        assert at.said.startswith("Write: claims verdicts add NAME")
        await at.press("colon")
        await at.type("claims verdicts rename 5 unproven so far")
        await at.press("enter")
        assert "5 unproven so far" in at.said
        await at.press("colon")
        await at.type("claims verdicts change unproven so far open")
        await at.press("enter")
        scheme = at.stored(lambda a: a.claims.verdicts.scheme)
        assert scheme.meaning("unproven so far") is Meaning.OPEN


async def test_a_verdict_is_picked_from_the_scheme_to_be_changed_or_made(folder: Path) -> None:
    async with desk(folder) as at:
        await go_to(at, "Nvidia")
        await at.press("2", "colon")
        await at.type("claims verdicts")
        await at.press("enter")
        await at.type("supp")
        await at.press("enter", "enter", *["backspace"] * 9)
        await at.type("borne out")
        await at.press("enter")
        assert named(at, "Nvidia").verdict == "borne out"
        await at.press("colon")
        await at.type("claims verdicts")
        await at.press("enter")
        await at.type("half true")
        await at.press("enter", "enter")
        scheme = at.stored(lambda a: a.claims.verdicts.scheme)
        assert (scheme.names[-1], scheme.meanings[-1]) == ("half true", Meaning.UNCLEAR)


async def test_a_piece_of_evidence_gets_another_stance_and_a_note(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(folder) as archive:
        claim = next(c for c in archive.claims.all() if c.statement.startswith("Nvidia"))
        archive.claims.add_evidence(claim.id, Stance.SUPPORTS, url="https://example.org")
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    async with desk(folder) as at:
        await go_to(at, "Nvidia")
        await at.press("enter", "g", "g", "E")
        assert at.said == "There is no evidence here. j and k go to it."
        await at.press("G", "E")
        await at.type("contr")
        await at.press("enter")
        assert at.said == "It contradicts now. u takes it back."
        await at.press("E")
        await at.type("note")
        await at.press("enter")
        await at.type("Seen twice.")
        await at.press("enter")
        assert "Seen twice." in card(at)
        await at.press("colon")
        await at.type("evidence edit note In print too")
        await at.press("enter")
        (piece,) = at.stored(lambda a: a.claims.evidence(claim.id))
        assert (piece.stance, piece.note) == (Stance.CONTRADICTS, "In print too")
        await at.press("u", "u", "u")
        (piece,) = at.stored(lambda a: a.claims.evidence(claim.id))
        assert (piece.stance, piece.note) == (Stance.SUPPORTS, "")


async def test_p_tells_what_falls_due_and_who_was_right(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("L", "P")
        assert at.said == "No prediction is here."
        await at.press("K", "p", "d")
        await at.type("2020")
        await at.press("enter", "P")
        assert at.said == "Predictions: 1 overdue. P again lists all claims."
        await at.press("3")
        shown = [line.strip() for line in at.lines(ledger(at).pane)[1:] if line]
        assert shown[0] == "nobody named (1): 1 miss" and len(shown) == 2
        await at.press("P")
        assert len([line for line in at.lines(ledger(at).pane)[1:] if line]) == 3


async def test_sources_are_joined_and_parted_on_the_card(folder: Path) -> None:
    with open_archive(folder) as archive:
        (prices,) = [c for c in archive.claims.all() if c.statement.startswith("It costs")]
        for title in ("DeepSeek", "A quiet"):
            key = article(archive, title)
            archive.claims.add_passage(prices.id, Stance.SUPPORTS, key, Span(0, 8))
    async with desk(folder) as at:
        await go_to(at, "It costs")
        await at.press("enter", "G")
        assert "Evidence (2, from 2 independent sources)" in card(at)
        await at.press("equals_sign")
        assert "Evidence (2, from 1 independent source)" in card(at)
        await at.press("exclamation_mark")
        assert "Evidence (2, from 2 independent sources)" in card(at)
        await at.press("exclamation_mark")
        assert at.said == "This is a source of its own already."
        await at.press("u", "g", "g", "equals_sign")
        assert "from 1 independent" in card(at) and at.said.startswith("There is no evidence here")


async def test_a_claim_like_one_known_is_offered_and_joined_by_one_key(folder: Path) -> None:
    with open_archive(folder) as archive:
        quiet = article(archive, "A quiet")
        archive.claims.add(
            quiet, Span(0, 17), statement="OpenAI has presented its model, which costs millions"
        )
    async with desk(folder) as at:
        await at.press("enter")
        title = at.article.article.title
        text = at.article.document.text
        at.article.view.caret = text.index("OpenAI")
        await at.press("equals_sign")
        assert at.said.startswith("Which claim is the same as another")
        sentence = at.article.view.sentence_under_caret()
        assert sentence is not None
        statement = sentence.of(text)
        at.stored(
            lambda a: a.claims.edit(
                next(c.id for c in a.claims.all() if c.statement.startswith("OpenAI has")),
                statement=statement + " Indeed.",
            )
        )
        await at.press("c")
        assert "Same as “" in at.said and "= joins them" in at.said, title
        await at.press("u")
        twin, _ = at.stored(
            lambda a: a.claims.add(quiet, Span(0, 17), statement=f"{statement} Indeed.")
        )
        await at.press("c")
        assert "and 1 more? = picks one to join" in at.said
        await at.press("equals_sign")
        offers = at.lines(at.app.screen.query_one(OfferList))
        assert sum("unchecked ×1" in line for line in offers) == 2
        await at.press("escape", "u")
        at.stored(lambda a: a.annotations.delete(a.claims.appearances(twin.id)[0].id))
        await at.press("c")
        await at.press("equals_sign")
        assert at.said.startswith("It appears under “")
        claim = named(at, statement)
        assert len(at.stored(lambda a: a.claims.appearances(claim.id))) == 2
        await at.press("u", "u")
        assert len(at.stored(lambda a: a.claims.appearances(claim.id))) == 1


async def test_any_claim_is_joined_with_another_that_is_picked(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("enter")
        at.article.view.caret = 0
        await at.press("c", "equals_sign")
        await at.type("nvidia day")
        await at.press("enter")
        assert at.said.startswith("It appears under “Nvidia lost")
        claim = named(at, "Nvidia")
        assert len(at.stored(lambda a: a.claims.appearances(claim.id))) == 2
        await at.press("colon")  # the caret still stands on its passage
        await at.type("claim same it costs")
        await at.press("enter", "enter")
        assert at.said.startswith("It appears under “It costs 27 times")
        assert len(at.stored(lambda a: a.claims.appearances(named(at, "It costs").id))) == 4


async def test_an_empty_ledger_says_how_to_fill_it(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("L")
        assert "press c" in str(ledger(at).query_one("#none").render())
        await at.press("2")
        assert at.said.startswith("There is no claim here")


async def test_a_claim_deleted_elsewhere_leaves_its_card(folder: Path) -> None:
    async with desk(folder) as at:
        await go_to(at, "Nvidia")
        await at.press("enter")
        claim = named(at, "Nvidia")
        with open_archive(folder) as archive:
            archive.annotations.delete(archive.claims.appearances(claim.id)[0].id)
        await at.app.look_for_changes()
        await at.settle()
        assert isinstance(at.app.screen, LedgerScreen)
        assert len([line for line in at.lines(ledger(at).pane)[1:] if line]) == 2


async def test_what_a_claim_says_never_reaches_the_terminal_raw(folder: Path) -> None:
    async with desk(folder) as at:
        at.stored(
            lambda a: a.claims.edit(a.claims.all()[0].id, statement="evil \x1b[31m \u202e[b]")
        )
        await at.app.look_for_changes()
        await at.press("L")
        shown = "\n".join(at.lines(ledger(at).pane))
        assert "\x1b" not in shown and "\u202e" not in shown and "[b]" in shown
        await go_to(at, "evil")
        await at.press("enter")
        assert "\x1b" not in card(at) and "\u202e" not in card(at)


def test_runs_are_wrapped_to_the_cells_there_are() -> None:
    lines = wrapped((("one two ", ""), ("three", "come"), (" " + "x" * 25, "")), 10)
    assert [[text for text, _ in line] for line in lines][:2] == [["one", " two", " "], ["three"]]
    assert all(sum(len(text) for text, _ in line) <= 10 for line in lines)
    assert "".join(text for line in lines for text, _ in line).count("x") == 25
    assert wrapped((("", ""),), 10) == [[]]


async def test_j_moves_in_a_list_of_words_and_enter_on_nothing_keeps_it_open(folder: Path) -> None:
    async with desk(folder) as at:
        await go_to(at, "It costs")
        await at.press("a")
        await at.type("https://example.org")
        await at.press("enter")
        form = at.app.screen
        assert "j k or arrows choose" in form.query_one(Input).placeholder
        await at.press("j", "z", "enter")
        assert at.app.screen is form
        assert "Nothing fits" in str(form.query_one("#problem", Static).render())
        await at.press("backspace", "j", "j", "k", "enter")
        (piece,) = at.stored(lambda a: a.claims.evidence(named(at, "It costs").id))
        assert piece.stance is Stance.CONTRADICTS


async def test_evidence_on_several_claims_is_one_step(folder: Path) -> None:
    def pieces(archive: Archive) -> int:
        return sum(map(len, archive.claims.all_evidence().values()))

    async with desk(folder) as at:
        await at.press("L", "asterisk", "colon")
        await at.type("evidence add https://example.org supports")
        await at.press("enter")
        claims = len(at.stored(lambda a: a.claims.all()))
        assert at.said == f"Evidence added to {claims} claims: it supports. u takes it back."
        assert at.stored(pieces) == claims > 1
        await at.press("u")
        assert at.stored(pieces) == 0
        await at.press("a", "enter", "q", "enter")
        await at.press("v", "right_parenthesis", "B", "enter")
        assert at.stored(pieces) == claims
        await at.press("u")
        assert at.stored(pieces) == 0


async def test_a_list_of_verdicts_begins_on_the_one_the_claim_has(folder: Path) -> None:
    async with desk(folder) as at:
        await go_to(at, "It costs")
        await at.press("3", "V", "j", "enter")
        assert named(at, "It costs").verdict == "conflicting"
