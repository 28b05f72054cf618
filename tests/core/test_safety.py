"""The safety questions: when they are due, what a yes holds back, and what lifts it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab import resources
from hiprehab.core.log import Stamp, stamp
from hiprehab.core.safety import (
    Answer,
    Clearance,
    Level,
    Occasion,
    SafetyLog,
    due,
    gravest,
    holding_back,
    open_questions,
)
from hiprehab.storage.guides import read_safety

BOOK = read_safety(resources.data_dir())
IDS = tuple(one.id for one in BOOK.questions)
START = date(2026, 3, 1)


def at(day: int, hour: int = 12) -> Stamp:
    moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day, hours=hour)
    return stamp(moment, 0)


def screened(day: int, *yes: str, hour: int = 12) -> tuple[Answer, ...]:
    return tuple(Answer(at(day, hour), one, one in yes, Occasion.FIRST) for one in IDS)


def cleared(day: int, question: str, hour: int = 13) -> Clearance:
    return Clearance(at(day, hour), question, "Dr A", START)


def on(day: int) -> date:
    return START + timedelta(days=day)


@pytest.mark.parametrize(
    ("today", "last_session", "last_red", "found"),
    [
        (0, None, None, None),
        (27, 20, None, None),
        (28, 27, None, Occasion.REGULAR),
        (28, None, None, Occasion.REGULAR),
        (28, 0, None, Occasion.AWAY),
        (40, 12, None, Occasion.AWAY),
        (5, 4, 3, Occasion.RED),
        (5, 4, 0, None),
        (40, 39, 39, Occasion.RED),
    ],
)
def test_when_the_questions_are_due(
    today: int, last_session: int | None, last_red: int | None, found: Occasion | None
) -> None:
    log = SafetyLog(screened(0))
    session = None if last_session is None else on(last_session)
    red = None if last_red is None else at(last_red, hour=8).at
    assert due(BOOK, log, on(today), last_session=session, last_red=red) is found


def test_they_are_due_at_first_and_until_all_are_answered() -> None:
    assert due(BOOK, SafetyLog(), on(0)) is Occasion.FIRST
    assert due(BOOK, SafetyLog(screened(0)[:-1]), on(0)) is Occasion.FIRST
    assert due(BOOK, SafetyLog(screened(0)), on(0)) is None


def test_they_are_not_due_while_a_yes_is_open() -> None:
    log = SafetyLog(screened(0, "RF02")[:2])
    assert due(BOOK, log, on(40)) is None
    after = SafetyLog(log.answers, (cleared(1, "RF02"),))
    assert due(BOOK, after, on(2)) is Occasion.FIRST


@pytest.mark.parametrize(
    ("question", "gentle", "strength", "assigned"),
    [
        ("RF01", False, False, False),
        ("RF06", False, False, False),
        ("RF09", False, False, False),
        ("RF11", False, False, False),
        ("RF12", False, False, True),
        ("RF13", True, False, True),
        ("RF14", False, False, False),
        ("RF15", True, False, True),
        ("RF16", False, False, False),
        ("RF17", True, True, True),
        ("RF19", True, True, True),
        ("RF20", True, True, True),
    ],
)
def test_what_may_still_be_started(
    question: str, gentle: bool, strength: bool, assigned: bool
) -> None:
    log = SafetyLog(screened(0, question))
    routines = ("daily-hip-mobility", "glute-strength-a", "org.example.clinic/day-a")
    free = tuple(not holding_back(BOOK, log, routine) for routine in routines)
    assert free == (gentle, strength, assigned)


@pytest.mark.parametrize(
    "routine", ["run-walk-return", "exercise:run-walk-interval", "exercise:easy-run"]
)
def test_running_waits_for_a_clinician_after_signs_of_too_little_energy(routine: str) -> None:
    log = SafetyLog(screened(0, "RF19"))
    assert [one.id for one in holding_back(BOOK, log, routine)] == ["RF19"]
    assert holding_back(BOOK, log, "glute-strength-a") == holding_back(BOOK, log, "") == ()
    assert due(BOOK, log, on(28)) is Occasion.REGULAR, "the questions go on"
    assert holding_back(BOOK, SafetyLog(log.answers, (cleared(1, "RF19"),)), routine) == ()


def test_a_clearance_lifts_a_yes_and_a_later_yes_brings_it_back() -> None:
    log = SafetyLog(screened(0, "RF06"), (cleared(3, "RF06"),))
    assert open_questions(BOOK, log) == ()
    again = SafetyLog((*log.answers, *screened(28, "RF06")), log.clearances)
    assert [one.id for one in open_questions(BOOK, again)] == ["RF06"]
    other = SafetyLog(log.answers, (cleared(3, "RF02"),))
    assert [one.id for one in open_questions(BOOK, other)] == ["RF06"]


def test_a_later_no_does_not_lift_a_yes_but_people_grow_up() -> None:
    log = SafetyLog((*screened(0, "RF05"), *screened(1)))
    assert [one.id for one in open_questions(BOOK, log)] == ["RF05"]
    assert open_questions(BOOK, SafetyLog(screened(0, "RF11")))
    assert open_questions(BOOK, SafetyLog((*screened(0, "RF11"), *screened(1)))) == ()


def test_the_gravest_comes_first() -> None:
    log = SafetyLog(screened(0, "RF13", "RF11", "RF04", "RF05"))
    found = open_questions(BOOK, log)
    assert [one.id for one in found] == ["RF04", "RF05", "RF11", "RF13"]
    assert gravest(found) is Level.EMERGENCY
    assert gravest(()) is None


@given(st.lists(st.tuples(st.sampled_from(IDS), st.integers(0, 60), st.booleans()), max_size=12))
def test_without_a_yes_nothing_is_held_back_and_each_yes_can_be_lifted(
    given_answers: list[tuple[str, int, bool]],
) -> None:
    answers = tuple(Answer(at(d), q, yes, Occasion.NEW) for q, d, yes in given_answers)
    log = SafetyLog(answers)
    yes = {one.question for one in answers if one.yes}
    assert {one.id for one in open_questions(BOOK, log)} <= yes
    all_clear = SafetyLog(answers, tuple(cleared(61, one) for one in yes))
    left = {one.id for one in open_questions(BOOK, all_clear)}
    assert left == set()
