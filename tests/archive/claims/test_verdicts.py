"""The scheme of verdicts: the archive's own, and what becomes of those it no longer has."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import VERDICTS, Meaning
from tests.archive.claims.making import lines, say


def test_the_usual_verdicts_are_there_until_somebody_changes_them(archive: Archive) -> None:
    scheme = archive.claims.verdicts.scheme
    assert scheme.names == VERDICTS
    assert scheme.meaning("supported") is Meaning.TRUE
    assert scheme.meaning("refuted") is Meaning.FALSE
    assert scheme.meaning("whatever") is None


def test_a_claim_takes_only_verdicts_of_the_scheme_however_they_are_written(
    archive: Archive,
) -> None:
    claim, _ = say(archive, "It is so.")
    with pytest.raises(UsageError, match=r"no verdict 'mostly true'.*unchecked, supported"):
        archive.claims.edit(claim.id, verdict="mostly true")
    archive.claims.verdicts.add("Mostly  true", Meaning.TRUE)
    assert archive.claims.edit(claim.id, verdict="mostly true").verdict == "Mostly true"
    assert archive.claims.edit(claim.id, verdict="REFUTED").verdict == "refuted"


def test_a_verdict_that_the_scheme_lost_stays_readable_and_is_named(archive: Archive) -> None:
    claim, _ = say(archive, "It is so.")
    archive.claims.edit(claim.id, verdict="conflicting")
    archive.claims.verdicts.remove("conflicting")
    assert archive.claims.get(claim.id).verdict == "conflicting"
    assert archive.claims.verdicts.leftover() == {"conflicting": 1}
    (group,) = archive.claims.ledger.group(archive.claims.ledger.select(), "verdict")
    assert (group.key, group.heading) == ("conflicting", "conflicting (not in the scheme)")
    assert archive.claims.edit(claim.id, notes="still").verdict == "conflicting"
    with pytest.raises(UsageError):
        archive.claims.edit(claim.id, verdict="conflicting")


def test_the_first_verdict_is_a_new_claims(archive: Archive) -> None:
    for name in VERDICTS[:1]:
        archive.claims.verdicts.change(name, rename="à vérifier")
    assert say(archive, "It is so.")[0].verdict == "à vérifier"


def test_a_renamed_verdict_is_renamed_in_its_claims_too_and_back(archive: Archive) -> None:
    claim, _ = say(archive, "It is so.")
    archive.claims.edit(claim.id, verdict="refuted")
    before = lines(archive)
    archive.claims.verdicts.change("refuted", rename="false", meaning=Meaning.FALSE)
    assert archive.claims.get(claim.id).verdict == "false"
    assert archive.claims.verdicts.leftover() == {}
    archive.history.undo()
    assert lines(archive) == before


def test_a_scheme_refuses_what_makes_no_sense(archive: Archive) -> None:
    verdicts = archive.claims.verdicts
    for wrong in ("", " ", "x" * 61):
        with pytest.raises(UsageError, match="1 to 60"):
            verdicts.add(wrong)
    with pytest.raises(UsageError, match="already"):
        verdicts.add("Refuted")
    with pytest.raises(UsageError, match="already"):
        verdicts.change("refuted", rename="supported")
    with pytest.raises(NotFound, match="no verdict “maybe”"):
        verdicts.remove("maybe")
    for name in VERDICTS[1:]:
        verdicts.remove(name)
    with pytest.raises(UsageError, match="needs one verdict"):
        verdicts.remove("unchecked")
    for number in range(29):
        verdicts.add(f"v{number}")
    with pytest.raises(UsageError, match="at most 30"):
        verdicts.add("one more")


def test_a_new_claim_begins_as_open_and_the_last_open_verdict_stays(archive: Archive) -> None:
    verdicts = archive.claims.verdicts
    before = lines(archive)
    with pytest.raises(UsageError, match=r"only verdict that says open.*--meaning open"):
        verdicts.remove("Unchecked")
    with pytest.raises(UsageError, match="only verdict that says open"):
        verdicts.change("unchecked", meaning=Meaning.TRUE)
    assert lines(archive) == before
    verdicts.add("to do", Meaning.OPEN)
    verdicts.remove("unchecked")
    assert verdicts.scheme.names[0] == "supported"
    assert say(archive, "It is so.")[0].verdict == "to do"
