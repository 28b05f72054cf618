"""Trends on a real log: what is said, chart and table, periods, keeping, and nothing too early."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from hiprehab.core.changes import Changes
from hiprehab.core.log import Measure, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.core.settings import Settings
from hiprehab.core.settings import Theme as Colours
from hiprehab.core.trends import Change, Span, Summary
from hiprehab.storage.store import Store
from hiprehab.ui.live import Live
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.trend_pain import PainPanel
from hiprehab.ui.screens.trends import TrendsScreen
from hiprehab.ui.screens.trends_words import TrendWords
from hiprehab.ui.theme import Theme

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG = 20_000  # milliseconds on a machine that is busy with something else


def rating(days_ago: int, score: int | None, side: Side = Side.LEFT, **more: Any) -> PainEntry:
    return PainEntry(stamp(NOON - timedelta(days=days_ago), 0), side, score, **more)


def better(log: Store) -> None:
    """Left falls from 6 to 2 in three weeks; right is rated once."""
    log.log_pain([rating(20 - n, 6 if n < 10 else 2) for n in range(21)])
    log.log_pain([rating(3, 4, Side.RIGHT, note="stairs", measure=Measure.WORST)])


@pytest.fixture
def screen(theme: Theme, live: Live, around: Around, qtbot: Any) -> Iterator[Any]:
    """Makes the screen, connected and shown as the application does it, and waits for its page."""
    made: list[TrendsScreen] = []

    def make() -> TrendsScreen:
        trends = TrendsScreen(theme, around)
        live.changed.connect(trends.on_changed)
        qtbot.addWidget(trends)
        trends.resize(1100, 640)
        made.append(trends)
        with qtbot.waitSignal(trends.loaded, timeout=LONG):
            trends.show()
        trends.activateWindow()
        return trends

    yield make
    for trends in made:
        trends.close()


def choose(qtbot: Any, trends: TrendsScreen, span: Span) -> None:
    """Clicks the chip of a period and waits for its numbers."""
    chip = next(c for c in trends.head.spans.chips() if c.accessibleName().endswith(NAMES[span]))
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        chip.click()


def verdict(trends: TrendsScreen, side: Side) -> str:
    """What is said of a side."""
    assert isinstance(trends.pain.panel, PainPanel)
    return trends.pain.panel.verdicts[side].text()


def reason(trends: TrendsScreen, side: Side) -> str:
    """What it rests on."""
    assert isinstance(trends.pain.panel, PainPanel)
    return trends.pain.panel.reasons[side].text()


NAMES = {
    Span.TWO_WEEKS: "2 weeks",
    Span.SIX_WEEKS: "6 weeks",
    Span.YEAR: "1 year",
    Span.ALL: "All",
    Span.OWN: "Own dates",
}


# --- what is said --------------------------------------------------------------------------------


def test_an_empty_log_offers_the_first_step(screen: Any, qtbot: Any) -> None:
    trends = screen()
    assert trends.chart is None
    assert not trends.head.spans.isVisible()
    with qtbot.waitSignal(trends.check_in_requested):
        trends.empty.action.click()


def test_a_clear_change_is_said_with_its_counts(screen: Any, log: Store) -> None:
    better(log)
    trends = screen()
    assert verdict(trends, Side.LEFT) == "Clearly less pain."
    said = reason(trends, Side.LEFT)
    assert said.startswith("Median 6 in the first 7 rated days, 2 in the last 7 days.")
    assert said.endswith("21 ratings on 21 of 21 days.")


def test_nothing_is_said_of_one_rating(screen: Any, log: Store) -> None:
    better(log)
    trends = screen()
    assert "Too few" in verdict(trends, Side.RIGHT)
    needed = "7 rated days are needed to compare."
    assert reason(trends, Side.RIGHT) == f"{needed} 1 rating in 21 days."


def test_a_period_without_ratings_is_not_an_empty_log(screen: Any, log: Store, qtbot: Any) -> None:
    log.log_pain([rating(100, 5)])
    trends = screen()
    assert verdict(trends, Side.LEFT) == "Not rated in this period."
    assert trends.chart is not None and trends.chart.isVisible()


# --- periods -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "days"), [(Span.TWO_WEEKS, 14), (Span.SIX_WEEKS, 42), (Span.YEAR, 365), (Span.ALL, 21)]
)
def test_chips_choose_the_period(
    screen: Any, log: Store, qtbot: Any, span: Span, days: int
) -> None:
    better(log)
    trends = screen()
    choose(qtbot, trends, span)
    state = trends.chart.state
    assert (state.last, (state.last - state.first).days + 1) == (TODAY, days)


@pytest.mark.parametrize(
    ("latest_days", "counted", "said"),
    [
        (0, 61, "No rated day in the last 7; 3 are needed to compare with the first week."),
        (1, 61, "1 rated day in the last 7; 3 are needed to compare with the first week."),
        (2, 61, "2 rated days in the last 7; 3 are needed to compare with the first week."),
        (6, 6, "7 rated days are needed to compare."),
        (7, 8, "The first rated week is the last one; a later week is needed to compare."),
    ],
)
def test_it_names_the_part_that_has_too_few_days(
    qapp: Any, latest_days: int, counted: int, said: str
) -> None:
    found = Summary(Side.LEFT, 108, 61, 84, 3.0, None, latest_days, Change.UNKNOWN, counted)
    words = TrendWords()
    assert words.verdict(found) == "Too few rated days to compare."
    assert words.reason(found) == f"{said} 108 ratings on 61 of 84 days."


def test_in_a_small_window_the_head_scrolls_with_the_cards(
    screen: Any, log: Store, theme: Theme, qapp: Any
) -> None:
    better(log)
    trends = screen()
    assert trends.head.parent() is trends
    trends.resize(720, 420)
    qapp.processEvents()
    assert trends.head.parent() is trends._page and trends.head.isVisible()
    trends.resize(1100, 800)
    qapp.processEvents()
    assert trends.head.parent() is trends


def test_own_dates_in_any_order(screen: Any, log: Store, qtbot: Any) -> None:
    better(log)
    trends = screen()
    choose(qtbot, trends, Span.OWN)
    assert trends.chart.state.last == TODAY
    first, last = trends.head.own_days.edits
    assert first.isVisible() and last.isVisible()
    first.setDate(QDate(2026, 11, 10))
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        last.setDate(QDate(2026, 11, 5))
    assert (trends.chart.state.first, trends.chart.state.last) == (
        date(2026, 11, 5),
        date(2026, 11, 10),
    )


def test_only_the_last_choice_is_shown(
    theme: Theme, log: Store, around: Around, qtbot: Any
) -> None:
    """Two periods are under way; the slower first one must not win."""
    better(log)
    waiting: list[Any] = []
    trends = TrendsScreen(theme, around, lambda *job: waiting.append(job))
    qtbot.addWidget(trends)
    trends.refresh()
    trends.head.spans.set_value(Span.TWO_WEEKS)
    trends.refresh()
    for work, done, _ in reversed(waiting):
        done(work())
    qtbot.waitUntil(lambda: trends.chart is not None, timeout=LONG)
    assert trends.chart.state is not None
    assert trends.chart.state.first == TODAY - timedelta(days=13)
    trends.close()


# --- what changes --------------------------------------------------------------------------------


def test_a_new_rating_is_drawn(screen: Any, log: Store, live: Live, qtbot: Any) -> None:
    better(log)
    trends = screen()
    before = len(trends.chart.state.right.dots)
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        live.write(lambda store: store.log_pain([rating(0, 3, Side.RIGHT)]), Changes.PAIN)
    assert len(trends.chart.state.right.dots) == before + 1


def test_while_hidden_nothing_is_read(screen: Any, log: Store, qtbot: Any) -> None:
    better(log)
    trends = screen()
    trends.hide()
    with qtbot.assertNotEmitted(trends.loaded):
        trends.on_changed(Changes.PAIN)
        trends.on_changed(Changes.SETTINGS)
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        trends.show()


def test_a_log_that_cannot_be_read_is_said_and_can_be_tried_again(
    theme: Theme, log: Store, around: Around, qtbot: Any
) -> None:
    better(log)
    jobs: list[Any] = []
    trends = TrendsScreen(theme, around, lambda *job: jobs.append(job))
    qtbot.addWidget(trends)
    trends.refresh()
    jobs.pop()[2]("The log is locked.")
    assert "could not be read" in trends.problem.accessibleName()
    assert trends.problem.accessibleDescription() == "The log is locked."
    trends.problem.action.click()
    work, done, _ = jobs.pop()
    done(work())
    qtbot.waitUntil(lambda: trends.chart is not None, timeout=LONG)
    trends.close()


def test_dark_and_large_are_taken_over(
    screen: Any, log: Store, theme: Theme, qapp: QApplication
) -> None:
    better(log)
    trends = screen()
    light = trends.chart.picture(1.0).pixelColor(2, 2).lightness()
    theme.apply(qapp, replace(Settings(), theme=Colours.DARK, text_scale=150))
    assert trends.chart.picture(1.0).pixelColor(2, 2).lightness() < light / 2


# --- table ---------------------------------------------------------------------------------------


def cells(trends: TrendsScreen, row: int) -> list[str]:
    model = trends.pain.table.model
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def test_the_table_shows_the_same_ratings(screen: Any, log: Store, qtbot: Any) -> None:
    better(log)
    log.log_pain([rating(4, None, Side.RIGHT)])
    trends = screen()
    trends.pain.as_table.click()
    assert trends.pain.table.isVisible() and not trends.chart.isVisible()
    assert trends.pain.table.model.rowCount() == 23
    assert cells(trends, 0) == ["Sun 22 Nov 2026", "12:00", "left", "2", "Right now", "", "", ""]
    assert cells(trends, 4)[2:] == ["right", "4", "At its worst", "", "", "stairs"]
    assert cells(trends, 6)[3] == "not asked"
    trends.pain.as_table.click()
    assert trends.chart.isVisible()


def test_the_table_is_turned_round_by_its_header(screen: Any, log: Store) -> None:
    better(log)
    trends = screen()
    trends.pain.as_table.click()
    header = trends.pain.table.view.horizontalHeader()
    trends.pain.table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert cells(trends, 0)[0] == "Mon 2 Nov 2026"
    trends.pain.table.view.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert header.sortIndicatorSection() == 0
    assert cells(trends, 0)[0] == "Sun 22 Nov 2026"


def test_enter_asks_to_correct_the_chosen_rating(screen: Any, log: Store, qtbot: Any) -> None:
    better(log)
    trends = screen()
    trends.pain.as_table.click()
    assert not trends.pain.table.edit.isEnabled()
    trends.pain.table.view.selectRow(4)
    wanted = next(e.id for e in log.pain_between(TODAY - timedelta(days=9), TODAY) if e.note)
    with qtbot.waitSignal(trends.edit_requested) as caught:
        qtbot.keyClick(trends.pain.table.view, Qt.Key.Key_Return)
    assert caught.args == [wanted]
    with qtbot.waitSignal(trends.edit_requested) as caught:
        trends.pain.table.edit.click()
    assert caught.args == [wanted]


# --- keeping -------------------------------------------------------------------------------------


def keep(trends: TrendsScreen, kind: str) -> None:
    """Chooses an entry of the pain's menu."""
    menu = trends.pain.save_menu()
    places = ("png", "svg", "csv")
    menu.actions()[places.index(kind)].trigger()
    menu.deleteLater()


