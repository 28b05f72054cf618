"""What was chosen on Today goes into the log, and into the check, when a session is started."""

from typing import Any

import pytest

from hiprehab.core.agenda import EVERY_DAY, Planned
from hiprehab.core.changes import Changes
from hiprehab.core.log import Moment, SessionRecord, Status, stamp
from hiprehab.core.model import Side

ROUTINE = "glute-strength-a"


@pytest.fixture
def person(sit_down: Any) -> Any:
    one = sit_down()
    one.first_run(lambda page: page.skip_button.click())
    planned = Planned(ROUTINE, "L2", EVERY_DAY, 1, one.desk.around.today())
    one.desk.live.write(lambda store: store.plan_add(planned), Changes.PLAN)
    one.saved()
    return one


def choose(person: Any, **scores: int) -> None:
    for side, score in scores.items():
        person.qtbot.keyClicks(person.desk.today.checkin.scales[Side(side)], str(score))


def begin(person: Any) -> Any:
    """Start; the safety questions of a new profile are put off."""
    from hiprehab.ui.screens.safety import SafetyQuestions

    person.desk.today.due.start.click()
    person.saved()
    for page in person.desk.window.findChildren(SafetyQuestions):
        page.later.click()
        person.saved()
    return person.desk.sessions.flow.panel


def rows(person: Any) -> list[tuple[Side, int | None, Moment, bool]]:
    today = person.desk.around.today()
    found = person.desk.live.read.pain_between(today, today)
    return [(one.side, one.score, one.moment, one.session is not None) for one in found]


def test_it_is_saved_at_once_and_handed_over(person: Any) -> None:
    choose(person, left=2, right=5)
    panel = begin(person)
    assert rows(person) == [(Side.LEFT, 2, Moment.DAY, False), (Side.RIGHT, 5, Moment.DAY, False)]
    assert panel.hips().scores == {Side.LEFT: 2, Side.RIGHT: 5}
    assert "limit for you here" in panel.advice.text()
    assert "just said" in panel.question.text()
    panel.start.click()
    person.saved()
    assert rows(person) == [
        (Side.LEFT, 2, Moment.BEFORE, True),
        (Side.RIGHT, 5, Moment.BEFORE, True),
    ]
    assert person.desk.today.checkin.is_empty


def test_another_answer_in_the_check_is_one_more_rating(person: Any) -> None:
    choose(person, right=5)
    panel = begin(person)
    person.qtbot.keyClicks(panel.scales[Side.RIGHT], "1")
    panel.start.click()
    person.saved()
    assert rows(person) == [
        (Side.RIGHT, 5, Moment.DAY, False),
        (Side.RIGHT, 1, Moment.BEFORE, True),
    ]


def test_not_now_leaves_the_one_rating(person: Any) -> None:
    choose(person, left=3)
    panel = begin(person)
    panel.cancel.click()
    person.saved()
    assert rows(person) == [(Side.LEFT, 3, Moment.DAY, False)]
    assert person.desk.today.checkin.is_empty
    person.desk.today.due.start.click()
    person.saved()
    assert not person.desk.sessions.flow.panel.hips().said, "an old answer is not handed over"


def test_a_start_from_the_library_saves_it_too(person: Any) -> None:
    choose(person, left=4)
    library = person.desk.profile.library
    routine = library.routines["desk-break-5"]
    person.desk.sessions.begin(routine, routine.variants[0])
    person.saved()
    assert rows(person) == [(Side.LEFT, 4, Moment.DAY, False)]


def test_the_morning_after_stays_the_morning_after(person: Any) -> None:
    at = stamp(person.clock.utcnow(), 0)
    record = SessionRecord(at, ROUTINE, "Hip strength A", "1", "L2", Status.DONE, 900, 900)
    person.desk.live.write(lambda store: store.log_manual_session(record), Changes.SESSIONS)
    person.saved()
    person.clock.turn(24 * 3600)
    person.desk.today.refresh()
    choose(person, right=4)
    panel = begin(person)
    assert panel.hips().scores == {Side.RIGHT: 4}
    panel.start.click()
    person.saved()
    assert rows(person) == [
        (Side.RIGHT, 4, Moment.NEXT_MORNING, True),
        (Side.RIGHT, 4, Moment.BEFORE, True),
    ]


def test_a_log_that_refuses_does_not_hold_the_session_up(person: Any) -> None:
    choose(person, left=3)
    person.desk.live.writer.flush(20)
    went: list[str] = []
    person.desk.today.settle(lambda: went.append("on"))
    assert went == [], "it goes on when the log has answered"
    person.desk.today.checkin._on_failed("The disk is full.")
    assert went == ["on"] and person.desk.today.take_said().scores == {Side.LEFT: 3}
    assert person.desk.today.checkin.scales[Side.LEFT].score == 3
    person.saved()


def test_the_rest_of_a_session(person: Any) -> None:
    """Ended after the first moves: what is left is offered, and played without them."""
    panel = begin(person)
    panel.start.click()
    runner = person.session()
    first = runner.session.plan.items[0].exercise
    person.play(lambda: runner.session.step.item > 0)
    runner.stop()
    person.desk.sessions.flow.summary.done_button.click()
    person.saved()
    card = person.desk.today.due
    assert card.title.text() == "Done in part today"
    assert card.more.isVisible() and card.more.text().startswith("Do the rest (")
    card.more.click()
    person.saved()
    person.desk.sessions.flow.panel.start.click()
    names = [one.exercise for one in person.session().session.plan.items]
    assert names and first not in names
