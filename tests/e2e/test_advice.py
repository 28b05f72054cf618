"""A suggestion on Today is done with one press, taken back with one, or put aside for good."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hiprehab.core.agenda import EVERY_DAY, Planned
from hiprehab.core.changes import Changes
from hiprehab.core.diary import Adjustment
from hiprehab.core.log import Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.ui.widgets.buttons import Button

Write = Callable[[Callable[[Store], object]], None]
ROUTINE = "glute-strength-a"
ALL = Changes.SESSIONS | Changes.PAIN | Changes.PLAN | Changes.DIARY


@pytest.fixture
def person(sit_down: Any) -> Any:
    one = sit_down()
    one.first_run(lambda page: page.skip_button.click())
    return one


@pytest.fixture
def write(person: Any) -> Write:
    def written(work: Callable[[Store], object]) -> None:
        person.desk.live.write(work, ALL)
        person.saved()

    return written


def planned(person: Any, variant: str = "L2", days_ago: int = 30) -> Callable[[Store], object]:
    since = person.desk.around.today() - timedelta(days=days_ago)
    return lambda store: store.plan_add(Planned(ROUTINE, variant, EVERY_DAY, 1, since))


def session(
    person: Any,
    hours_ago: float,
    during: int,
    routine: str = ROUTINE,
    *,
    level: str = "L2",
    **more: Any,
) -> Callable[[Store], object]:
    at = stamp(person.clock.utcnow() - timedelta(hours=hours_ago), 0)
    record = SessionRecord(at, routine, "Hip strength A", "1", level, Status.MANUAL, 900, 900)

    def work(store: Store) -> None:
        number = store.log_manual_session(record)
        rated = PainEntry(at, Side.LEFT, during, Moment.DURING, session=number, **more)
        store.log_pain([rated])

    return work


def levels(person: Any) -> list[tuple[str, bool]]:
    """The rows of the plan: their level, and whether they hold today."""
    read, today = person.desk.live.read, person.desk.around.today()
    return [(row.variant, row.on(today)) for row in read.planned()]


def take_back(person: Any) -> None:
    person.desk.window.toasts.undo_button.click()
    person.saved()


def test_one_level_down(person: Any, write: Write) -> None:
    write(planned(person))
    write(session(person, 14, 7))
    card = person.desk.today.due
    assert card.do_note.isVisible() and "Level 1" in card.do_note.text()
    card.do_note.click()
    person.saved()
    assert levels(person) == [("L2", False), ("L1", True)]
    assert card.note.text().startswith(
        "Your plan has Level 1 since Mon 24 Nov, because of Sun 23 Nov"
    )
    assert card.do_note.text() == "Undo" and not card.put_aside.isVisible()
    assert card.facts.text().startswith("Level 1")
    take_back(person)
    assert levels(person)[0] == ("L2", False) and levels(person)[-1] == ("L2", True)


def test_the_move_that_hurt(person: Any, write: Write) -> None:
    write(planned(person))
    write(session(person, 14, 5, exercise="side-lying-leg-raise"))
    card = person.desk.today.due
    assert "Side-lying leg raise, level 1" in card.do_note.text()
    card.do_note.click()
    person.saved()
    (kept,) = person.desk.live.read.adjustments()
    assert (kept.exercise, kept.to_level) == (
        "side-lying-leg-raise",
        "1",
    ) and "your limit" in kept.reason
    person.desk.window.show_screen("plan")
    changes = person.desk.window.screen_of("plan").changes
    assert changes.isVisible()
    routine = person.desk.profile.library.routines[ROUTINE]
    person.desk.sessions.play(routine, routine.variant("L2"), False)
    person.desk.sessions.flow.panel.start.click()
    plan = person.session().session.plan
    assert [one.level for one in plan.items if one.exercise == "side-lying-leg-raise"] == ["1"]


def test_less_holds_for_the_next_session_only(person: Any, write: Write) -> None:
    write(planned(person))
    whole = person.desk.today._offers.named(ROUTINE, "L2").seconds
    less = Adjustment(person.desk.around.now(), ROUTINE, percent=70, reason="a week off")
    write(lambda store: store.adjust(less))
    offer = person.desk.today.due._offer
    assert offer.seconds < 0.85 * whole
    person.clock.turn(3600)
    write(session(person, 0, 1))
    assert person.desk.live.read.adjustments()[0].ended is None
    person.clock.turn(24 * 3600)
    write(lambda store: None)
    assert person.desk.today.due._offer.seconds == whole


def test_after_a_week_without_it_less_is_suggested(person: Any, write: Write) -> None:
    write(planned(person))
    write(session(person, 24 * 8, 0))
    card = person.desk.today.due
    assert "8 days ago" in card.note.text()
    card.do_note.click()
    person.saved()
    assert [one.percent for one in person.desk.live.read.adjustments()] == [70]
    assert card.note.text().startswith("Today about a third less, because of the break since Sun ")
    take_back(person)
    assert person.desk.live.read.adjustments()[0].ended is not None
    assert "8 days ago" in card.note.text(), "what was taken back is open again"


def test_what_was_accepted_can_be_taken_back_on_the_card(person: Any, write: Write) -> None:
    write(planned(person, "L1"))
    write(session(person, 24 * 8, 0))
    card = person.desk.today.due
    assert card.do_note.text().startswith("A third less today (")
    usual = card.facts.text()
    card.do_note.click()
    person.saved()
    assert "(usually 16)" in card.facts.text()
    assert card.do_note.text() == "Undo"
    card.do_note.click()
    person.saved()
    assert card.facts.text() == usual and card.do_note.text().startswith("A third less today")


def test_a_level_that_was_accepted_is_told_and_taken_back_another_day(
    person: Any, write: Write
) -> None:
    write(planned(person))
    write(session(person, 14, 7))
    card = person.desk.today.due
    card.do_note.click()
    person.saved()
    person.clock.turn(24 * 3600)
    write(lambda store: None)
    assert "Your plan has Level 1 since Mon 24 Nov" in card.note.text()
    card.do_note.click()
    person.saved()
    assert [name for name, on in levels(person) if on] == ["L2"]
    person.clock.turn(3 * 24 * 3600)
    write(lambda store: None)
    assert "Level 1" not in card.note.text()


def test_the_words_are_those_of_the_button(person: Any, write: Write) -> None:
    """At the lowest level there is no level down to go: less is suggested, and offered."""
    write(planned(person, "L1"))
    write(session(person, 14, 7, level="L1"))
    card = person.desk.today.due
    assert "then about a third less" in card.note.text() and "level" not in card.note.text()
    assert card.do_note.text() == "A third less next time"


def test_start_steps_back_while_rest_is_suggested(person: Any, write: Write) -> None:
    write(planned(person, "L1"))
    write(session(person, 14, 7, level="L1"))
    card = person.desk.today.due
    assert "days without load" in card.note.text() and card.start._kind == "secondary"
    card.do_note.click()
    person.saved()
    assert card.note.text().startswith("Next time about a third less")
    assert card.note.text().endswith("without load first.") and card.start._kind == "secondary"
    person.clock.turn(30 * 3600)
    write(lambda store: None)
    assert card.note.text().startswith("Today about a third less")
    assert "without load" not in card.note.text() and card.start._kind == "primary"


def test_an_unknown_move_is_said_to_be_unknown(person: Any, write: Write) -> None:
    write(planned(person))
    write(session(person, 14, 5))
    card = person.desk.today.due
    assert "Which move hurt was not entered." in card.note.text()
    assert card.do_note.text() == "Show its moves"
    card.do_note.click()
    library = person.desk.window.screen_of("library")
    assert library.isVisible() and library.routine_page.isVisible()


def test_a_move_without_an_easier_form_is_shown(person: Any, write: Write) -> None:
    write(session(person, 14, 5, "glute-strength-b", level="L1", exercise="calf-raise"))
    card = person.desk.today.due
    assert "Calf raise has no easier form here" in card.note.text()
    assert card.do_note.text() == "Show Calf raise"
    card.do_note.click()
    library = person.desk.window.screen_of("library")
    assert library.isVisible() and library.exercise_page.isVisible()


def test_not_now_is_not_said_again(person: Any, write: Write) -> None:
    write(planned(person))
    write(session(person, 14, 7))
    card = person.desk.today.due
    card.put_aside.click()
    person.saved()
    assert card.note.text() == ""
    write(lambda store: None)
    assert card.note.text() == "" and levels(person) == [("L2", True)]


def test_mornings_that_rise(person: Any, write: Write) -> None:
    write(planned(person))
    today = person.clock.utcnow()

    def mornings(store: Store) -> None:
        for day in range(14):
            score = 5 if day < 7 else 2
            at = stamp(today - timedelta(days=day), 0)
            store.log_pain([PainEntry(at, Side.LEFT, score, Moment.NEXT_MORNING)])

    write(mornings)
    card = person.desk.today.due
    assert "5 this week (n = 7), 2 the week before (n = 7)" in card.note.text()
    assert "Level 1" in card.do_note.text()


def test_a_level_that_is_not_in_the_plan_is_told_without_a_button(
    person: Any, write: Write
) -> None:
    write(session(person, 14, 7))
    card = person.desk.today.due
    assert card.note.isVisible() and not card.do_note.isVisible()


def test_the_way_back_in_the_plan(person: Any, write: Write) -> None:
    write(planned(person))
    change = Adjustment(person.desk.around.now(), ROUTINE, "side-lying-leg-raise", to_level="1")
    write(lambda store: store.adjust(change))
    person.desk.window.show_screen("plan")
    changes = person.desk.window.screen_of("plan").changes
    (back,) = changes.findChildren(Button)
    back.click()
    person.saved()
    assert not changes.isVisible()
    take_back(person)
    assert changes.isVisible()
