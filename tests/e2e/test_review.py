"""Review: people's files in tabs, in the same charts; the own log and the files stay."""

import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from hiprehab.app.window import close_desk
from hiprehab.core.changes import Changes
from hiprehab.core.diary import Event, EventKind
from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.storage import profiles
from hiprehab.storage.paths import folders
from hiprehab.storage.store import Store
from hiprehab.storage.transfer import Export, export_json
from hiprehab.ui.screens.rating_dialog import RatingDialog
from hiprehab.ui.screens.report_page import ReportPage
from hiprehab.ui.screens.review_entries import ReviewEntries
from hiprehab.ui.screens.trends import TrendsScreen

LONG = 20_000


@pytest.fixture
def clinician(sit_down: Any) -> Iterator[Any]:
    one = sit_down()
    one.first_run(lambda page: page.skip_button.click())
    one.desk.reviewing.show()
    yield one


def data_of(name: str, clinician: Any, tmp_path: Path, *, days: int) -> Path:
    found = folders(data_dir=tmp_path / name)
    now = clinician.clock.utcnow()
    with Store.open(found.database, at=now) as store:
        for day in range(days):
            at = stamp(now - timedelta(days=day), 0)
            store.log_pain([PainEntry(at, Side.LEFT, day % 5)])
    if name == "ben":
        return profiles.save_as_file(found, tmp_path / f"{name}.hiprehab-profile", now)
    export_json(found.database, Export(tmp_path / f"{name}.json", now))
    return tmp_path / f"{name}.json"


def opened(clinician: Any, path: Path) -> None:
    screen, before = clinician.desk.reviewing.screen, len(clinician.desk.reviewing.screen.tabs)
    clinician.desk.reviewing.open_file(path)
    clinician.qtbot.waitUntil(lambda: len(screen.tabs) > before, timeout=LONG)


def shown(clinician: Any) -> TrendsScreen:
    page = clinician.desk.reviewing.screen.pages.currentWidget()
    assert isinstance(page, TrendsScreen)
    clinician.qtbot.waitUntil(lambda: page._loaded is not None, timeout=LONG)
    return page


def test_two_people_in_tabs(clinician: Any, tmp_path: Path) -> None:
    screen = clinician.desk.reviewing.screen
    assert screen.nothing.isVisible()
    assert clinician.desk.window.rail.button("clinic").isChecked()
    opened(clinician, data_of("anna", clinician, tmp_path, days=20))
    opened(clinician, data_of("ben", clinician, tmp_path, days=3))
    assert screen.names() == ["anna", "ben"] and not screen.nothing.isVisible()
    assert "3 ratings" in screen.facts.text()
    assert len(shown(clinician)._loaded.records.pain) == 3
    screen.tabs[0].click()
    assert "20 ratings" in screen.facts.text()
    assert len(shown(clinician)._loaded.records.pain) == 20
    screen.close_tab.click()
    assert screen.names() == ["ben"]


def test_nothing_gets_into_the_own_log_or_the_file(clinician: Any, tmp_path: Path) -> None:
    source = data_of("anna", clinician, tmp_path, days=4)
    before = source.read_bytes()
    opened(clinician, source)
    patient, live = clinician.desk.reviewing._open[0]
    day = clinician.desk.around.today()
    mark = Event(clinician.desk.around.now(), EventKind.EVENT, day, day, "mine")
    live.write(lambda store: store.event_add(mark), Changes.DIARY)
    assert "only to look at" in clinician.desk.reviewing.screen.banner._problem.text()
    clinician.saved()
    assert source.read_bytes() == before
    assert clinician.desk.live.read.counts().pain == 0
    assert live.read.events() == []
    assert patient.log.exists()
    clinician.desk.reviewing.close_file(0)
    assert not patient.log.parent.exists()


def test_what_would_change_somebodys_log_is_not_offered(clinician: Any, tmp_path: Path) -> None:
    opened(clinician, data_of("anna", clinician, tmp_path, days=20))
    page = shown(clinician)
    assert not page.head.add_mark.isVisibleTo(page)
    clinician.qtbot.waitUntil(lambda: page.head.make_page.isVisibleTo(page), timeout=LONG)
    clinician.qtbot.waitUntil(lambda: len(page.frames) > 5, timeout=LONG)
    for frame in page.frames:
        assert (frame.controls is None) or not frame.panel.enters


def test_what_is_empty_is_not_shown_and_nobody_is_spoken_to(clinician: Any, tmp_path: Path) -> None:
    opened(clinician, data_of("anna", clinician, tmp_path, days=20))
    page = shown(clinician)
    clinician.qtbot.waitUntil(lambda: page.is_complete, timeout=LONG)
    for frame in page.frames:
        frame.look_at()
        assert "your" not in frame.panel.title().casefold()
    clinician.qtbot.waitUntil(
        lambda: all(one.state is not None for one in page.frames), timeout=LONG
    )
    hidden = [one.panel.key for one in page.frames if one.isHidden()]
    assert hidden and all(one.panel.is_empty(one.state) is one.isHidden() for one in page.frames)


