"""The words of a session: doses, times, sides, and what was done at its end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QLabel

from hiprehab.core.log import Outcome, SetResult
from hiprehab.core.model import Affected, Dose, DoseKind, Side, SideRule
from hiprehab.core.plan import StepKind
from hiprehab.core.settings import Settings
from hiprehab.core.state import Scope
from hiprehab.ui import phrases
from hiprehab.ui.theme import Theme
from hiprehab.ui.wording import Words, digits, minutes_text
from tests.ui.session_stand import HOLD, PACED, SELF, Stand


@pytest.fixture
def stand(theme: Theme) -> Iterator[Stand]:
    made = Stand(theme, Settings(affected=Affected.RIGHT))
    yield made
    made.flow.close_session()
    made.flow.hide()
    shiboken6.delete(made.flow)


@pytest.mark.parametrize(
    ("item", "seconds", "headline"),
    [
        (0, 11.0, "You did 2 reps. That counts."),
        (0, 6.0, "You did 1 rep. That counts."),
        (0, 2.0, "You did 2 s of exercise. That counts."),
        (1, 12.0, "You did 12 s of exercise. That counts."),
    ],
)
def test_the_end_says_what_was_done_where_no_set_is_whole(
    stand: Stand, item: int, seconds: float, headline: str
) -> None:
    stand.start()
    stand.goto(StepKind.WORK, seconds, item=item)
    stand.runner.stop()
    assert headline in {one.text() for one in stand.flow.summary.findChildren(QLabel)}


def test_the_end_counts_left_and_right_as_one_set(stand: Stand) -> None:
    stand.start()
    for side in Side:
        stand.goto(StepKind.WORK, 15.5, item=0, side=side, set=1)
    stand.runner.stop()
    said = {one.text() for one in stand.flow.summary.findChildren(QLabel)}
    assert "You did 1 of 5 sets. That counts." in said
    assert "1 of 2 sets, 3 of 6 reps" in said, "each side for itself"


def test_both_sides_of_a_move_in_one_line(qapp: QApplication) -> None:
    def row(number: int, side: Side, outcome: Outcome) -> SetResult:
        done = 10 if outcome is Outcome.DONE else 0
        return SetResult(0, "clam", "1", side, number, 10, done, 50.0, 50.0, outcome)

    rows = [row(n, side, Outcome.DONE) for n in (1, 2) for side in Side]
    assert Words().sets_done(rows) == "2 of 2 sets each side"
    rows[-1] = row(2, Side.RIGHT, Outcome.SKIPPED)
    assert Words().sets_done(rows) == "1 of 2 sets (left 2, right 1), 30 of 40 reps"


@pytest.mark.parametrize(
    ("seconds", "text", "short"),
    [(0, "0:00", "0"), (6.1, "0:07", "7"), (59.2, "1:00", "1:00"), (3661, "1:01:01", "1:01:01")],
)
def test_times_round_up(seconds: float, text: str, short: str) -> None:
    assert (minutes_text(seconds), digits(seconds)) == (text, short)


@pytest.mark.parametrize(
    ("dose", "text"),
    [
        (PACED, "2 sets: 3 times, each side"),
        (HOLD, "2 × hold 30 s, each side"),
        (replace(HOLD, reps=(1, 1), side=SideRule.LEFT), "hold 30 s, left side"),
        (replace(PACED, side=SideRule.ALTERNATING), "2 sets: 3 times, each side in turn"),
        (Dose(DoseKind.HOLD, hold_s=180.0), "hold 3 min"),
        (Dose(DoseKind.TIME, duration_s=300.0, side=SideRule.ALTERNATING), "5 min"),
        (SELF, "2 sets: 8 times"),
        (Dose(DoseKind.TIME, duration_s=300.0), "5 min"),
        (Dose(DoseKind.TIME, duration_s=45.0), "45 s"),
        (Dose(DoseKind.TIME, duration_s=100.0), "1:40 min"),
        (Dose(DoseKind.OPEN), "until you are done"),
    ],
)
def test_dose_as_a_sentence(qapp: QApplication, dose: Dose, text: str) -> None:
    assert Words().dose(dose) == text


def test_sides_that_take_turns_are_announced_as_such(stand: Stand) -> None:
    stand.start()
    step, item = stand.goto(StepKind.WORK, 0.0), stand.runner.session.plan.items[0]
    turns = replace(item, dose=replace(item.dose, side=SideRule.ALTERNATING))
    said = phrases.say_item(turns, replace(step, alternating=True), first=True)
    assert "3 times, each side in turn, left first" in said[0]
    assert said[-1] == "first, both sides, 3 times"
    plain = phrases.say_item(item, step, first=True)
    assert "left side, 3 times" in plain[0]


def test_scope_of_a_skip_is_named(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 1.0, item=0)
    stand.screen.skip(Scope.EXERCISE)
    assert stand.screen.asking.reasons.title.text() == "Skipped: Clamshell. Why?"
    assert date(2026, 3, 3) > stand.journal.record.stamp.day
