"""The cards of Trends: made late, all of one period, each with a table, files and words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from hiprehab.core.agenda import Planned
from hiprehab.core.changes import Changes
from hiprehab.core.diary import Event, EventKind
from hiprehab.core.dose import Unit
from hiprehab.core.log import Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.core.settings import Settings
from hiprehab.core.settings import Theme as Colours
from hiprehab.core.trends import Span
from hiprehab.storage.store import Store
from hiprehab.ui.live import Live
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.text_table import TextTable
from hiprehab.ui.screens.trend_compared import ComparedPanel
from hiprehab.ui.screens.trend_dose import DosePanel
from hiprehab.ui.screens.trend_frame import PanelFrame
from hiprehab.ui.screens.trends import TrendsScreen
from hiprehab.ui.theme import Theme

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG = 20_000


def filled(log: Store) -> None:
    """Eight weeks: mornings and evenings rated, sessions on planned days, a run a week."""
    log.plan_add(Planned("glute-strength-a", "L1", frozenset({0, 2, 4}), 1, TODAY - timedelta(50)))
    for ago in range(56, 0, -1):
        at = NOON - timedelta(days=ago)
        evening = stamp(at + timedelta(hours=8), 0)
        log.log_pain([PainEntry(evening, side, 2 + ago % 4, woken=ago % 5 == 0) for side in Side])
        if at.weekday() in (0, 2, 4) and ago % 7:
            begun = stamp(at + timedelta(hours=6), 0)
            record = SessionRecord(
                begun, "glute-strength-a", "Glute strength A", "1", "L1", Status.MANUAL, 900, 800
            )
            number = log.log_manual_session(record)
            moments = ((Moment.BEFORE, 2), (Moment.DURING, 4), (Moment.AFTER, 3))
            log.log_pain(
                [PainEntry(begun, Side.LEFT, score, m, session=number) for m, score in moments]
            )
        if at.weekday() == 1:
            day = at.date()
            log.event_add(Event(stamp(at, 0), EventKind.RUN, day, day, km=5.0))
        log.log_pain([PainEntry(stamp(at - timedelta(hours=4), 0), Side.LEFT, 1 + ago % 3)])


@pytest.fixture
def trends(theme: Theme, live: Live, log: Store, around: Around, qtbot: Any) -> Iterator[Any]:
    filled(log)
    made = TrendsScreen(theme, around)
    live.changed.connect(made.on_changed)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    with qtbot.waitSignals([made.loaded, made.complete], timeout=LONG):
        made.show()
    made.activateWindow()
    yield made
    made.close()


def seen(qtbot: Any, trends: TrendsScreen, key: str) -> PanelFrame:
    """Scrolls to a card and waits for it."""
    frame = trends.frame_of(key)
    QApplication.processEvents()
    trends.area.ensureWidgetVisible(frame)
    frame.look_at()
    qtbot.waitUntil(lambda: frame.state is not None, timeout=LONG)
    return frame


# --- late ----------------------------------------------------------------------------------------


def test_charts_below_are_made_when_they_come_into_view(trends: Any, qtbot: Any) -> None:
    last = trends.frames[-1]
    assert last.chart is None and last.state is None
    bar = trends.area.verticalScrollBar()
    QApplication.processEvents()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: last.state is not None, timeout=LONG)


def test_another_period_works_out_only_what_is_seen(trends: Any, qtbot: Any) -> None:
    bar = trends.area.verticalScrollBar()
    below = seen(qtbot, trends, "pain-session-by-session")
    before = below.state
    bar.setValue(0)
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        trends.head.spans.chips()[list(Span).index(Span.TWO_WEEKS)].click()
    qtbot.waitUntil(lambda: len(trends.dose.state.weeks) in (2, 3), timeout=LONG)
    assert below.state is before
    trends.area.ensureWidgetVisible(below)
    qtbot.waitUntil(lambda: below.state is not before, timeout=LONG)
    assert len(below.state.rows) < len(before.rows)


def test_all_time_charts_share_the_day(trends: Any, qtbot: Any) -> None:
    frame = seen(qtbot, trends, "pain-session-by-session")
    qtbot.waitUntil(lambda: trends.dose.chart is not None, timeout=LONG)
    trends.chart.setFocus()
    qtbot.keyClick(trends.chart, Qt.Key.Key_Left)
    for chart in (trends.chart, trends.dose.chart, frame.chart):
        assert "22 Nov 2026" in chart.accessibleDescription()


def test_a_card_that_fails_says_so_and_tries_again(
    trends: Any, qtbot: Any, monkeypatch: Any
) -> None:
    frame = seen(qtbot, trends, "comparisons")
    monkeypatch.setattr(frame.panel, "build", lambda _records: 1 / 0)
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        trends.head.spans.chips()[0].click()
    trends.area.ensureWidgetVisible(frame)
    qtbot.waitUntil(lambda: "could not be worked out" in frame.sentence.text(), timeout=LONG)
    monkeypatch.undo()
    frame.look_at()
    qtbot.waitUntil(lambda: "could not" not in frame.sentence.text(), timeout=LONG)


# --- each card -----------------------------------------------------------------------------------

DRAWN = ("dose", "pain-around-sessions", "pain-session-by-session", "comparisons")


@pytest.mark.parametrize("key", DRAWN)
def test_table_and_file_have_the_same_rows(trends: Any, qtbot: Any, key: str) -> None:
    frame = seen(qtbot, trends, key)
    panel, state = frame.panel, frame.state
    assert not panel.is_empty(state)
    table, numbers = panel.table(state), panel.numbers(state)
    assert len(table.rows) == len(numbers.rows) > 0
    assert {len(row) for row in table.rows} == {len(table.headings)}
    assert {len(row) for row in numbers.rows} == {len(numbers.header)}
    frame.as_table.click()
    assert isinstance(frame.table, TextTable) and frame.table.isVisible()
    assert frame.table.model.rowCount() == len(table.rows)
    assert frame.as_table.text() == "As chart"
    frame.as_table.click()
    assert frame.chart.isVisible()


@pytest.mark.parametrize("key", DRAWN)
def test_every_card_is_kept_as_picture_drawing_and_numbers(
    trends: Any, qtbot: Any, tmp_path: Any, monkeypatch: Any, key: str
) -> None:
    frame = seen(qtbot, trends, key)
    monkeypatch.setattr(trends, "ask_path", lambda _kind, name: str(tmp_path / name))
    menu = frame.save_menu()
    for action in menu.actions():
        with qtbot.waitSignal(trends.told, timeout=LONG) as caught:
            action.trigger()
        assert caught.args[0].startswith("Saved as ")
    menu.deleteLater()
    names = {path.suffix: path for path in tmp_path.glob(f"hiprehab-{key}-*")}
    assert set(names) == {".png", ".svg", ".csv"}
    assert "<image" not in names[".svg"].read_text(encoding="utf-8")
    header = names[".csv"].read_text(encoding="utf-8").splitlines()[0]
    assert header == ",".join(frame.panel.numbers(frame.state).header)


def test_what_the_dose_is_counted_in(trends: Any, qtbot: Any) -> None:
    frame = seen(qtbot, trends, "dose")
    panel = frame.panel
    assert isinstance(panel, DosePanel)
    assert frame.sentence.text().startswith("Done: 21 sessions of 21 prescribed. ")
    assert frame.sentence.text().endswith("33 days had no plan: 3 sessions more.")
    assert "do not say their sets" in frame.sentence.text()
    trends.chart.set_day(TODAY - timedelta(days=6))
    assert "at least 0 sets" in frame.chart.readout()
    panel.units.chips()[2].click()
    assert panel.units.value is Unit.MINUTES
    assert "min, prescribed" in frame.chart.readout()


def test_a_plan_that_asked_for_nothing_yet(theme: Theme, around: Around) -> None:
    """Only a plan for another day; the one session was somebody's own idea."""
    panel = DosePanel(theme, around)
    day = TODAY - timedelta(days=1)
    done = SessionRecord(
        stamp(datetime(day.year, day.month, day.day, 18, tzinfo=UTC), 0),
        "a", "A", "1", "x", Status.DONE, 600, 600, id=1,
    )  # fmt: skip
    planned = Planned("b", "x", frozenset({TODAY.weekday()}), 1, day)
    state = panel.build(Records(day, TODAY, TODAY, sessions=[done], planned=[planned]))
    assert panel.sentence(state) == "Done: 1 session, 10 min. The plan asked for none."