def test_picture_drawing_and_numbers_are_kept(
    screen: Any, log: Store, qtbot: Any, tmp_path: Any, monkeypatch: Any
) -> None:
    better(log)
    log.log_manual_session(
        SessionRecord(stamp(NOON, 0), "a", "Warm-up", "1", "x", Status.MANUAL, 60, 60)
    )
    trends = screen()
    monkeypatch.setattr(trends, "ask_path", lambda _kind, name: str(tmp_path / name))
    for kind in ("png", "svg", "csv"):
        with qtbot.waitSignal(trends.told, timeout=LONG) as caught:
            keep(trends, kind)
        assert caught.args[0].startswith("Saved as ")
    stem = "hiprehab-pain-2026-08-31-2026-11-22"
    assert QImage(str(tmp_path / f"{stem}.png")).width() > 1000
    drawing = (tmp_path / f"{stem}.svg").read_text(encoding="utf-8")
    assert "<image" not in drawing and "31 Aug" in drawing
    text = (tmp_path / f"{stem}.csv").read_text(encoding="utf-8")
    assert "Warm-up (manual)" in text and text.count("\n") == 85


def test_a_folder_that_is_not_there_is_one_sentence(
    screen: Any, log: Store, qtbot: Any, tmp_path: Any, monkeypatch: Any
) -> None:
    better(log)
    trends = screen()
    monkeypatch.setattr(trends, "ask_path", lambda *_: str(tmp_path / "gone" / "x.csv"))
    with qtbot.waitSignal(trends.told, timeout=LONG) as caught:
        keep(trends, "csv")
    assert caught.args[0].startswith("Not saved: ")
    assert caught.args[0].endswith("Try another folder.")


