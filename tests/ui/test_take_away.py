"""Your data in the window: the ways out and in, what is shown before anything is added."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hiprehab.app import take_away as wiring
from hiprehab.core.dates import Order
from hiprehab.core.importing import Part, What
from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.core.settings import Settings
from hiprehab.storage import backup, transfer
from hiprehab.storage.backup import Backup, Content
from hiprehab.storage.store import Store
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.import_page import ImportWindow
from hiprehab.ui.screens.take_away import Kept, TakeAwayCard, ways
from hiprehab.ui.theme import Theme

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ENTRY = PainEntry(stamp(NOON, 0), Side.LEFT, 4)


def texts(widget: QWidget) -> str:
    return "\n".join(
        one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget) and one.text()
    )


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.show()
    yield made


Opened = Callable[[Path], ImportWindow]


@pytest.fixture
def opened(host: QWidget, theme: Theme, around: Around, log: Store, qtbot: QtBot) -> Opened:
    def open_file(path: Path) -> ImportWindow:
        window = ImportWindow(theme, host, around, path=path, log=log.path)
        window.open_at(800, 700)
        qtbot.waitUntil(lambda: "Reading" not in window.state.text(), timeout=5000)
        return window

    return open_file


def export_of(log: Store, tmp_path: Path, settings: dict[str, Any] | None = None) -> Path:
    target = tmp_path / "out.json"
    transfer.export_json(log.path, transfer.Export(target, NOON, settings or {}, force=True))
    return target


def shown(window: ImportWindow, qtbot: QtBot, word: str) -> None:
    qtbot.waitUntil(lambda: word in texts(window), timeout=5000)


# --- the card -------------------------------------------------------------------------------


def test_the_card_names_each_way(theme: Theme, qtbot: QtBot) -> None:
    card = TakeAwayCard(theme)
    qtbot.addWidget(card)
    asked: list[str] = []
    card.export_asked.connect(asked.append)
    for way in ways():
        assert way.name in texts(card) and way.name in card.exports[way.format].accessibleName()
        card.exports[way.format].click()
    assert asked == ["json", "csv", "fhir", "ics"] and set(asked) == set(transfer.FORMATS)
    card.set_busy(True)
    assert not card.bring.isEnabled()
    card.set_busy(False)
    with qtbot.waitSignal(card.import_asked, timeout=1000):
        card.bring.click()


def test_backups_are_listed_with_their_reason(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    card = TakeAwayCard(theme)
    qtbot.addWidget(card)
    card.show_backups([], tmp_path)
    assert "none yet" in texts(card)
    kinds = ["daily", "before-import", "before-2", "manual-2", "replaced", "daily", "daily"]
    content = Content(tmp_path, 2, 12, 1, None, None)
    found = [Kept(Backup(tmp_path / str(n), NOON, kind), content) for n, kind in enumerate(kinds)]
    found[1] = found[1]._replace(content=None)
    card.show_backups(found[:5], tmp_path, older=2)
    said = texts(card)
    for words in ("of the day", "before data was brought in", "before an update", "made by you",
                  "put aside by a restore", "12 ratings, one session", "damaged",
                  str(tmp_path)):  # fmt: skip
        assert words in said
    assert "none yet" not in said
    assert len(card.bring_back_buttons) == 4, "a damaged one cannot be brought back"
    with qtbot.waitSignal(card.bring_back_asked) as caught:
        card.bring_back_buttons[1].click()
    assert caught.args == [found[2]]
    (older,) = [one for one in card.findChildren(QPushButton) if "2 older" in one.text()]
    with qtbot.waitSignal(card.older_asked):
        older.click()
    card.show_backups(found, tmp_path, can_return=False)
    assert card.bring_back_buttons == []


# --- the import -----------------------------------------------------------------------------


def test_an_export_is_shown_and_then_taken(
    opened: Opened, log: Store, around: Around, tmp_path: Path, qtbot: QtBot
) -> None:
    log.log_pain([ENTRY, replace(ENTRY, side=Side.RIGHT)])
    file = export_of(log, tmp_path, {"volume": 11})
    data = json.loads(file.read_text())
    data["entries"][1]["at_utc"] = "2026-11-19T12:00:00Z"
    file.write_text(json.dumps(data))
    window = opened(file)
    shown(window, qtbot, "1 new, 1 already here")
    assert "One record will be added" in window.state.text()
    assert window.take.isEnabled()
    assert window.settings.isVisibleTo(window) and not window.settings.isChecked()
    window.settings.click()
    taken: list[object] = []
    window.settings_taken.connect(taken.append)
    with qtbot.waitSignal(window.told, timeout=5000):
        qtbot.mouseClick(window.take, Qt.MouseButton.LeftButton)
    assert taken == [{"volume": 11}]
    assert log.counts().pain == 3
    (kept,) = backup.listing(log.path.parent / "backups")
    assert kept.kind == "before-import"


def test_what_is_all_there_cannot_be_taken(opened: Opened, log: Store, tmp_path: Path) -> None:
    log.log_pain([ENTRY])
    window = opened(export_of(log, tmp_path))
    assert "already here" in window.state.text()
    assert not window.take.isEnabled() and not window.settings.isVisibleTo(window)
    window.reject()


def test_the_settings_alone_can_be_taken(
    opened: Opened, log: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    log.log_pain([ENTRY])
    window = opened(export_of(log, tmp_path, {"volume": 11}))
    assert not window.take.isEnabled()
    window.settings.click()
    taken: list[object] = []
    window.settings_taken.connect(taken.append)
    with qtbot.waitSignal(window.told, timeout=5000) as got:
        window.take.click()
    assert taken == [{"volume": 11}] and got.args == ["The settings were taken.", None]


def test_a_file_that_is_refused_says_why(opened: Opened, log: Store, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text('{"schema": "hiprehab-export/99"}')
    window = opened(file)
    assert "newer HipRehab" in texts(window.problem)
    assert not window.take.isEnabled() and log.counts().pain == 0
    window.reject()


def test_a_closed_window_is_not_written_to(
    opened: Opened, around: Around, log: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    log.log_pain([ENTRY])
    window = opened(export_of(log, tmp_path))
    window._later(lambda: 5, lambda _: pytest.fail("nobody waits for that"))
    window.reject()
    done: list[int] = []
    around.live.background(lambda: 1, done.append)
    around.live.background(lambda: 2, done.append)
    qtbot.waitUntil(lambda: len(done) == 2, timeout=5000)


TABLE = "Date,Pain left,Pain right,Remarks,Mood\n03/04/2026,3,,ok,a\n05/04/2026,12,1,,b\n"


def test_a_table_is_matched_asked_and_taken(
    opened: Opened, log: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "pain.csv"
    file.write_text(TABLE)
    window = opened(file)
    form = window._form
    assert form is not None
    assert "how the dates are written" in window.state.text()
    assert not window.take.isEnabled()
    assert form.columns[Part.LEFT].currentText() == "Pain left"
    assert "03/04/2026" in texts(form)  # an example of each column
    form.order.chips()[0].click()
    assert form.match.order is Order.DMY
    shown(window, qtbot, "1 of 2 lines are left out")
    assert "Line 3: “12” is no whole number from 0 to 10" in texts(window)
    assert "3 April" in texts(window) and window.take.isEnabled()
    with qtbot.waitSignal(window.told, timeout=5000):
        window.take.click()
    (entry,) = log.pain_day(datetime(2026, 4, 3, tzinfo=UTC).date())
    assert (entry.score, entry.note) == (3, "ok")
    again = opened(file)
    assert again._form is not None
    again._form.order.chips()[0].click()
    shown(again, qtbot, "1 already here")
    assert not again.take.isEnabled()
    again.reject()


def test_columns_can_be_changed(opened: Opened, log: Store, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "pain.csv"
    file.write_text("When,How bad,What\n2026-04-03,3,stairs\n")
    window = opened(file)
    form = window._form
    assert form is not None
    assert "column with the score" in window.state.text()
    assert not form.columns[Part.NOTE].isVisibleTo(form)
    form.more.click()
    assert form.columns[Part.NOTE].isVisibleTo(form) and form.more.isHidden()
    form.columns[Part.SCORE].setCurrentIndex(2)  # the first choice is "not in the file"
    form.columns[Part.NOTE].setCurrentIndex(3)
    assert "which side" in window.state.text()
    form.side.chips()[2].click()
    shown(window, qtbot, "2 new")
    with qtbot.waitSignal(window.told, timeout=5000):
        window.take.click()
    found = log.pain_day(datetime(2026, 4, 3, tzinfo=UTC).date())
    assert [(one.side, one.score, one.note) for one in found] == [
        (Side.LEFT, 3, "stairs"),
        (Side.RIGHT, 3, "stairs"),
    ]


def test_the_same_lines_as_sessions(
    opened: Opened, log: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "s.csv"
    file.write_text("Date,Routine,Minutes,Pain,Side\n2026-04-03,Walk,20,3,left\n")
    window = opened(file)
    form = window._form
    assert form is not None
    assert form.match.what is What.PAIN
    form.kind.chips()[1].click()
    shown(window, qtbot, "Walk, 20 min")
    assert Part.SCORE not in form.columns
    window.reject()


# --- the wiring -----------------------------------------------------------------------------


class FakeWindow(QWidget):
    """What the desk's window is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def tell(self, text: str, undo: object = None) -> None:
        self.said.append(text)