def test_comparisons_are_sentences_with_counts(trends: Any, qtbot: Any) -> None:
    frame = seen(qtbot, trends, "comparisons")
    said = [pair.text for pair in frame.chart.state]
    assert any(
        text.startswith("Left. Mornings after runs: ") and ", n = 8; " in text for text in said
    )
    assert "not why" in frame.sentence.text() and "at least 5" in frame.sentence.text()


def test_too_few_days_are_said_with_the_number_that_is_needed(
    theme: Theme, around: Around, qtbot: Any
) -> None:
    panel = ComparedPanel(theme, around)
    run = Event(stamp(NOON, 0), EventKind.RUN, TODAY, TODAY)
    rated = [PainEntry(stamp(NOON - timedelta(days=ago), 0), Side.LEFT, 3) for ago in range(3)]
    first = TODAY - timedelta(days=13)
    few = panel.build(Records(first, TODAY, TODAY, pain=rated, events=[run]))
    assert panel.is_empty(few)
    said = panel.sentence(few)
    assert "at least 5 of both kinds" in said and "days with a run, 1 days and 2 others" in said
    nothing = panel.build(Records(first, TODAY, TODAY))
    assert panel.sentence(nothing).startswith("Nothing to compare yet")


def test_changes_of_the_diary_and_the_plan_are_drawn(
    trends: Any, log: Store, live: Live, qtbot: Any
) -> None:
    marks = len(trends.chart.time.marks)
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        live.write(
            lambda store: store.event_add(
                Event(stamp(NOON, 0), EventKind.EVENT, TODAY, TODAY, "new shoes")
            ),
            Changes.DIARY,
        )
    assert len(trends.chart.time.marks) == marks + 1
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        live.write(
            lambda store: store.plan_add(
                Planned("post-run-stretch", "standard", frozenset({1}), 1, TODAY)
            ),
            Changes.PLAN,
        )
    assert trends.chart.time.marks[-1].text == "Stretch after a run"


# --- looks ---------------------------------------------------------------------------------------


def test_dark_and_large_reach_every_card(
    trends: Any, theme: Theme, qapp: QApplication, qtbot: Any
) -> None:
    frames = [seen(qtbot, trends, key) for key in DRAWN]
    before = [(f.chart.picture(1.0).pixelColor(2, 2).lightness(), f.chart.height()) for f in frames]
    theme.apply(qapp, replace(Settings(), theme=Colours.DARK, text_scale=150))
    QApplication.processEvents()
    for frame, (light, high) in zip(frames, before, strict=True):
        assert frame.chart.picture(1.0).pixelColor(2, 2).lightness() < light / 2
        assert frame.chart.heightForWidth(frame.chart.width()) > high


def test_the_wheel_over_a_chart_scrolls_the_page(trends: Any, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: trends.dose.chart is not None, timeout=LONG)
    for target in (trends.chart.plot.viewport(), trends.dose.chart):
        view = (trends.chart.time.left, trends.chart.time.right)
        place = QPointF(target.rect().center())
        event = QWheelEvent(
            place, QPointF(target.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(target, event)
        assert not event.isAccepted()  # so it goes on to the page
        assert (trends.chart.time.left, trends.chart.time.right) == view
