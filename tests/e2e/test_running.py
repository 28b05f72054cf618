"""The way back to running, as a person meets it: the page, the list, the steps, the suggestion."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hiprehab.core.agenda import EVERY_DAY, Planned
from hiprehab.core.changes import Changes
from hiprehab.core.log import Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.running import ROUTINE
from hiprehab.storage.store import Store
from hiprehab.ui.screens.running_card import RunningCard

Write = Callable[[Callable[[Store], object]], None]


@pytest.fixture
def person(sit_down: Any) -> Any:
    one = sit_down()
    one.first_run(lambda page: page.skip_button.click())
    return one


@pytest.fixture
def write(person: Any) -> Write:
    def written(work: Callable[[Store], object]) -> None:
        person.desk.live.write(work, Changes.SESSIONS | Changes.PAIN | Changes.PLAN)
        person.saved()

    return written


def run(person: Any, days_ago: int, step: int, during: int = 0) -> Callable[[Store], object]:
    """A run in the evening and the morning after it, each rated."""
    evening = person.clock.utcnow() - timedelta(days=days_ago, hours=14)
    at, after = stamp(evening, 0), stamp(evening + timedelta(hours=13), 0)
    record = SessionRecord(at, ROUTINE, "Run", "1", f"step-{step}", Status.DONE, 1800, 1800)

    def work(store: Store) -> None:
        number = store.log_manual_session(record)
        store.log_pain([
            PainEntry(at, Side.LEFT, 0, Moment.BEFORE, session=number),
            PainEntry(at, Side.LEFT, during, Moment.DURING, session=number),
            PainEntry(after, Side.LEFT, 0, Moment.NEXT_MORNING, session=number),
        ])  # fmt: skip

    return work


def planned(person: Any, step: int) -> Callable[[Store], object]:
    since = person.desk.around.today() - timedelta(days=20)
    return lambda store: store.plan_add(Planned(ROUTINE, f"step-{step}", EVERY_DAY, 1, since))


def opened(person: Any) -> RunningCard:
    person.desk.window.show_screen("library")
    library = person.desk.window.screen_of("library")
    library.open_routine(ROUTINE)
    (card,) = library.findChildren(RunningCard)
    return card


def test_the_list_is_answered_and_kept(person: Any) -> None:
    card = opened(person)
    assert len(card.answers) == 8 and "8 of 8 points are open" in card.ready.text()
    for chips in card.answers.values():
        assert chips.value is None  # never prefilled
        chips.chips()[0].click()
        person.saved()
    assert card.ready.text() == "All 8 points are done."
    card.answers["no-limp"].chips()[1].click()
    person.saved()
    assert "1 of 8 points" in card.ready.text()
    assert len(person.desk.live.read.ready()) == 9  # the first answer stays in the log


def test_two_good_runs_offer_the_next_step_in_the_plan(person: Any, write: Write) -> None:
    write(planned(person, 2))
    write(run(person, 2, 2))
    write(run(person, 0, 2))
    due = person.desk.today.due
    assert "go on with step 3" in due.note.text()
    assert due.do_note.text() == "Change my plan to Step 3: 6 × run 2 min, walk 3 min"
    due.do_note.click()
    person.saved()
    assert due.title.text() and due.facts.text().startswith("Step 3")


def test_pain_in_a_run_goes_back(person: Any, write: Write) -> None:
    write(planned(person, 5))
    write(run(person, 0, 5, during=4))
    assert "48 hours off, then step 3" in person.desk.today.due.note.text()


def test_the_page_shows_the_suggested_step(person: Any, write: Write) -> None:
    write(run(person, 2, 4))
    write(run(person, 0, 4))
    card = opened(person)
    assert "step 5" in card.text.text()
    card.take.click()
    assert person.desk.window.screen_of("library").routine_page.variant.id == "step-5"


def test_a_step_is_played_run_by_run(person: Any) -> None:
    routine = person.desk.profile.library.routines[ROUTINE]
    person.desk.sessions.play(routine, routine.variant("step-2"), False)
    person.desk.sessions.flow.panel.start.click()
    plan = person.session().session.plan
    work = [(step.exercise, step.seconds) for step in plan.steps if step.is_work]
    pairs = [("easy-run", 60), ("easy-walk", 240)] * 6
    assert work == [("easy-walk", 300), *pairs, ("easy-walk", 300)]
    assert plan.total_s < 41.5 * 60  # nobody stands still between a run and a walk


def asked(person: Any, variant: str) -> Any:
    """The check before a run."""
    person.desk.sessions.start(ROUTINE, variant, False)
    person.saved()
    if person.desk.sessions.flow is None:
        person.safe()
    return person.desk.sessions.flow.panel


def tick_all(person: Any) -> Callable[[Store], object]:
    from hiprehab import resources
    from hiprehab.core.diary import Ready
    from hiprehab.storage.guides import read_ready_list

    now, points = person.desk.around.now(), read_ready_list(resources.data_dir()).points
    return lambda store: store.ready_add([Ready(now, point.key, True) for point in points])


def test_a_run_before_the_list_is_done_offers_the_walk_first(person: Any, write: Write) -> None:
    panel = asked(person, "step-9")
    assert panel.advice.text().startswith("8 points before running are open. Step 0")
    assert panel.advised is panel.step and panel.anyway.isVisible()
    panel.step.click()
    person.saved()
    panel = person.desk.sessions.flow.panel
    assert "Step 0" in panel.facts.text() and panel.advised is panel.start
    panel.cancelled.emit()
    person.saved()
    write(tick_all(person))
    panel = asked(person, "step-9")
    assert panel.advice.text() == "Begin with step 0, a brisk walk of 30 minutes."


def test_a_step_beyond_the_suggested_one_says_which_that_is(person: Any, write: Write) -> None:
    write(tick_all(person))
    write(run(person, 1, 2))
    panel = asked(person, "step-4")
    assert "step 2 again" in panel.advice.text() and panel.step.text() == "Show step 2"
    panel.cancelled.emit()
    person.saved()
    assert asked(person, "step-2").advised.text() == "Start"
