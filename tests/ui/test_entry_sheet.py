"""What is being entered in a sheet survives a full disk, and the end of the program."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTime
from PySide6.QtWidgets import QLabel, QWidget

from hiprehab.core.diary import Activity, Event, EventKind
from hiprehab.core.log import PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import Side
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem
from hiprehab.ui.live import Live
from hiprehab.ui.screens.activity_dialogs import AddDialog, RateDialog
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.entry_sheet import EntrySheet, draft_of
from hiprehab.ui.screens.event_dialog import EventDialog
from hiprehab.ui.screens.history_add import ManualSessionDialog, PastRatingDialog
from hiprehab.ui.screens.history_session import SessionPage
from hiprehab.ui.screens.plan_edit import AwayDialog
from hiprehab.ui.screens.rating_dialog import RatingDialog
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.sheet import Sheet
from tests.ui.conftest import SUNDAY

NOW = stamp(SUNDAY, 0)
TODAY = date(2026, 11, 22)


@pytest.fixture
def opened(theme: Theme, around: Around, qtbot: Any) -> Iterator[Callable[..., Any]]:
    """Opens a sheet over a window."""
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1100, 800)
    host.show()
    made: list[Sheet] = []

    def make(kind: Any, *more: Any, **about: Any) -> Any:
        one = kind(theme, host, around, *more, **about)
        one.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(one)
        made.append(one)
        one.open_at(660, 560)
        return one

    yield make
    for one in made:
        one.close()


def settled(live: Live) -> str:
    """The window goes; all that follows has happened."""
    sentence = live.settle()
    QCoreApplication.processEvents()
    return sentence


def texts(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


def fill_session(one: ManualSessionDialog) -> None:
    one.routine.setCurrentIndex(one.routine.findData("glute-strength-a"))
    assert one.level is not None
    one.level.chips()[0].click()
    one.share.chips()[1].click()
    one.when.set_local(datetime(2026, 11, 20, 18, 30))
    one.note.setPlainText("in the park")


def fill_mark(one: EventDialog) -> None:
    one.kinds.chips()[2].click()
    one.first.set_day(date(2026, 11, 19))
    one.km.setText("4.5")
    one.text.setText("first run")


def fill_rating(one: PastRatingDialog) -> None:
    checkin = one.checkin
    checkin.scales[Side.LEFT]._choose(7)
    checkin.details.sides[Side.LEFT].qualities["sharp"].click()
    checkin.details.when.day.set_day(date(2026, 11, 19))
    checkin.details.when.time.setTime(QTime(19, 30))
    checkin.details.note.setPlainText("after the stairs")


def fill_away(one: AwayDialog) -> None:
    one.first.edit.setDate(one.first.edit.date().addDays(3))
    one.reason.setText("hiking")


def fill_activity(one: AddDialog) -> None:
    one.name.setText("Putting on so")


SHEETS = [
    pytest.param(ManualSessionDialog, fill_session, id="session"),
    pytest.param(EventDialog, fill_mark, id="mark"),
    pytest.param(PastRatingDialog, fill_rating, id="rating"),
    pytest.param(AwayDialog, fill_away, id="away"),
    pytest.param(AddDialog, fill_activity, id="activity"),
]


@pytest.mark.parametrize(("kind", "fill"), SHEETS)
def test_what_was_being_entered_is_there_the_next_time(
    kind: Any, fill: Any, opened: Any, log: Store, live: Live, clock: Any
) -> None:
    first = opened(kind)
    fill(first)
    before = first.values()
    assert settled(live) == ""
    first.close()
    assert (log.counts().pain, log.counts().sessions) == (0, 0), "nothing is made an entry"
    assert log.events() == [] and log.away() == [] and log.activities() == []
    clock.later(days=1)
    again = opened(kind)
    assert again.values() == before
    assert "You had begun this when HipRehab was closed" in texts(again)
    again.reject()
    settled(live)
    assert draft_of(live.read) == {}, "given up on purpose"
    assert "You had begun" not in texts(opened(kind))


@pytest.mark.parametrize(("kind", "fill"), SHEETS)
def test_a_sheet_that_was_only_looked_at_leaves_nothing(
    kind: Any, fill: Any, opened: Any, live: Live
) -> None:
    opened(kind)
    assert settled(live) == "" and draft_of(live.read) == {}


def test_a_saved_draft_is_a_draft_no_more(opened: Any, log: Store, live: Live, qtbot: Any) -> None:
    first = opened(PastRatingDialog)
    fill_rating(first)
    settled(live)
    first.close()
    again = opened(PastRatingDialog)
    with qtbot.waitSignal(again.told):
        again.checkin.save_button.click()
    settled(live)
    (entry,) = log.pain_between(date(2026, 11, 1), TODAY)
    assert (entry.score, entry.sharp, entry.note) == (7, True, "after the stairs")
    assert entry.stamp.local == datetime(2026, 11, 19, 19, 30)
    assert draft_of(live.read) == {}


def test_the_draft_of_a_correction_belongs_to_its_mark(opened: Any, log: Store, live: Live) -> None:
    for text in ("one", "two"):
        log.event_add(Event(NOW, EventKind.EVENT, TODAY, TODAY, text))
    one, two = log.events()
    first = opened(EventDialog, event=one)
    first.text.setText("one, corrected")
    settled(live)
    first.close()
    other = opened(EventDialog, event=two)
    assert other.text.text() == "two" and "You had begun" not in texts(other)
    other.reject()
    assert opened(EventDialog, event=one).text.text() == "one, corrected"


# --- what is saved when the window goes --------------------------------------------------------


def test_a_correction_of_a_rating_is_saved(opened: Any, log: Store, live: Live) -> None:
    log.log_pain([PainEntry(NOW, Side.LEFT, 4, note="a walk"), PainEntry(NOW, Side.RIGHT, 1)])
    rating = {one.side: one for one in log.pain_between(TODAY, TODAY)}
    dialog = opened(RatingDialog, rating)
    settled(live)
    left = rating[Side.LEFT].id
    assert left is not None and log.pain_history(left) == [], "nothing was changed"
    dialog.checkin.scales[Side.LEFT]._choose(6)
    settled(live)
    assert log.pain(left).score == 6 and [one.score for one in log.pain_history(left)] == [4]


def test_scores_of_activities_are_saved(opened: Any, log: Store, live: Live) -> None:
    number = log.activity_add(Activity("Stairs", TODAY))
    dialog = opened(RateDialog)
    dialog.scores[number].chips()[4].click()
    settled(live)
    assert [one.score for one in log.activity_ratings(TODAY, TODAY)] == [4]


def test_the_note_of_a_session_in_history_is_saved(
    theme: Theme, around: Around, log: Store, live: Live, qtbot: Any
) -> None:
    number = log.log_manual_session(
        SessionRecord(NOW, "r", "Title", "1", "v", Status.MANUAL, 60.0, 60.0)
    )
    page = SessionPage(theme, around)
    qtbot.addWidget(page)
    page.show_session(log.session(number))
    page.show()
    settled(live)
    assert log.session(number).note == ""
    page.note.setPlainText("better than it felt")
    settled(live)
    assert log.session(number).note == "better than it felt"


# --- what the disk refuses ---------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [Kind.FULL, Kind.BUSY])
@pytest.mark.parametrize(("kind", "fill"), [one for one in SHEETS if one.id != "rating"])
def test_what_the_disk_refuses_stays_in_the_sheet(
    kind: Any, fill: Any, trouble: Kind, opened: Any, live: Live, qtbot: Any, monkeypatch: Any
) -> None:
    one: EntrySheet = opened(kind)
    fill(one)
    before = one.values()

    def refuse(self: Store) -> Any:
        raise StorageProblem("Not saved: no.", "Try again.", trouble)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "atomic", refuse)
        one.save.click()  # type: ignore[attr-defined]  # each of them has one
        one.save.click()  # type: ignore[attr-defined]  # nothing happens twice
        qtbot.waitUntil(one.problem.isVisible)
    assert one.isVisible() and one.values() == before
    assert "What you entered is kept here." in texts(one)
    with qtbot.waitSignal(one.told):
        one.problem.acted.emit()
    counted = (
        live.read.counts().sessions,
        len(live.read.events()),
        len(live.read.away()),
        len(live.read.activities()),
    )
    assert sum(counted) == 1
