"""The body map under mouse, keys and assistive technology, and in the check-in."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from hiprehab import resources
from hiprehab.core.log import PainEntry
from hiprehab.core.model import Side
from hiprehab.core.places import REGIONS
from hiprehab.figure import stills
from hiprehab.storage.learn import read_cards
from hiprehab.storage.store import Store
from hiprehab.ui.screens import log_words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.checkin import CheckIn
from hiprehab.ui.screens.learn_sheet import LearnSheet
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.body_map import BodyMap, MapPicture, Spot, spot_of

SUNDAY = date(2026, 11, 22)
LEFT, RIGHT = Side.LEFT, Side.RIGHT


class Told(BodyMap):
    """A map with something to read about the groin."""

    def has_text(self, key: str) -> bool:
        return key == "groin"


@pytest.fixture
def body(theme: Theme, qtbot: Any) -> BodyMap:
    made = Told(theme, dict(log_words.places()))
    qtbot.addWidget(made)
    made.resize(420, 520)
    made.show()
    return made


@pytest.fixture
def picked(body: BodyMap) -> list[Spot]:
    found: list[Spot] = []
    body.picked.connect(found.append)
    return found


def click(picture: MapPicture, spot: Spot) -> None:
    place = picture.middle(spot)
    assert place is not None
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=place.toPoint())


def key(picture: MapPicture, one: Qt.Key) -> None:
    QTest.keyClick(picture, one)


# --- mouse ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", stills.MAP_VIEWS)
def test_a_click_picks_every_region_of_a_view(body: BodyMap, picked: list[Spot], view: str) -> None:
    body.picture.show_view(view)
    wanted = [spot_of(number) for number in stills.map_labels()[view]]
    for spot in wanted:
        assert spot is not None
        click(body.picture, spot)
    assert picked == wanted


def test_from_behind_left_is_left_and_from_the_front_it_is_right(
    body: BodyMap, picked: list[Spot]
) -> None:
    picture = body.picture
    third = QPoint(picture.width() // 2 - picture.height() // 8, picture.height() // 3)
    for view in ("back", "front"):
        picture.show_view(view)
        QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=third)
    assert [side for side, _ in picked] == [LEFT, RIGHT]


def test_a_click_near_the_body_means_the_nearest_region(body: BodyMap, picked: list[Spot]) -> None:
    picture = body.picture
    middle = picture.middle((RIGHT, "outer-thigh"))
    assert middle is not None
    beside = middle.toPoint() - QPoint(18, 0)
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=beside)
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(4, picture.height() // 2))
    assert picked == [(RIGHT, "outer-thigh")]


def test_the_mouse_names_what_is_under_it(body: BodyMap) -> None:
    before = body.caption.text()
    place = body.picture.middle((LEFT, "front-hip"))
    assert place is not None
    QTest.mouseMove(body.picture, place.toPoint())
    assert body.caption.text() == "Left: front of the hip"
    QTest.mouseMove(body.picture, QPoint(2, 2))
    assert body.caption.text() == before


def test_dragging_turns_and_picks_nothing(body: BodyMap, picked: list[Spot]) -> None:
    picture = body.picture
    start = QPoint(picture.width() // 2, picture.height() // 2)
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(picture, start - QPoint(80, 0))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=start - QPoint(80, 0))
    assert (picture.view, picked) == ("left", [])


# --- keys and words -------------------------------------------------------------------------------


def test_arrows_turn_all_the_way_round(body: BodyMap) -> None:
    seen = []
    for _ in stills.MAP_VIEWS:
        key(body.picture, Qt.Key.Key_Right)
        seen.append(body.picture.view)
    assert seen == ["left", "back", "right", "front"]
    key(body.picture, Qt.Key.Key_Left)
    assert body.picture.view == body.views.value == "right"
    key(body.picture, Qt.Key.Key_Home)
    assert body.picture.view == "front"


def test_the_keyboard_reaches_every_region(body: BodyMap, picked: list[Spot]) -> None:
    wanted = body.picture.spots()
    for _ in wanted:
        key(body.picture, Qt.Key.Key_Down)
        key(body.picture, Qt.Key.Key_Space)
    assert picked == wanted
    key(body.picture, Qt.Key.Key_Up)
    key(body.picture, Qt.Key.Key_Return)
    assert picked[-1] == wanted[-2]


def test_space_without_a_region_picks_nothing(body: BodyMap, picked: list[Spot]) -> None:
    key(body.picture, Qt.Key.Key_Space)
    assert picked == []


def test_it_says_what_it_is_and_where_the_keyboard_is(body: BodyMap) -> None:
    picture = body.picture
    assert picture.accessibleName() == "Body map, from the front"
    picture.go_to((LEFT, "groin"))
    assert picture.accessibleName() == "Body map, from the front. Left: groin"
    picture.set_chosen([(LEFT, "groin")])
    assert picture.accessibleName() == "Body map, from the front. Left: groin, chosen"
    picture.show_view("back")  # where no groin can be seen
    assert picture.accessibleName() == "Body map, from behind"
    assert "Space" in picture.accessibleDescription()


def test_an_unknown_view_is_a_mistake(body: BodyMap) -> None:
    with pytest.raises(ValueError, match="above"):
        body.picture.show_view("above")


# --- what it shows --------------------------------------------------------------------------------


def grabbed(body: BodyMap) -> QImage:
    return body.picture.grab().toImage()


def test_chosen_regions_look_different_and_so_do_several(body: BodyMap) -> None:
    looks = []
    for chosen in ([], [(LEFT, "groin")], [(LEFT, "groin"), (RIGHT, "knee")]):
        body.set_chosen(chosen)
        looks.append(grabbed(body))
    assert looks[0] != looks[1] != looks[2]
    body.set_chosen([])
    assert grabbed(body) == looks[0]


def test_counts_are_said_and_shown(body: BodyMap, picked: list[Spot]) -> None:
    plain = grabbed(body)
    body.show_counts({(LEFT, "groin"): 4, (RIGHT, "groin"): 1})
    assert grabbed(body) != plain
    click(body.picture, (LEFT, "groin"))
    assert body.caption.text() == "Left: groin, 4 times"
    click(body.picture, (RIGHT, "groin"))
    assert body.caption.text() == "Right: groin, once"
    click(body.picture, (LEFT, "knee"))
    assert body.caption.text() == "Left: knee, never"
    assert len(picked) == 3


def test_the_best_view_shows_most_of_what_is_chosen(body: BodyMap) -> None:
    body.show_best_view([(LEFT, "buttock"), (RIGHT, "sit-bone")])
    assert body.picture.view == "back"
    body.show_best_view([(RIGHT, "groin")])
    assert body.picture.view == "front"
    body.show_best_view([])
    assert body.picture.view == "front"


def test_a_text_is_offered_where_there_is_one(body: BodyMap, qtbot: Any) -> None:
    assert not body.read.isVisible()
    click(body.picture, (LEFT, "knee"))
    assert not body.read.isVisible()
    click(body.picture, (LEFT, "groin"))
    with qtbot.waitSignal(body.about) as told:
        body.read.click()
    assert told.args == ["groin"]


# --- in the check-in ------------------------------------------------------------------------------


@pytest.fixture
def checkin(theme: Theme, around: Around, qtbot: Any) -> Iterator[CheckIn]:
    cards = read_cards(resources.data_dir() / "learn")
    made = CheckIn(theme, replace(around, cards=lambda: cards))
    qtbot.addWidget(made)
    made.resize(900, 1400)
    made.show()
    made.set_details_shown(True)
    return made


def save(checkin: CheckIn, qtbot: Any) -> None:
    with qtbot.waitSignal(checkin.saved, timeout=5000):
        checkin.save()


def test_places_of_both_sides_are_stored_with_the_rating(
    checkin: CheckIn, log: Store, qtbot: Any
) -> None:
    body = checkin.details.map
    for spot in ((LEFT, "sit-bone"), (LEFT, "buttock"), (RIGHT, "low-back"), (RIGHT, "knee")):
        click(body.picture, spot)
    click(body.picture, (RIGHT, "knee"))  # taken back
    assert body.picture.chosen == {(LEFT, "sit-bone"), (LEFT, "buttock"), (RIGHT, "low-back")}
    save(checkin, qtbot)
    found = {entry.side: entry.place for entry in log.pain_day(SUNDAY)}
    assert found == {LEFT: "buttock,sit-bone", RIGHT: "low-back"}


def test_list_and_map_are_one(checkin: CheckIn) -> None:
    field = checkin.details.sides[LEFT].place
    shown = [name for name, chip in field.chips.items() if chip.isVisible()]
    assert shown == []
    checkin.details.map.picture.picked.emit((LEFT, "knee"))
    field.more.click()
    assert list(field.chips) == [*REGIONS, "elsewhere"]
    field.chips["knee"].click()
    assert all(chip.isVisible() for chip in field.chips.values())
    assert set(field.chips) == {*REGIONS, "elsewhere"}
    field.chips["groin"].click()
    assert checkin.details.map.picture.chosen == {(LEFT, "groin")}
    assert field.chips["groin"].accessibleName() == "Where on the left: Groin"
    field.more.click()
    assert [n for n, chip in field.chips.items() if chip.isVisible()] == ["groin"]


def test_old_words_stay_as_they_are_until_the_choice_changes(
    checkin: CheckIn, log: Store, around: Around, qtbot: Any
) -> None:
    (number,) = log.log_pain([PainEntry(around.now(), LEFT, 3, place="outer side")])
    checkin.edit({LEFT: log.pain(number)})
    assert checkin.details.map.picture.chosen == {(LEFT, "outer-hip")}
    checkin.details.sides[LEFT].qualities["sharp"].click()
    save(checkin, qtbot)
    assert log.pain(number).place == "outer side"
    checkin.edit({LEFT: log.pain(number)})
    checkin.details.sides[LEFT].place.toggle("knee")
    save(checkin, qtbot)
    assert log.pain(number).place == "knee,outer-hip"
    assert [entry.place for entry in log.pain_history(number)] == ["outer side", "outer side"]


def test_a_rating_is_shown_from_where_its_places_are_seen(checkin: CheckIn, around: Around) -> None:
    checkin.edit({RIGHT: PainEntry(around.now(), RIGHT, 3, place="front-thigh,groin", id=7)})
    assert checkin.details.map.picture.view == "front"


def test_reading_about_a_place_loses_nothing(checkin: CheckIn) -> None:
    body = checkin.details.map
    click(body.picture, (LEFT, "buttock"))
    body.read.click()
    sheet = checkin.findChild(LearnSheet)
    assert sheet is not None and sheet.windowTitle() == "Pain at the back or in the buttock"
    sheet.accept()
    assert checkin.details.sides[LEFT].place.keys == {"buttock"}


def test_the_map_needs_no_numpy() -> None:
    script = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from hiprehab.ui.theme import Theme\n"
        "from hiprehab.ui.widgets.body_map import BodyMap\n"
        "body = BodyMap(Theme(), {})\n"
        "body.set_chosen([])\n"
        "body.grab()\n"
        "assert 'numpy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