def test_a_changed_mind_keeps_nothing(
    screen: Any, log: Store, qtbot: Any, monkeypatch: Any
) -> None:
    better(log)
    trends = screen()
    monkeypatch.setattr(trends, "ask_path", lambda *_: "")
    with qtbot.assertNotEmitted(trends.told):
        for kind in ("png", "svg", "csv"):
            keep(trends, kind)


# --- first visit ---------------------------------------------------------------------------------


def test_the_chart_library_waits_for_the_first_visit() -> None:
    script = (
        "import sys\n"
        "import hiprehab.ui.screens.trends\n"
        "print(sorted({'numpy', 'pyqtgraph', 'hiprehab.charts'} & set(sys.modules)))\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert found.stdout.strip() == "[]"


def test_everything_has_a_name(screen: Any, log: Store) -> None:
    better(log)
    trends = screen()
    assert trends.chart.accessibleName()
    for frame in trends.frames:
        assert frame.accessibleName()
        assert frame.save.accessibleName() == f"Save: {frame.panel.title()}"
        assert frame.as_table.accessibleName() == f"As table: {frame.panel.title()}"
    trends.pain.as_table.click()
    assert trends.pain.table.view.accessibleName() == "Ratings of this period"
    assert trends.head.spans.chips()[0].accessibleName() == "Period: 2 weeks"
