"""The verdict in words: the reason first, and never an order or a claim."""

from datetime import UTC, date, datetime

import pytest

from hiprehab.core.log import SessionRecord, Status, stamp
from hiprehab.core.verdicts import Kind, SessionVerdict, Sign
from hiprehab.ui.screens.verdict_words import verdict_text

RECORD = SessionRecord(
    stamp(datetime(2026, 3, 1, 18, tzinfo=UTC), 0), "a", "Hips", "1", "L1", Status.DONE, 60, 60
)
TODAY = date(2026, 3, 2)


def text(kind: Kind, *signs: Sign, up: bool = False) -> str:
    found = SessionVerdict(RECORD, kind, 4, 3, 1.5, 3, signs, day_morning=3)
    return verdict_text(found, TODAY, up=up)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.OPEN])
def test_each_names_the_reason(kind: Kind, qapp: object) -> None:
    words = text(kind)
    assert words.startswith("Yesterday, Hips: pain up to 4 in it, 3 the morning after (usual: 1.5)")
    assert words.endswith(".")
    assert "must" not in words


@pytest.mark.parametrize("sign", list(Sign))
def test_each_sign_is_named(sign: Sign, qapp: object) -> None:
    assert text(Kind.RED, sign) != text(Kind.RED)


def test_an_open_one_says_nothing(qapp: object) -> None:
    assert text(Kind.OPEN) == ""


def test_one_level_up_is_only_an_offer(qapp: object) -> None:
    assert "if you like" in text(Kind.GREEN, up=True)
    assert text(Kind.SETTLED, up=True) == text(Kind.SETTLED)


def test_a_score_from_before_is_not_called_usual(qapp: object) -> None:
    found = SessionVerdict(RECORD, Kind.GREEN, 1, 2, 1.0, 3, provisional=True, day_morning=2)
    assert "(before it: 1)" in verdict_text(found, TODAY)


def test_what_was_not_rated_is_not_named(qapp: object) -> None:
    found = SessionVerdict(RECORD, Kind.FLARE, None, None, None, 3, (Sign.WOKEN,))
    assert verdict_text(found, TODAY).startswith("Yesterday, Hips: it woke you at night.")


def test_the_morning_after_its_day_is_the_reason_whichever_session_it_was_given_for(
    qapp: object,
) -> None:
    found = SessionVerdict(RECORD, Kind.FLARE, 1, None, 2.0, 3, day_morning=8)
    assert "8 the morning after (usual: 2)" in verdict_text(found, TODAY)