@pytest.fixture
def desk(theme: Theme, around: Around, log: Store, qtbot: QtBot) -> Any:
    window = FakeWindow()
    qtbot.addWidget(window)
    folder = log.path.parent
    profile = SimpleNamespace(
        folders=SimpleNamespace(database=log.path, backups=folder / "backups", temporary=False),
        lock=None,
        library=around.library(),
        settings=Settings(),
    )
    return SimpleNamespace(
        theme=theme, around=around, live=around.live, window=window, profile=profile
    )


@pytest.mark.parametrize("kind", list(transfer.FORMATS))
def test_each_way_out_writes_its_file(
    desk: Any, log: Store, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    log.log_pain([ENTRY])
    target = tmp_path / "mine"
    monkeypatch.setattr(wiring, "ask_target", lambda *_: target)
    card = wiring.make_card(cast(Any, desk))
    qtbot.addWidget(card)
    card.exports[kind].click()
    assert not card.exports[kind].isEnabled()
    qtbot.waitUntil(lambda: bool(desk.window.said), timeout=5000)
    assert str(target) in desk.window.said[0] and target.exists()
    assert card.exports[kind].isEnabled()


def test_a_place_that_cannot_be_written_is_a_sentence(
    desk: Any, log: Store, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine")
    monkeypatch.setattr(wiring, "ask_target", lambda *_: tmp_path / "file" / "out.json")
    card = wiring.make_card(cast(Any, desk))
    qtbot.addWidget(card)
    with qtbot.waitSignal(desk.live.problem, timeout=5000) as got:
        card.exports["json"].click()
    assert "no folder" in got.args[0]
    assert card.exports["json"].isEnabled() and desk.window.said == []
    assert (tmp_path / "file").read_text() == "mine"


def test_nothing_happens_when_the_person_changed_their_mind(
    desk: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "ask_target", lambda *_: None)
    monkeypatch.setattr(wiring, "ask_source", lambda *_: None)
    card = wiring.make_card(cast(Any, desk))
    qtbot.addWidget(card)
    card.exports["csv"].click()
    card.bring.click()
    QApplication.processEvents()
    assert card.bring.isEnabled() and desk.window.findChildren(ImportWindow) == []


def test_tables_get_a_folder_of_their_own(tmp_path: Path) -> None:
    assert wiring.free_folder(tmp_path, "a") == tmp_path / "a"
    (tmp_path / "a").mkdir()
    (tmp_path / "a-2").mkdir()
    assert wiring.free_folder(tmp_path, "a") == tmp_path / "a-3"
