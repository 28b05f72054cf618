"""The plan: add, change and end routines without rewriting the past, days away, rest between."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from hiprehab.core.agenda import Away, Planned, too_close
from hiprehab.core.model import Library, Routine, Schedule
from hiprehab.storage.store import Store
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.plan import PlanScreen
from hiprehab.ui.screens.plan_edit import AwayDialog, proposed_days
from hiprehab.ui.screens.plan_week import monday_of
from hiprehab.ui.theme import Theme

DAY = date(2026, 11, 22)
MON, TUE, THU, FRI, SUN = 0, 1, 3, 4, 6


@pytest.fixture
def screen(theme: Theme, around: Around, log: Store, qtbot: Any) -> Any:
    made: list[PlanScreen] = []

    def make() -> PlanScreen:
        plan = PlanScreen(theme, around)
        around.live.changed.connect(plan.on_changed)
        qtbot.addWidget(plan)
        plan.resize(1100, 800)
        with qtbot.waitExposed(plan):
            plan.show()
        made.append(plan)
        return plan

    yield make
    for plan in made:
        plan.close()


def texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def button(widget: QWidget, name: str) -> QPushButton:
    (found,) = [
        one for one in widget.findChildren(QPushButton)
        if name in (one.accessibleName(), one.text()) and not one.isHidden()
    ]  # fmt: skip
    return found


def planned(log: Store, *days: int, since: date = DAY - timedelta(days=40)) -> int:
    return log.plan_add(Planned("glute-strength-a", "L1", frozenset(days), 1, since))


def test_without_a_plan_the_first_step_is_offered(screen: Any, library: Library) -> None:
    plan = screen()
    assert plan.nothing.isVisible() and not plan.week.isVisible()
    plan.nothing.action.click()
    assert {card.routine.id for card in plan.choice.cards} == set(library.routines)


def test_adding_a_routine(screen: Any, log: Store, qtbot: Any) -> None:
    plan = screen()
    plan.show_choice()
    card = next(c for c in plan.choice.cards if c.routine.id == "glute-strength-a")
    card.levels.chips()[1].click()
    card.button.click()
    editor = plan.editor
    assert editor.isVisible() and editor.level.value == "L2"
    assert len(editor.chosen_days()) == 2 and not editor.warning.isVisible()
    for chip in editor.days:
        if chip.isChecked():
            chip.click()
    assert not editor.save.isEnabled(), "a routine without a day is no plan"
    for number in (MON, THU):
        editor.days[number].click()
    editor.times.set_value(2)
    with qtbot.waitSignal(plan.told):
        editor.save.click()
    (row,) = log.planned()
    assert (row.routine, row.variant, row.weekdays) == ("glute-strength-a", "L2", {MON, THU})
    assert (row.times_per_day, row.since, row.until) == (2, DAY, None)
    start = "Mon, Thu · 2 times a day · "
    qtbot.waitUntil(lambda: any(text.startswith(start) for text in texts(plan)))


def test_a_routine_that_is_planned_already_opens_with_its_days(screen: Any, log: Store) -> None:
    planned(log, MON, THU)
    plan = screen()
    plan.add_routine("glute-strength-a", "L2")
    editor = plan.editor
    assert editor.already.isVisible()
    assert (editor.level.value, editor.chosen_days()) == ("L1", {MON, THU}), "nothing is changed"
    editor.back.click()
    plan.add_routine("desk-break-5", "standard")
    assert not editor.already.isVisible() and editor.chosen_days() != {MON, THU}
    editor.back.click()
    button(plan, "Change the days of Hip strength A: side and back of the hip – Level 1").click()
    assert not editor.already.isVisible(), "there nobody meant to add it"


def test_it_can_be_planned_once_more_at_another_level(screen: Any, log: Store, qtbot: Any) -> None:
    planned(log, MON)
    plan = screen()
    plan.add_routine("glute-strength-a", "L2")
    plan.editor.once_more.click()
    assert plan.editor.isVisible() and not plan.editor.already.isVisible()
    assert plan.editor.level.value == "L2"
    plan.editor.save.click()
    qtbot.waitUntil(lambda: len(log.planned()) == 2)
    assert {(row.variant, row.until) for row in log.planned()} == {("L1", None), ("L2", None)}


def test_a_change_ends_the_old_row_the_day_before(screen: Any, log: Store, qtbot: Any) -> None:
    planned(log, MON, THU)
    plan = screen()
    button(plan, "Change the days of Hip strength A: side and back of the hip – Level 1").click()
    plan.editor.days[THU].click()
    plan.editor.days[FRI].click()
    with qtbot.waitSignal(plan.told):
        plan.editor.save.click()
    old, new = log.planned()
    assert (old.weekdays, old.until) == ({MON, THU}, DAY - timedelta(days=1))
    assert (new.weekdays, new.since, new.until) == ({MON, FRI}, DAY, None)


def test_a_row_of_today_is_replaced_without_a_trace(screen: Any, log: Store, qtbot: Any) -> None:
    planned(log, MON, since=DAY)
    plan = screen()
    plan._on_change(plan._rows[0])
    plan.editor.days[FRI].click()
    with qtbot.waitSignal(plan.told):
        plan.editor.save.click()
    (row,) = log.planned()
    assert row.weekdays == {MON, FRI}


def test_taking_a_routine_out_keeps_the_past_and_can_be_undone(
    screen: Any, log: Store, around: Around, qtbot: Any
) -> None:
    planned(log, MON, THU)
    plan = screen()
    with qtbot.waitSignal(plan.told) as caught:
        button(
            plan, "Take Hip strength A: side and back of the hip – Level 1 out of the plan"
        ).click()
    (row,) = log.planned()
    assert row.until == DAY - timedelta(days=1)
    assert row.on(date(2026, 11, 16)) and not row.on(date(2026, 11, 23))
    qtbot.waitUntil(plan.nothing.isVisible)
    with qtbot.waitSignal(around.live.changed):
        caught.args[1]()
    assert log.planned()[-1].on(date(2026, 11, 23))


def test_the_week_shows_what_is_planned(screen: Any, log: Store) -> None:
    planned(log, MON, THU)
    log.away_add(Away(date(2026, 11, 19), date(2026, 11, 20), ""))
    plan = screen()
    columns = {
        one.accessibleName(): texts(one)
        for one in plan.week.children()
        if isinstance(one, QWidget) and one.accessibleName()
    }
    assert columns["Monday"] == ["Mon 16", "Hip strength A", "16 min"]
    assert columns["Tuesday"] == ["Tue 17", "Free"]
    assert columns["Thursday"] == ["Thu 19", "Away"]


def test_a_routine_that_is_gone_can_still_be_taken_out(screen: Any, log: Store) -> None:
    log.plan_add(Planned("org.example/gone", "x", frozenset({MON}), 1, DAY))
    plan = screen()
    assert not button(plan, "Change the days of org.example/gone").isEnabled()
    assert button(plan, "Take org.example/gone out of the plan").isEnabled()


# --- rest between -----------------------------------------------------------------------------


def test_days_too_close_are_said_plainly(screen: Any, log: Store) -> None:
    planned(log, MON, TUE)
    said = [text for text in texts(screen()) if "too close" in text]
    assert said == ["This routine should have a day of rest between. Some days are too close."]


def test_the_editor_warns_at_once_but_saves(screen: Any, log: Store, qtbot: Any) -> None:
    planned(log, MON)
    plan = screen()
    plan._on_change(plan._rows[0])
    assert not plan.editor.warning.isVisible()
    plan.editor.days[SUN].click()
    assert plan.editor.warning.isVisible(), "Sunday and Monday lie next to each other"
    with qtbot.waitSignal(plan.told):
        plan.editor.save.click()
    assert log.planned()[-1].weekdays == {MON, SUN}


def test_two_rows_of_a_routine_count_together(screen: Any, log: Store) -> None:
    planned(log, MON)
    planned(log, TUE)
    assert [text for text in texts(screen()) if "too close" in text]


@given(some.sets(some.integers(0, 6), min_size=1), some.integers(1, 3))
def test_too_close_is_what_a_calendar_says(days: set[int], gap: int) -> None:
    three_weeks = [day + 7 * week for week in range(3) for day in sorted(days)]
    between = [b - a - 1 for a, b in pairwise(three_weeks)]
    expected = len(days) > 1 and any(rest < gap for rest in between)
    assert too_close(sorted(days), gap) == expected


@given(some.integers(0, 7), some.integers(0, 6))
def test_proposed_days_are_as_many_as_asked_and_fit(count: int, gap: int) -> None:
    routine = Routine(
        "x", "X", (), schedule=Schedule(days_per_week=(count, count), min_gap_days=gap)
    )
    days = proposed_days(routine)
    assert len(days) == min(count, 7 // (gap + 1)) and days <= set(range(7))
    assert not too_close(sorted(days), gap)


def test_the_built_in_routines_propose_days_that_keep_the_rest(library: Library) -> None:
    for routine in library.routines.values():
        days = sorted(proposed_days(routine))
        assert not too_close(days, routine.schedule.min_gap_days), routine.id


# --- away -------------------------------------------------------------------------------------


def test_days_away(screen: Any, log: Store, around: Around, qtbot: Any) -> None:
    planned(log, MON)
    plan = screen()
    plan.add_away.click()
    (dialog,) = plan.findChildren(AwayDialog)
    dialog.first.edit.setDate(QDate(2026, 12, 1))
    dialog.last.edit.setDate(QDate(2026, 11, 30))
    assert not dialog.save.isEnabled() and "before the first" in dialog.warning.text()
    dialog.last.edit.setDate(QDate(2026, 12, 5))
    dialog.reason.setText(" the sea ")
    with qtbot.waitSignal(dialog.told):
        dialog.save.click()
    (period,) = log.away()
    facts = (period.start, period.end, period.reason)
    assert facts == (date(2026, 12, 1), date(2026, 12, 5), "the sea")
    qtbot.waitUntil(lambda: any("the sea" in text for text in texts(plan)))
    with qtbot.waitSignal(plan.told) as caught:
        button(plan, "Remove these days away").click()
    assert log.away() == []
    with qtbot.waitSignal(around.live.changed):
        caught.args[1]()
    assert len(log.away()) == 1


def test_moving_the_first_day_takes_the_last_along(screen: Any, log: Store) -> None:
    plan = screen()
    plan._on_add_away()
    (dialog,) = plan.findChildren(AwayDialog)
    dialog.first.edit.setDate(QDate(2027, 1, 10))
    assert dialog.last.day() == date(2027, 1, 10) and dialog.save.isEnabled()
    dialog.reject()


def test_monday_of() -> None:
    assert monday_of(DAY) == date(2026, 11, 16)
    assert monday_of(date(2026, 11, 16)) == date(2026, 11, 16)
