"""Marks of the person's own: entered, corrected, deleted and brought back, seen on every chart."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hiprehab.core.diary import Event, EventKind
from hiprehab.core.log import PainEntry, SkipReason, stamp
from hiprehab.core.marks import MarkKind
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.ui.live import Live
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.event_dialog import EventDialog, NumberField
from hiprehab.ui.screens.history import HistoryScreen
from hiprehab.ui.screens.trend_marks import MarksPanel
from hiprehab.ui.screens.trends import TrendsScreen
from hiprehab.ui.theme import Theme

TODAY = date(2026, 11, 22)
NOW = stamp(datetime(2026, 11, 22, 8, tzinfo=UTC), 0)
LONG = 20_000


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def host(qtbot: Any) -> QWidget:
    """A window for dialogs."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    return made


@pytest.fixture
def dialog(theme: Theme, host: QWidget, around: Around, qtbot: Any) -> Iterator[Any]:
    """Opens the dialog for a new mark, or for one to correct."""
    made: list[EventDialog] = []

    def make(**about: Any) -> EventDialog:
        one = EventDialog(theme, host, around, **about)
        one.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(one)
        made.append(one)
        one.open_at(660, 560)
        return one

    yield make
    for one in made:
        one.close()


def choose(dialog: EventDialog, kind: EventKind) -> None:
    order = [EventKind.EVENT, EventKind.FLARE, EventKind.RUN, EventKind.SKIPPED]
    dialog.kinds.chips()[order.index(kind)].click()


def saved(qtbot: Any, dialog: EventDialog) -> Any:
    """Presses Save and waits; returns the call that takes it back."""
    with qtbot.waitSignal(dialog.told, timeout=LONG) as caught:
        dialog.save.click()
    return caught.args[1]


# --- entering ------------------------------------------------------------------------------------


def test_a_mark_needs_words(dialog: Any, log: Store, qtbot: Any) -> None:
    one = dialog(day=ago(3))
    assert not one.save.isEnabled()
    one.text.setText("  New shoes ")
    saved(qtbot, one)
    (event,) = log.events()
    assert (event.kind, event.first, event.last, event.text) == (
        EventKind.EVENT, ago(3), ago(3), "New shoes",
    )  # fmt: skip


def test_a_flare_goes_on_or_is_over(dialog: Any, log: Store, qtbot: Any) -> None:
    one = dialog(day=ago(5))
    choose(one, EventKind.FLARE)
    assert not one.last.isVisible()
    saved(qtbot, one)
    two = dialog(day=ago(20))
    choose(two, EventKind.FLARE)
    two.going_on.chips()[1].click()
    two.last.set_day(ago(14))
    saved(qtbot, two)
    assert [(event.first, event.last) for event in log.events()] == [
        (ago(20), ago(14)),
        (ago(5), None),
    ]


def test_a_run_with_and_without_numbers(dialog: Any, log: Store, qtbot: Any) -> None:
    one = dialog()
    choose(one, EventKind.RUN)
    saved(qtbot, one)
    two = dialog()
    choose(two, EventKind.RUN)
    two.minutes.setText("25")
    two.km.setText("4.2")
    saved(qtbot, two)
    assert [(event.minutes, event.km) for event in log.events()] == [(None, None), (25.0, 4.2)]


def test_a_day_left_out_keeps_its_reason(dialog: Any, log: Store, qtbot: Any) -> None:
    one = dialog()
    choose(one, EventKind.SKIPPED)
    one.reasons.chips()[list(SkipReason).index(SkipReason.TIRED)].click()
    saved(qtbot, one)
    assert [event.reason for event in log.events()] == [SkipReason.TIRED]


WRONG = {
    "to come": (EventKind.RUN, lambda one: one.first.set_day(ago(-1)), "has not come yet"),
    "over before it began": (
        EventKind.FLARE,
        lambda one: (one.going_on.chips()[1].click(), one.last.set_day(ago(9))),
        "before the first",
    ),
    "ends tomorrow": (
        EventKind.FLARE,
        lambda one: (one.going_on.chips()[1].click(), one.last.set_day(ago(-1))),
        "It goes on",
    ),
    "no number": (EventKind.RUN, lambda one: one.km.setText("far"), "numbers above 0"),
    "less than nothing": (EventKind.RUN, lambda one: one.minutes.setText("-5"), "numbers above 0"),
    "too far": (EventKind.RUN, lambda one: one.km.setText("9000"), "numbers above 0"),
}


