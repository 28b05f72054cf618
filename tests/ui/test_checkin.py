"""The check-in: nothing is prefilled, unknown is not zero, and nothing is lost on the way."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt, QTime
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from hiprehab.core.log import Measure, Moment, PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.ui.screens.around import Around, is_future, stamp_at
from hiprehab.ui.screens.checkin import CheckIn
from hiprehab.ui.screens.rating_dialog import RatingDialog
from hiprehab.ui.screens.today_state import grouped
from hiprehab.ui.screens.when import WhenField
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.side_figure import SideFigure

DAY = date(2026, 11, 22)


@pytest.fixture
def checkin(theme: Theme, around: Around, qtbot: Any) -> CheckIn:
    made = CheckIn(theme, around)
    qtbot.addWidget(made)
    return made


def saved(log: Store) -> list[PainEntry]:
    return log.pain_between(DAY - timedelta(days=400), DAY)


def choose(checkin: CheckIn, **scores: int) -> None:
    """Presses the numbers as a mouse would."""
    for side, score in scores.items():
        checkin.scales[Side(side)]._group.button(score).click()


def save(checkin: CheckIn, qtbot: Any) -> None:
    with qtbot.waitSignal(checkin.saved):
        checkin.save_button.click()


def test_nothing_is_chosen_and_nothing_can_be_saved(checkin: CheckIn) -> None:
    assert [scale.score for scale in checkin.scales.values()] == [None, None]
    assert checkin.is_empty and not checkin.entries()
    assert not checkin.save_button.isEnabled()


def test_the_numbers_stay_wide_enough_to_hit(checkin: CheckIn) -> None:
    checkin.show()

    def scales(width: int) -> tuple[bool, int]:
        """Whether they stand side by side, and the narrowest number."""
        checkin.resize(width, 600)
        QApplication.processEvents()
        left, right = checkin.scales.values()
        numbers = [one.width() for one in (*left._group.buttons(), *right._group.buttons())]
        return left.mapTo(checkin, QPoint()).y() == right.mapTo(checkin, QPoint()).y(), min(numbers)

    assert scales(728) == (True, 32)  # beside what is due in a window of 1280 px
    beside, narrowest = scales(690)
    assert not beside and narrowest >= 60


def test_a_click_a_side_is_enough(checkin: CheckIn, log: Store, qtbot: Any) -> None:
    choose(checkin, left=3, right=0)
    save(checkin, qtbot)
    left, right = saved(log)
    assert (left.side, left.score, right.side, right.score) == (Side.LEFT, 3, Side.RIGHT, 0)
    assert left.stamp == right.stamp == stamp(datetime(2026, 11, 22, 8, 40, tzinfo=UTC), 0)
    for entry in (left, right):
        assert (entry.moment, entry.measure) == (Moment.DAY, Measure.NOW)
        unasked = (entry.place, entry.woken, entry.sharp, entry.catching, entry.giving_way)
        assert unasked == (None,) * 5 and entry.limp is None and entry.note == ""
    assert checkin.is_empty


def test_a_side_without_an_answer_makes_no_row(checkin: CheckIn, log: Store, qtbot: Any) -> None:
    choose(checkin, right=0)
    save(checkin, qtbot)
    assert [(entry.side, entry.score) for entry in saved(log)] == [(Side.RIGHT, 0)]


def test_a_place_without_a_score_is_kept_without_a_number(
    checkin: CheckIn, log: Store, qtbot: Any
) -> None:
    checkin.set_details_shown(True)
    checkin.details.sides[Side.LEFT].place.toggle("groin")
    save(checkin, qtbot)
    (entry,) = saved(log)
    assert (entry.side, entry.score, entry.place) == (Side.LEFT, None, "groin")


def test_details_are_stored_by_side(checkin: CheckIn, log: Store, qtbot: Any) -> None:
    choose(checkin, left=6, right=2)
    details = checkin.details
    details.measure.chips()[1].click()
    details.sides[Side.LEFT].place.toggle("outer-hip")
    details.sides[Side.LEFT].qualities["catching"].click()
    details.woken.chips()[0].click()
    details.limp.chips()[1].click()
    details.note.setPlainText("  after the stairs ")
    save(checkin, qtbot)
    left, right = saved(log)
    assert (left.place, right.place) == ("outer-hip", None)
    assert (left.catching, left.sharp, right.catching) == (True, None, None)
    for entry in (left, right):
        assert (entry.measure, entry.woken, entry.limp) == (Measure.WORST, True, False)
        assert entry.note == "after the stairs"


def test_enter_saves(checkin: CheckIn, log: Store, qtbot: Any) -> None:
    scale = checkin.scales[Side.LEFT]
    scale.setFocus()
    qtbot.keyClick(scale, Qt.Key.Key_4)
    with qtbot.waitSignal(checkin.saved):
        qtbot.keyClick(scale, Qt.Key.Key_Return)
    assert [entry.score for entry in saved(log)] == [4]


def test_enter_elsewhere_does_not_save(checkin: CheckIn, log: Store, qtbot: Any) -> None:
    qtbot.keyClick(checkin.scales[Side.LEFT], Qt.Key.Key_4)
    checkin.more.setFocus()
    qtbot.keyClick(checkin.more, Qt.Key.Key_Return)
    assert checkin.save_button.text() == "Save" and saved(log) == []


def test_the_moment_of_a_session_is_kept(checkin: CheckIn, around: Around, qtbot: Any) -> None:
    checkin.ask("How are your hips now?", Moment.AFTER, 7)
    choose(checkin, left=1)
    (entry,) = checkin.entries()
    assert (entry.moment, entry.session) == (Moment.AFTER, 7)


def test_a_locked_log_keeps_the_entry_on_the_screen(
    theme: Theme, around: Around, log: Store, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkin = CheckIn(theme, around)
    qtbot.addWidget(checkin)
    other = sqlite3.connect(log.path, isolation_level=None)
    around.live.writer.flush(5)
    around.live.writer.submit(lambda store: store._connection.execute("PRAGMA busy_timeout = 1"))
    other.execute("BEGIN EXCLUSIVE")
    choose(checkin, left=5, right=2)
    checkin.save_button.click()
    assert checkin.save_button.text() != "Save"
    qtbot.waitUntil(lambda: not checkin.problem.isHidden())
    assert checkin.scales[Side.LEFT].score == 5 and checkin.scales[Side.RIGHT].score == 2
    text = checkin.problem.accessibleName()
    assert "in use by another program" in text and "kept here" in text
    other.execute("ROLLBACK")
    other.close()
    with qtbot.waitSignal(checkin.saved):
        checkin.retry.click()
    assert [entry.score for entry in saved(log)] == [5, 2]
    assert checkin.problem.isHidden()


def test_an_answer_given_while_saving_is_not_wiped(
    checkin: CheckIn, log: Store, qtbot: Any
) -> None:
    choose(checkin, left=5)
    checkin.save()
    choose(checkin, right=2)
    with qtbot.waitSignal(checkin.saved):
        pass
    assert [entry.score for entry in saved(log)] == [5]
    assert checkin.scales[Side.RIGHT].score == 2


# --- when -------------------------------------------------------------------------------------


def test_the_time_of_an_entry_is_when_it_is_saved(
    checkin: CheckIn, clock: Any, log: Store, qtbot: Any
) -> None:
    choose(checkin, left=2)
    clock.later(minutes=7)
    save(checkin, qtbot)
    assert saved(log)[0].stamp.at == clock.at


def test_an_earlier_time(checkin: CheckIn, log: Store, qtbot: Any) -> None:
    choose(checkin, left=2)
    when = checkin.details.when
    when.choice.chips()[1].click()
    when.day._before.click()
    when.time.setTime(QTime(1, 30))
    save(checkin, qtbot)
    (entry,) = saved(log)
    assert entry.stamp.at == datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
    assert entry.stamp.day == date(2026, 11, 20), "half past one belongs to the evening before"


def test_the_future_is_refused_kindly(checkin: CheckIn) -> None:
    choose(checkin, left=2)
    when = checkin.details.when
    when.choice.chips()[1].click()
    when.day.edit.setDate(QDate(2026, 11, 23))
    assert when.stamp() is None and not checkin.save_button.isEnabled()
    assert not when.problem.isHidden() and "not come yet" in when.problem.text()
    when.choice.chips()[0].click()
    assert checkin.save_button.isEnabled() and when.problem.isHidden()


def test_the_running_minute_is_not_the_future(theme: Theme, clock: Any, qtbot: Any) -> None:
    assert not is_future(clock, datetime(2026, 11, 22, 8, 40))
    assert is_future(clock, datetime(2026, 11, 22, 8, 42))
    field = WhenField(theme, clock, always_past=True)
    qtbot.addWidget(field)
    assert field.stamp() is not None


def test_offsets_of_the_persons_zone(clock: Any) -> None:
    clock.offset = 120
    got = stamp_at(clock, datetime(2026, 11, 22, 9, 0))
    assert got.at == datetime(2026, 11, 22, 7, 0, tzinfo=UTC) and got.offset_min == 120


def test_a_day_in_summer_gets_the_offset_of_summer(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        clock.offset = 60
        got = stamp_at(clock, datetime(2026, 7, 1, 12, 0))
        assert got.offset_min == 120 and got.at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    finally:
        monkeypatch.undo()
        time.tzset()


# --- the figure -------------------------------------------------------------------------------


def test_the_left_of_the_figure_is_the_persons_left(theme: Theme, qtbot: Any) -> None:
    figure = SideFigure(theme)
    qtbot.addWidget(figure)
    figure.resize(200, 200)
    left, right = figure.hip(Side.LEFT), figure.hip(Side.RIGHT)
    assert left.center().x() < 100 < right.center().x()
    for side, spot in ((Side.LEFT, left), (Side.RIGHT, right)):
        with qtbot.waitSignal(figure.chosen) as caught:
            qtbot.mouseClick(
                figure, Qt.MouseButton.LeftButton, pos=QPointF(spot.center()).toPoint()
            )
        assert caught.args == [side]


def test_a_hip_leads_to_its_scale(theme: Theme, around: Around, qtbot: Any) -> None:
    checkin = CheckIn(theme, around)
    qtbot.addWidget(checkin)
    checkin.resize(900, 500)
    with qtbot.waitExposed(checkin):
        checkin.show()
    checkin.activateWindow()
    spot = checkin.figure.hip(Side.RIGHT).center().toPoint()
    qtbot.mouseClick(checkin.figure, Qt.MouseButton.LeftButton, pos=spot)
    assert checkin.focusWidget() is checkin.scales[Side.RIGHT]
    assert [scale.score for scale in checkin.scales.values()] == [None, None]
    checkin.close()


# --- correcting -------------------------------------------------------------------------------


@pytest.fixture
def dialog(theme: Theme, around: Around, log: Store, qtbot: Any) -> Iterator[RatingDialog]:
    at = stamp(datetime(2026, 11, 21, 19, 0, tzinfo=UTC), 0)
    log.log_pain([
        PainEntry(at, Side.LEFT, 4, place="hip crease", sharp=False, note="a walk"),
        PainEntry(at, Side.RIGHT, 1),
    ])  # fmt: skip
    (rating,) = grouped(saved(log))
    host = QWidget()
    qtbot.addWidget(host)
    made = RatingDialog(theme, host, around, rating)
    yield made


def test_a_correction_keeps_what_was_not_touched(
    dialog: RatingDialog, log: Store, qtbot: Any
) -> None:
    choose(dialog.checkin, left=7)
    with qtbot.waitSignal(dialog.told):
        dialog.checkin.save_button.click()
    left, right = saved(log)
    assert (left.score, left.place, left.sharp, left.note) == (7, "hip crease", False, "a walk")
    assert left.stamp.at == datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
    assert right.score == 1
    assert left.id is not None and right.id is not None
    assert [former.score for former in log.pain_history(left.id)] == [4]
    assert log.pain_history(right.id) == [], "the other side was not changed"


def test_former_versions_are_shown(
    theme: Theme, dialog: RatingDialog, around: Around, log: Store, qtbot: Any
) -> None:
    choose(dialog.checkin, left=7)
    with qtbot.waitSignal(dialog.checkin.saved):
        dialog.checkin.save_button.click()
    host = QWidget()
    qtbot.addWidget(host)
    again = RatingDialog(theme, host, around, grouped(saved(log))[0])
    qtbot.addWidget(again)
    texts = [one.text() for one in again.findChildren(QLabel)]
    assert any(text.startswith("Left 4 ·") for text in texts)


def test_taking_a_side_back_removes_only_that_side(
    dialog: RatingDialog, log: Store, qtbot: Any
) -> None:
    choose(dialog.checkin, right=1)  # pressing the chosen number takes it back
    with qtbot.waitSignal(dialog.checkin.saved):
        dialog.checkin.save_button.click()
    assert [(entry.side, entry.score) for entry in saved(log)] == [(Side.LEFT, 4)]


def test_deleting_can_be_undone(
    dialog: RatingDialog, log: Store, around: Around, qtbot: Any
) -> None:
    with qtbot.waitSignal(dialog.told) as caught:
        dialog.delete.click()
    assert saved(log) == []
    with qtbot.waitSignal(around.live.changed):
        caught.args[1]()
    assert [entry.score for entry in saved(log)] == [4, 1]
