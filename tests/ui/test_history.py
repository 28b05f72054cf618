"""The history: by day, newest first, a page at a time; open, correct, delete, enter later."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QDate, QModelIndex, Qt, QTime
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from hiprehab import demo
from hiprehab.core.agenda import Planned
from hiprehab.core.diary import EventKind
from hiprehab.core.fortnight import done_share
from hiprehab.core.log import (
    Moment,
    Outcome,
    PainEntry,
    SessionRecord,
    SetResult,
    SkipReason,
    Status,
    stamp,
)
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.event_dialog import EventDialog
from hiprehab.ui.screens.history import HistoryScreen
from hiprehab.ui.screens.history_add import ManualSessionDialog, PastRatingDialog
from hiprehab.ui.screens.history_model import DAYS_A_PAGE, HistoryModel, Row
from hiprehab.ui.screens.rating_dialog import RatingDialog
from hiprehab.ui.theme import Theme

DAY = date(2026, 11, 22)
ALL = (date(2010, 1, 1), DAY)


def at(day: date, hour: int) -> Any:
    return stamp(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), 0)


def result(item: int, side: Side | None, outcome: Outcome, **more: Any) -> SetResult:
    facts: dict[str, Any] = {"reps_done": 10, "seconds_done": 40.0, "reason": None} | more
    return SetResult(
        item, "clamshell", "1", side, 1, 10, facts["reps_done"], 40.0, facts["seconds_done"],
        outcome, facts["reason"],
    )  # fmt: skip


def session(day: date = DAY, **more: Any) -> SessionRecord:
    facts: dict[str, Any] = {"status": Status.PARTIAL, "planned_s": 960.0, "active_s": 600.0} | more
    return SessionRecord(at(day, 18), "glute-strength-a", "Hip strength A", "1.0.0", "L1", **facts)


def rate(log: Store, day: date, hour: int = 9, **scores: int) -> None:
    log.log_pain([PainEntry(at(day, hour), Side(side), score) for side, score in scores.items()])


@pytest.fixture
def screen(theme: Theme, around: Around, log: Store, qtbot: Any) -> Any:
    made: list[HistoryScreen] = []

    def make() -> HistoryScreen:
        history = HistoryScreen(theme, around)
        around.live.changed.connect(history.on_changed)
        qtbot.addWidget(history)
        history.resize(900, 700)
        with qtbot.waitExposed(history):
            history.show()
        history.activateWindow()
        history.view.setFocus()
        made.append(history)
        return history

    yield make
    for history in made:
        for dialog in history.findChildren(RatingDialog):
            dialog.reject()
        history.close()


def rows(model: HistoryModel) -> list[Row]:
    found = [model.row(model.index(number)) for number in range(model.rowCount())]
    return [row for row in found if row is not None]


def lines(history: HistoryScreen) -> list[str]:
    return [history.model.line(row) for row in rows(history.model)]


def texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


# --- the list ---------------------------------------------------------------------------------


def test_newest_first_by_day(screen: Any, log: Store) -> None:
    rate(log, DAY - timedelta(days=3), left=5)
    rate(log, DAY, 7, left=3, right=1)
    rate(log, DAY, 20, left=2)
    log.log_manual_session(session())
    assert lines(screen()) == [
        "Today",
        "Pain: left 2, 20:00",
        "Hip strength A, Done in part, Level 1, 10 min, 18:00",
        "Pain: left 3, right 1, 07:00",
        "Thursday, 19 November",
        "Pain: left 5, 09:00",
    ]


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("buttock,sit-bone", "buttock,sit-bone", "buttock, sit bone"),
        ("buttock,sit-bone", "groin", "left: buttock, sit bone, right: groin"),
        (None, "outer side", "right: outer side of the hip"),
    ],
)
def test_places_are_said_with_their_side_where_sides_differ(
    screen: Any, log: Store, left: str | None, right: str, said: str
) -> None:
    log.log_pain(
        [
            PainEntry(at(DAY, 9), Side.LEFT, 3, place=left),
            PainEntry(at(DAY, 9), Side.RIGHT, 2, place=right),
        ]
    )
    assert lines(screen())[1] == f"Pain: left 3, right 2, {said}, 09:00"


def test_what_was_skipped_and_why_is_said(screen: Any, log: Store) -> None:
    results = (
        result(0, Side.LEFT, Outcome.SKIPPED, reps_done=0, reason=SkipReason.PAIN),
        result(0, Side.RIGHT, Outcome.DONE),
        result(1, None, Outcome.PARTIAL, reps_done=4, reason=SkipReason.TIRED),
    )
    log.log_manual_session(session(results=results, effort=7, note="hard\nday"))
    assert lines(screen())[1] == (
        "Hip strength A, Done in part, Level 1, 10 min, effort 7 of 10,"
        " 2 exercises not finished (pain, tired), hard day, 18:00"
    )


def test_nothing_yet_offers_the_first_step(screen: Any, qtbot: Any) -> None:
    history = screen()
    assert history.nothing.isVisible() and not history.view.isVisible()
    history.nothing.action.click()
    (dialog,) = history.findChildren(ManualSessionDialog)
    dialog.reject()


def test_only_a_page_is_read_at_first(around: Around, log: Store) -> None:
    for number in range(0, 300, 2):
        rate(log, DAY - timedelta(days=number), left=3)
    model = HistoryModel(around)
    model.load()
    days = [row.day for row in rows(model) if row.is_day]
    assert len(days) == DAYS_A_PAGE // 2 and min(days) > DAY - timedelta(days=DAYS_A_PAGE)
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    days = [row.day for row in rows(model) if row.is_day]
    assert len(days) == 150 and days == sorted(days, reverse=True)


def test_a_gap_of_years_is_crossed(around: Around, log: Store) -> None:
    rate(log, date(2019, 3, 1), left=4)
    model = HistoryModel(around)
    model.load()
    assert [row.day for row in rows(model)] == [date(2019, 3, 1)] * 2
    assert not model.canFetchMore(QModelIndex())


def test_a_reload_keeps_what_was_scrolled_to(around: Around, log: Store) -> None:
    for number in range(200):
        rate(log, DAY - timedelta(days=number), left=3)
    model = HistoryModel(around)
    model.load()
    model.fetchMore(QModelIndex())
    before = model.rowCount()
    model.load()
    assert model.rowCount() == before


def test_demo_days_open(screen: Any, log: Store, library: Any) -> None:
    log.log_pain(demo.made_up_pain(DAY))
    for record in demo.made_up_sessions(library, DAY):
        log.log_manual_session(record)
    history = screen()
    assert history.model.rowCount() > 100
    history.view.scrollToBottom()
    assert history.grab().height() == 700


# --- a session --------------------------------------------------------------------------------


def test_enter_opens_a_session_by_item_and_side(screen: Any, log: Store, qtbot: Any) -> None:
    results = (
        result(0, Side.LEFT, Outcome.SKIPPED, reps_done=0, reason=SkipReason.PAIN),
        result(0, Side.RIGHT, Outcome.DONE),
        result(1, Side.LEFT, Outcome.PARTIAL, reps_done=4),
    )
    log.log_manual_session(session(results=results))
    history = screen()
    qtbot.keyClick(history.view, Qt.Key.Key_Return)
    assert history.page.isVisible() and not history.view.isVisible()
    said = texts(history.page)
    for text in ("Left out (pain)", "All of it", "4 of 10 reps", "Clamshell (level 1)"):
        assert text in said
    history.page.back.click()
    assert history.view.isVisible() and history.focusWidget() is history.view


def open_first(history: HistoryScreen, qtbot: Any) -> None:
    qtbot.keyClick(history.view, Qt.Key.Key_Return)


def test_note_effort_and_status_can_be_corrected(screen: Any, log: Store, qtbot: Any) -> None:
    number = log.log_manual_session(session(results=(result(0, None, Outcome.DONE),)))
    history = screen()
    open_first(history, qtbot)
    page = history.page
    assert not page.save.isEnabled(), "nothing was changed yet"
    page.effort.chips()[6].click()
    page.status.chips()[0].click()
    page.note.setPlainText("felt good")
    with qtbot.waitSignal(page.told):
        page.save.click()
    got = log.session(number)
    assert (got.effort, got.status, got.note) == (6, Status.DONE, "felt good")
    assert len(got.results) == 1, "what was performed stays"
    assert history.view.isVisible()


def test_effort_can_be_taken_back_to_not_asked(screen: Any, log: Store, qtbot: Any) -> None:
    number = log.log_manual_session(session(effort=0))
    history = screen()
    open_first(history, qtbot)
    assert history.page.effort.value == 0
    history.page.effort.chips()[0].click()
    with qtbot.waitSignal(history.page.told):
        history.page.save.click()
    assert log.session(number).effort is None


def test_a_session_is_deleted_with_undo(
    screen: Any, log: Store, around: Around, qtbot: Any
) -> None:
    log.log_manual_session(session())
    history = screen()
    open_first(history, qtbot)
    with qtbot.waitSignal(history.told) as caught:
        history.page.delete.click()
    assert log.sessions_between(*ALL) == []
    qtbot.waitUntil(history.nothing.isVisible)
    with qtbot.waitSignal(around.live.changed):
        caught.args[1]()
    assert len(log.sessions_between(*ALL)) == 1
    qtbot.waitUntil(history.view.isVisible)


def test_the_delete_key_works_in_the_list(screen: Any, log: Store, qtbot: Any) -> None:
    rate(log, DAY, left=3, right=2)
    history = screen()
    with qtbot.waitSignal(history.told):
        qtbot.keyClick(history.view, Qt.Key.Key_Delete)
    assert log.pain_between(*ALL) == []


def test_the_place_in_the_list_stays_after_a_change(screen: Any, log: Store, qtbot: Any) -> None:
    for number in range(10):
        rate(log, DAY - timedelta(days=number), left=number)
    history = screen()
    for _ in range(4):
        qtbot.keyClick(history.view, Qt.Key.Key_Down)
    before = history.view.current_row()
    assert before is not None and not before.is_day
    history.refresh()
    assert history.view.current_row() == before


# --- entering later ---------------------------------------------------------------------------


def test_a_session_without_the_app(screen: Any, log: Store, qtbot: Any) -> None:
    history = screen()
    history.add_session.click()
    (dialog,) = history.findChildren(ManualSessionDialog)
    dialog.routine.setCurrentIndex(dialog.routine.findData("glute-strength-b"))
    dialog.level.chips()[2].click()
    dialog.when.day.edit.setDate(QDate(2026, 11, 20))
    dialog.when.time.setTime(QTime(7, 30))
    dialog.share.chips()[1].click()
    dialog.note.setPlainText("at the gym")
    with qtbot.waitSignal(dialog.told):
        dialog.save.click()
    (got,) = log.sessions_between(*ALL)
    assert (got.routine, got.variant, got.status) == ("glute-strength-b", "L3", Status.MANUAL)
    assert got.stamp == at(date(2026, 11, 20), 7).__class__(
        datetime(2026, 11, 20, 7, 30, tzinfo=UTC), 0, date(2026, 11, 20)
    )
    assert got.note == "at the gym" and got.effort is None
    assert got.active_s == pytest.approx(got.planned_s / 2)
    assert done_share(got) == pytest.approx(0.5)


def test_nothing_is_chosen_for_a_session_and_the_plan_comes_first(
    screen: Any, log: Store, qtbot: Any
) -> None:
    log.plan_add(Planned("yin-hips", "standard", frozenset({0}), 1, DAY - timedelta(days=40)))
    log.plan_add(Planned("desk-break-5", "standard", frozenset({2}), 1, DAY - timedelta(days=9)))
    history = screen()
    history.add_session.click()
    (dialog,) = history.findChildren(ManualSessionDialog)
    assert dialog.routine.currentIndex() == -1 and dialog.share.value is None
    assert [dialog.routine.itemData(n) for n in range(2)] == ["yin-hips", "desk-break-5"]
    assert dialog.missing.text() == "Choose a routine." and not dialog.save.isEnabled()
    dialog.routine.setCurrentIndex(dialog.routine.findData("glute-strength-b"))
    assert dialog.level.isVisible() and dialog.level.value is None
    dialog.share.chips()[0].click()
    assert dialog.missing.text() == "Choose a level." and not dialog.save.isEnabled()
    dialog.level.chips()[0].click()
    assert dialog.missing.text() == "" and dialog.save.isEnabled()
    dialog.reject()


def test_a_run_is_added_as_a_mark(screen: Any, qtbot: Any) -> None:
    history = screen()
    history.add_session.click()
    (dialog,) = history.findChildren(ManualSessionDialog)
    dialog.mark.click()
    (mark,) = history.findChildren(EventDialog)
    assert mark.kinds.value is EventKind.RUN and dialog.isHidden()
    mark.reject()


def test_a_session_in_the_future_is_refused(screen: Any, qtbot: Any) -> None:
    history = screen()
    history.add_session.click()
    (dialog,) = history.findChildren(ManualSessionDialog)
    dialog.routine.setCurrentIndex(dialog.routine.findData("desk-break-5"))
    dialog.share.chips()[0].click()
    assert dialog.save.isEnabled()
    dialog.when.day.edit.setDate(QDate(2026, 12, 1))
    assert not dialog.save.isEnabled() and dialog.record() is None
    dialog.reject()


def test_a_rating_for_a_past_day(screen: Any, log: Store, qtbot: Any) -> None:
    history = screen()
    history.add_rating.click()
    (dialog,) = history.findChildren(PastRatingDialog)
    assert dialog.checkin.is_empty
    dialog.checkin.details.when.day.edit.setDate(QDate(2026, 11, 1))
    qtbot.keyClicks(dialog.checkin.scales[Side.RIGHT], "10")
    with qtbot.waitSignal(dialog.told):
        dialog.checkin.save_button.click()
    (entry,) = log.pain_between(*ALL)
    assert (entry.side, entry.score, entry.moment) == (Side.RIGHT, 10, Moment.DAY)
    assert entry.stamp.day == date(2026, 11, 1)


def test_a_rating_is_corrected_from_the_list(screen: Any, log: Store, qtbot: Any) -> None:
    rate(log, DAY, left=3, right=2)
    history = screen()
    open_first(history, qtbot)
    (dialog,) = history.findChildren(RatingDialog)
    qtbot.keyClick(dialog.checkin.scales[Side.LEFT], Qt.Key.Key_5)
    with qtbot.waitSignal(dialog.told):
        dialog.checkin.save_button.click()
    assert [entry.score for entry in log.pain_between(*ALL)] == [5, 2]
    qtbot.waitUntil(lambda: "left 5" in lines(history)[1])
    QApplication.processEvents()
