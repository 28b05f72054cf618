"""The shelf: the whole log is read once, and every panel's period cut from it is the same."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.history import END, fill
from hiprehab.core.changes import Changes
from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.core.settings import Settings
from hiprehab.core.trends import Span
from hiprehab.storage.store import Store
from hiprehab.ui.live import Live
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.trend_dose import DosePanel
from hiprehab.ui.screens.trend_marks import MarksPanel
from hiprehab.ui.screens.trend_pain import PainPanel
from hiprehab.ui.screens.trend_panels import small_panels
from hiprehab.ui.screens.trends import TrendsScreen
from hiprehab.ui.screens.trends_load import MOST_DAYS, Loaded, Shelf, Wanted
from hiprehab.ui.theme import Theme
from tests.ui.test_trends import LONG, NOON, TODAY, better, choose


@pytest.fixture(scope="module")
def year(tmp_path_factory: Any) -> Iterator[Store]:
    path = fill(tmp_path_factory.mktemp("log") / "hiprehab.db", years=1)
    with Store.open(path, at=NOON, read_only=True) as store:
        yield store


class Counting:
    """A store that counts how often ratings are read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.reads = 0

    def pain_between(self, *days: Any) -> list[PainEntry]:
        self.reads += 1
        return self._store.pain_between(*days)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.mark.parametrize("span", [Span.TWO_WEEKS, Span.TWELVE_WEEKS, Span.YEAR, Span.ALL])
def test_every_panel_has_the_same_numbers_from_the_shelf(
    year: Store, around: Around, theme: Theme, span: Span
) -> None:
    panels = [make(theme, around) for make in (PainPanel, DosePanel, *small_panels())]
    read = Counting(year)
    shelf = Shelf(read)  # type: ignore[arg-type]  # a store is what is read
    library, settings = around.library(), Settings()

    def load() -> Loaded:
        return shelf.load(Wanted(span, END), library, settings, lambda records: records)

    plain = load().records
    shelf.keep(shelf.read_whole(END, library, settings), shelf.edition)
    before = read.reads
    cut = load().records
    assert shelf.is_whole and read.reads == before
    assert len(cut.pain) == len(plain.pain) > 0
    for panel in panels:
        one, other = panel.build(cut), panel.build(plain)
        assert panel.sentence(one) == panel.sentence(other), panel.key
        if not isinstance(panel, MarksPanel):  # these are only listed
            assert panel.numbers(one) == panel.numbers(other), panel.key


def test_a_log_of_many_years_is_not_kept(tmp_path: Path, around: Around) -> None:
    with Store.open(tmp_path / "hiprehab.db", at=NOON) as store:
        long_ago = stamp(NOON - timedelta(days=MOST_DAYS + 1), 0)
        store.log_pain([PainEntry(long_ago, Side.LEFT, 3)])
        shelf = Shelf(store)  # type: ignore[arg-type]
        shelf.keep(shelf.read_whole(TODAY, around.library(), Settings()), shelf.edition)
        assert not shelf.is_whole


def test_what_was_read_before_a_change_is_not_kept(year: Store, around: Around) -> None:
    shelf = Shelf(year)  # type: ignore[arg-type]
    edition = shelf.edition
    whole = shelf.read_whole(END, around.library(), Settings())
    shelf.forget()
    shelf.keep(whole, edition)
    assert not shelf.is_whole


@pytest.fixture
def screen(
    theme: Theme, live: Live, around: Around, qtbot: Any
) -> Iterator[Callable[[], TrendsScreen]]:
    made: list[TrendsScreen] = []

    def make() -> TrendsScreen:
        trends = TrendsScreen(theme, around)
        live.changed.connect(trends.on_changed)
        qtbot.addWidget(trends)
        trends.resize(1100, 640)
        made.append(trends)
        trends.show()
        qtbot.waitUntil(lambda: trends.is_complete and trends._shelf.is_whole, timeout=LONG)
        return trends

    yield make
    for trends in made:
        trends.close()


def test_a_corrected_rating_shows_in_every_period(
    screen: Callable[[], TrendsScreen], log: Store, live: Live, qtbot: Any
) -> None:
    """What lies on the shelf is old then: it must not come back with the next period."""
    better(log)
    trends = screen()
    newest = log.pain_between(TODAY, TODAY)[0]
    assert newest.id is not None and newest.score == 2
    number = newest.id
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        live.write(
            lambda store: store.correct_pain(number, replace(newest, score=9), NOON), Changes.PAIN
        )
    assert trends.chart is not None and trends.chart.state is not None
    assert trends.chart.state.left.values[-1] == 9
    for span in (Span.TWO_WEEKS, Span.ALL, Span.YEAR):
        choose(qtbot, trends, span)
        assert trends.chart.state.left.values[-1] == 9
    qtbot.waitUntil(lambda: trends._shelf.is_whole, timeout=LONG)
    choose(qtbot, trends, Span.TWO_WEEKS)
    assert trends.chart.state.left.values[-1] == 9


def test_other_settings_are_worked_in_anew(
    screen: Callable[[], TrendsScreen], log: Store, live: Live, qtbot: Any
) -> None:
    """What the plan asks for depends on them, and lies on the shelf too."""
    better(log)
    trends = screen()
    edition = trends._shelf.edition
    with qtbot.waitSignal(trends.loaded, timeout=LONG):
        live.changed.emit(Changes.SETTINGS, None)
    assert trends._shelf.edition == edition + 1
