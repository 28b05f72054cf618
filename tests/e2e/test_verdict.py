"""After the next morning's rating Today says how the session went, and suggests what is next."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hiprehab.core.changes import Changes
from hiprehab.core.log import Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.ui.screens.safety import SafetyQuestions

Write = Callable[[Callable[[Store], object]], None]


@pytest.fixture
def person(sit_down: Any) -> Any:
    one = sit_down()
    one.first_run(lambda page: page.skip_button.click())
    return one


@pytest.fixture
def write(person: Any) -> Write:
    def written(work: Callable[[Store], object]) -> None:
        person.desk.live.write(work, Changes.SESSIONS | Changes.PAIN)
        person.saved()

    return written


def session(person: Any, hours_ago: float, during: int, **more: Any) -> Callable[[Store], object]:
    """A session so many hours ago, with the highest pain in it."""
    at = person.clock.utcnow() - timedelta(hours=hours_ago)
    record = SessionRecord(
        stamp(at, 0), "glute-strength-a", "Hip strength A", "1", "L1", Status.MANUAL, 900, 900
    )

    def work(store: Store) -> None:
        number = store.log_manual_session(record)
        store.log_pain(
            [
                PainEntry(stamp(at, 0), Side.LEFT, 1, Moment.BEFORE, session=number),
                PainEntry(stamp(at, 0), Side.LEFT, during, Moment.DURING, session=number, **more),
            ]
        )

    return work


def morning(person: Any, score: int) -> Callable[[Store], object]:
    entry = PainEntry(stamp(person.clock.utcnow(), 0), Side.LEFT, score, Moment.NEXT_MORNING)
    return lambda store: store.log_pain([entry])


@pytest.mark.parametrize(
    ("during", "after", "said"),
    [
        (1, 1, "The same again is fine."),
        (3, 1, "the same again, not more"),
        (2, 3, "48 hours"),
        (4, 1, "above 3, your limit"),
        (7, 1, "That was too much."),
    ],
)
def test_todays_suggestion(person: Any, write: Write, during: int, after: int, said: str) -> None:
    note = person.desk.today.due.note
    write(session(person, 14, during))
    if during <= 3:
        assert note.text() == ""  # the next morning decides
    write(morning(person, after))
    assert said in note.text() and note.isVisible()
    assert "Yesterday, Hip strength A" in note.text() and f"pain up to {during}" in note.text()


def test_it_is_old_news_after_two_days(person: Any, write: Write) -> None:
    write(session(person, 14, 7))
    assert "too much" in person.desk.today.due.note.text()
    person.clock.turn(timedelta(days=3).total_seconds())
    write(lambda store: None)
    assert person.desk.today.due.note.text() == ""
    assert not person.desk.today.due.note.isVisible()


def test_a_session_that_was_too_much_asks_the_safety_questions(person: Any, write: Write) -> None:
    person.desk.sessions.safety.ask(person.desk.sessions.safety.occasion(), lambda: None)
    page = person.desk.window._session.findChildren(SafetyQuestions)[0]
    while page.question is not None:
        page.answer(False)
    page.done.click()
    person.saved()
    assert person.desk.sessions.safety.occasion() is None
    person.clock.turn(3600)
    write(session(person, 0.5, 8))
    assert person.desk.sessions.safety.occasion() == "red"