@pytest.mark.parametrize(("kind", "do", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_saved_is_said(dialog: Any, kind: EventKind, do: Any, said: str) -> None:
    one = dialog()
    choose(one, kind)
    do(one)
    one._judge()
    assert not one.save.isEnabled()
    assert said in one.wrong.text()


def test_a_comma_or_a_point(theme: Theme, qtbot: Any) -> None:
    field = NumberField(theme, "Kilometres", 500)
    qtbot.addWidget(field)
    found = []
    for text in ("4.5", "", " 10 ", "x"):
        field.setText(text)
        found.append((field.value(), field.is_right()))
    assert found == [(4.5, True), (None, True), (10.0, True), (None, False)]


def test_a_new_mark_is_taken_back(dialog: Any, log: Store, live: Live, qtbot: Any) -> None:
    one = dialog()
    choose(one, EventKind.RUN)
    undo = saved(qtbot, one)
    assert len(log.events()) == 1
    with qtbot.waitSignal(live.changed, timeout=LONG):
        undo()
    assert log.events() == []


def test_a_log_that_cannot_be_written_keeps_what_was_entered(
    dialog: Any, live: Live, qtbot: Any, monkeypatch: Any
) -> None:
    one = dialog()
    one.text.setText("New shoes")
    monkeypatch.setattr(live, "write", lambda *_a, failed, **_k: failed("The disk is full."))
    one.save.click()
    assert one.problem.isVisible() and one.isVisible()
    assert one.text.text() == "New shoes" and one.save.isEnabled()


# --- correcting and deleting ---------------------------------------------------------------------


def test_a_mark_is_corrected_and_its_former_version_kept(
    dialog: Any, log: Store, qtbot: Any
) -> None:
    log.event_add(Event(NOW, EventKind.FLARE, ago(9), None, "hike"))
    one = dialog(event=log.events()[0])
    assert one.going_on.value is True and one.text.text() == "hike"
    one.going_on.chips()[1].click()
    one.last.set_day(ago(2))
    saved(qtbot, one)
    (event,) = log.events()
    assert (event.first, event.last, event.text, event.stamp) == (ago(9), ago(2), "hike", NOW)


def test_a_mark_is_deleted_and_brought_back(
    dialog: Any, log: Store, live: Live, qtbot: Any
) -> None:
    log.event_add(Event(NOW, EventKind.EVENT, ago(1), ago(1), "shoes"))
    one = dialog(event=log.events()[0])
    with qtbot.waitSignal(one.told, timeout=LONG) as caught:
        one.delete.click()
    assert log.events() == []
    with qtbot.waitSignal(live.changed, timeout=LONG):
        caught.args[1]()
    assert [event.text for event in log.events()] == ["shoes"]


# --- on the screens ------------------------------------------------------------------------------


@pytest.fixture
def trends(theme: Theme, live: Live, log: Store, around: Around, qtbot: Any) -> Iterator[Any]:
    """Trends with a rating and two marks."""
    log.log_pain([PainEntry(stamp(datetime(2026, 11, 20, 9, tzinfo=UTC), 0), Side.LEFT, 3)])
    log.event_add(Event(NOW, EventKind.RUN, ago(4), ago(4), km=5.0, minutes=31.0))
    log.event_add(Event(NOW, EventKind.FLARE, ago(2), None, "hike"))
    made = TrendsScreen(theme, around)
    live.changed.connect(made.on_changed)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    with qtbot.waitSignals([made.loaded, made.complete], timeout=LONG):
        made.show()
    yield made
    made.close()


def test_marks_are_on_the_charts_and_in_their_words(trends: Any) -> None:
    assert [mark.kind for mark in trends.chart.time.marks] == [MarkKind.RUN, MarkKind.FLARE]
    trends.chart.set_day(ago(4))
    assert "Run, 31 min, 5 km" in trends.chart.readout()
    trends.chart.set_day(ago(1))
    assert "Flare: hike" in trends.chart.readout()


def test_the_list_of_marks_opens_the_chosen_one(trends: Any, qtbot: Any) -> None:
    frame = trends.frame_of("marks")
    assert isinstance(frame.panel, MarksPanel)
    frame.look_at()
    qtbot.waitUntil(lambda: frame.state is not None, timeout=LONG)
    panel = frame.panel
    rows = panel.table(frame.state).rows
    assert [row[1] for row in rows] == ["Flare", "Run"]
    assert rows[0][0].endswith(", going on")
    assert rows[1][2] == "31 min, 5 km"
    assert not panel.change.isEnabled()
    panel.list.view.selectRow(1)
    qtbot.keyClick(panel.list.view, Qt.Key.Key_Return)
    (opened,) = frame.findChildren(EventDialog)
    assert opened.kinds.value is EventKind.RUN
    opened.close()
    qtbot.waitUntil(lambda: not frame.findChildren(EventDialog), timeout=LONG)


def test_a_mark_is_added_for_the_chosen_day(trends: Any, log: Store, qtbot: Any) -> None:
    trends.chart.set_day(ago(6))
    trends.head.add_mark.click()
    (opened,) = trends.findChildren(EventDialog)
    assert opened.first.day() == ago(6)
    opened.text.setText("New shoes")
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        opened.save.click()
    assert trends.chart.time.marks[0].kind is MarkKind.EVENT


def test_history_adds_a_mark_too(theme: Theme, around: Around, log: Store, qtbot: Any) -> None:
    log.log_pain([PainEntry(stamp(datetime(2026, 11, 20, 9, tzinfo=UTC), 0), Side.LEFT, 3)])
    screen = HistoryScreen(theme, around)
    qtbot.addWidget(screen)
    screen.show()
    screen.add_mark.click()
    (opened,) = screen.findChildren(EventDialog)
    choose(opened, EventKind.FLARE)
    with qtbot.waitSignal(screen.told, timeout=LONG):
        opened.save.click()
    assert [event.kind for event in log.events()] == [EventKind.FLARE]
    qtbot.waitUntil(lambda: not screen.findChildren(EventDialog), timeout=LONG)
    screen.close()
