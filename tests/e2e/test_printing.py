"""From the screens to paper: the page from Trends, handouts from the library."""

from pathlib import Path

from hiprehab.app import printing
from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.ui.screens.report_page import ReportPage

from .conftest import LONG


def rated(person) -> None:
    """One rating, so that Trends has something to show."""
    from hiprehab.core.changes import Changes

    entry = PainEntry(stamp(person.clock.wall, 0), Side.LEFT, 3)
    person.desk.live.write(lambda store: store.log_pain([entry]), Changes.PAIN)
    person.saved()


def test_the_page_from_trends_and_back(sit_down, qtbot) -> None:
    person = sit_down()
    person.first_run(person.left_is_sore)
    rated(person)
    window = person.desk.window
    window.show_screen("trends")
    trends = window.screen_of("trends")
    qtbot.waitUntil(trends.head.make_page.isVisible, timeout=LONG)
    trends.head.make_page.click()
    (page,) = window.findChildren(ReportPage)
    qtbot.waitSignal(page.drawn, timeout=LONG).wait()
    assert page.isVisible()
    page.back.click()
    assert trends.isVisible()
    assert not window.in_session


def test_handouts_from_the_library(sit_down, qtbot, tmp_path: Path, monkeypatch) -> None:
    person = sit_down()
    person.first_run(person.left_is_sore)
    names: list[str] = []
    opened: list[str] = []

    def ask(desk: object, name: str) -> str:
        names.append(name)
        return str(tmp_path / f"{len(names)}.pdf")

    monkeypatch.setattr(printing, "ask_path", ask)
    monkeypatch.setattr(printing, "open_file", opened.append)
    window = person.desk.window
    window.show_screen("library")
    library = window.screen_of("library")
    library.open_routine("desk-break-5")
    library.routine_page.paper.click()
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=LONG)
    library.open_exercise("clamshell")
    library.exercise_page.paper.click()
    qtbot.waitUntil(lambda: len(opened) == 2, timeout=LONG)
    assert names[1] == "Clamshell"
    assert all(Path(path).read_bytes().startswith(b"%PDF") for path in opened)
    assert [Path(path).stem for path in opened] == ["1", "2"]
