"""A backup is brought back from Settings: asked about, put in place, and the old log is kept."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from hiprehab.app.bringing_back import brought_back
from hiprehab.app.profile import Place
from hiprehab.app.window import close_desk, desk_for
from hiprehab.core.changes import Changes
from hiprehab.core.log import PainEntry
from hiprehab.core.model import Side
from hiprehab.storage import backup, keys, secret
from hiprehab.ui.screens.bring_back import BringBackSheet
from hiprehab.ui.screens.take_away import Kept, TakeAwayCard


@pytest.fixture
def person(sit_down: Any) -> Any:
    """With one rating in a backup, and two in the log."""
    one = sit_down()
    one.first_run(lambda page: page.skip_button.click())
    folders = one.desk.profile.folders
    one.qtbot.waitUntil(lambda: bool(backup.listing(folders.backups)))  # that of the day
    for made in backup.listing(folders.backups):
        made.path.unlink()
    rate(one, 3)
    backup.make(folders.database, folders.backups, one.clock.utcnow() + timedelta(minutes=1))
    rate(one, 5)
    return one


def rate(person: Any, score: int) -> None:
    entry = PainEntry(person.desk.around.now(), Side.LEFT, score)
    person.desk.live.write(lambda store: store.log_pain([entry]), Changes.PAIN)
    person.saved()


def card(person: Any) -> TakeAwayCard:
    person.desk.window.show_screen("settings")
    settings = person.desk.window.screen_of("settings")
    settings.build_all()
    (found,) = settings.findChildren(TakeAwayCard)
    person.qtbot.waitUntil(lambda: bool(found.bring_back_buttons))
    return found


def ask(person: Any) -> BringBackSheet:
    card(person).bring_back_buttons[0].click()
    (sheet,) = person.desk.window.findChildren(BringBackSheet)
    return sheet


def leave(person: Any) -> Any:
    """The window closes as the program closes it; what comes after it."""
    desk = person.desk
    assert desk.farewell is not None
    close_desk(desk)
    person.open = False
    return desk.farewell()


def scores(place: Place, clock: Any) -> list[int | None]:
    desk = desk_for(place, clock=clock)
    today = desk.around.today()
    found = [one.score for one in desk.live.read.pain_between(today, today)]
    close_desk(desk)
    return found


def test_it_says_what_is_replaced_and_what_is_kept(person: Any) -> None:
    sheet = ask(person)
    said = " ".join(one.text() for one in sheet.findChildren(QLabel))
    assert "holds one rating, 0 sessions" in said and "holds 2 ratings, 0 sessions now" in said
    assert "kept among the backups" in said
    assert sheet.focusWidget() is sheet.cancel, "Enter alone replaces nothing"
    sheet.cancel.click()
    assert person.desk.farewell is None


def test_the_whole_way_and_back_again(person: Any) -> None:
    ask(person).do.click()
    QApplication.processEvents()
    after = leave(person)
    assert after.place is not None and "Your log is that of" in after.said
    assert scores(after.place, person.clock) == [3]
    folder = person.desk.profile.folders.backups
    kept = [one for one in backup.listing(folder) if one.kind == "replaced"]
    assert len(kept) == 1
    found = Kept(kept[0], backup.inspect(kept[0].path))
    again = brought_back(after.place, found)
    assert again.place is not None
    assert scores(again.place, person.clock) == [3, 5]


def test_what_cannot_be_brought_back_changes_nothing(person: Any) -> None:
    folders = person.desk.profile.folders
    (made,) = backup.listing(folders.backups)
    found = Kept(made, backup.inspect(made.path))
    made.path.write_bytes(b"not a log")
    person.leave()
    after = brought_back(Place(person.data), found)
    assert "damaged" in after.said and after.place is not None
    assert scores(after.place, person.clock) == [3, 5]


@pytest.mark.skipif(not secret.cipher.available(), reason="installed without encryption")
def test_with_a_passphrase_it_opens_again_without_asking(person: Any) -> None:
    from hiprehab.app.people import change_passphrase

    folders, words = person.desk.profile.folders, "three words here"
    person.leave()
    place = change_passphrase(
        Place(person.data), folders.profile, words, person.clock.utcnow()
    ).place
    assert place is not None and place.passphrase == words
    keys.unlock(folders.profile, words)
    first = next(
        one for one in backup.listing(folders.backups) if backup.inspect(one.path).pain == 1
    )
    found = Kept(first, backup.inspect(first.path))
    keys.forget(folders.profile)
    after = brought_back(place, found)
    assert "Your log is that of" in after.said
    assert after.place is not None and scores(after.place, person.clock) == [3]
    assert not keys._known