def test_entries_and_answers_are_a_page_to_look_at(clinician: Any, tmp_path: Path) -> None:
    opened(clinician, data_of("anna", clinician, tmp_path, days=20))
    trends, window = shown(clinician), clinician.desk.window
    trends.head.entries.click()
    (page,) = window.findChildren(ReviewEntries)
    assert page.accessibleName() == "Entries of anna"
    history = page.history
    assert history.model.rowCount() > 20 and not history.add_rating.isVisibleTo(page)
    row = history.model.row(history.model.index(1))
    history.view.delete_wished.emit(row)
    history.view.opened.emit(row)
    assert window.findChildren(RatingDialog) == []
    page.parts.chips()[1].click()
    assert "The safety questions were not answered." in [
        one.text() for one in page.findChildren(QLabel)
    ]
    page.closed.emit()
    assert not window.in_session and window.current == "review"
    day = clinician.desk.around.today() - timedelta(days=12)
    trends.wanted.emit("day", day)
    page = window.findChildren(ReviewEntries)[-1]
    clinician.qtbot.waitUntil(lambda: page.history.view.current_row() is not None, timeout=LONG)
    assert page.history.view.current_row().day == day
    page.closed.emit()


def test_the_page_about_a_person_is_made_of_their_log(clinician: Any, tmp_path: Path) -> None:
    opened(clinician, data_of("anna", clinician, tmp_path, days=20))
    shown(clinician).head.make_page.click()
    page = clinician.desk.window.findChildren(ReportPage)[-1]
    clinician.qtbot.waitUntil(page.save.isEnabled, timeout=LONG)
    assert "person" in page.accessibleName() and page.questions[0].isReadOnly()
    page.closed.emit()
    assert not clinician.desk.window.in_session


def test_a_bad_file_is_told_and_opens_nothing(clinician: Any, tmp_path: Path) -> None:
    path = tmp_path / "anna.json"
    path.write_text("{}")
    clinician.desk.reviewing.open_file(path)
    screen = clinician.desk.reviewing.screen
    clinician.qtbot.waitUntil(screen.banner.isVisible, timeout=LONG)
    assert screen.tabs == []


def test_a_file_that_is_open_already_is_shown(clinician: Any, tmp_path: Path) -> None:
    source = data_of("anna", clinician, tmp_path, days=4)
    opened(clinician, source)
    opened(clinician, data_of("ben", clinician, tmp_path, days=3))
    screen, reviewing = clinician.desk.reviewing.screen, clinician.desk.reviewing
    link = tmp_path / "the same.json"
    link.symlink_to(source)
    for path in (source, link):
        screen.show_tab(1)
        reviewing.open_file(path)
        clinician.qtbot.waitUntil(lambda: screen.current == 0, timeout=LONG)
        assert screen.names() == ["anna", "ben"]


def test_a_file_that_was_asked_for_twice_at_once_gets_one_tab(
    clinician: Any, tmp_path: Path
) -> None:
    source = data_of("anna", clinician, tmp_path, days=4)
    screen, reviewing = clinician.desk.reviewing.screen, clinician.desk.reviewing
    answered: list[int] = []
    both_free = threading.Barrier(2)  # passed once both worker threads have done what came before
    reviewing.open_file(source)
    reviewing.open_file(source)
    for _ in range(2):
        clinician.desk.live.background(both_free.wait, answered.append)
    clinician.qtbot.waitUntil(lambda: len(answered) == 2, timeout=LONG)
    assert screen.names() == ["anna"] and len(reviewing._open) == 1


def test_a_file_that_was_written_anew_takes_its_own_place(clinician: Any, tmp_path: Path) -> None:
    source = data_of("anna", clinician, tmp_path, days=4)
    opened(clinician, source)
    first = clinician.desk.reviewing._open[0][0].log.parent
    source.unlink()
    data_of("anna", clinician, tmp_path, days=9)
    clinician.desk.reviewing.open_file(source)
    screen = clinician.desk.reviewing.screen
    clinician.qtbot.waitUntil(lambda: not first.exists(), timeout=LONG)
    assert screen.names() == ["anna"] and "ratings" in screen.facts.text()
    assert "4 ratings" not in screen.facts.text()
    assert len(shown(clinician)._loaded.records.pain) > 4


def test_what_a_killed_window_left_is_cleared(
    sit_down: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "hiprehab-review-left"
    left.mkdir()
    (left / "lock").write_text("99999999\n")  # more than any system counts to
    one = sit_down()
    one.first_run(lambda page: page.skip_button.click())
    one.desk.reviewing.show()
    one.qtbot.waitUntil(lambda: not left.exists(), timeout=LONG)


def test_closing_the_window_lets_all_files_go(clinician: Any, tmp_path: Path) -> None:
    opened(clinician, data_of("anna", clinician, tmp_path, days=4))
    shown(clinician)
    folder = clinician.desk.reviewing._open[0][0].log.parent
    close_desk(clinician.desk)
    clinician.open = False
    assert not folder.exists()
