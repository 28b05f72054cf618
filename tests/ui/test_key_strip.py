"""The key poses below the figure: what they are called, and stepping through them."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from hiprehab import resources
from hiprehab.figure import catalogue, stills
from hiprehab.figure.motion import strip_keys
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.key_strip import KeyStrip


@pytest.fixture
def strip(theme: Theme, qtbot: Any) -> KeyStrip:
    made = KeyStrip(theme)
    qtbot.addWidget(made)
    made.resize(520, 160)
    return made


@pytest.fixture
def chosen(strip: KeyStrip) -> list[str | None]:
    found: list[str | None] = []
    strip.chosen.connect(found.append)
    return found


@pytest.mark.parametrize("name", sorted(catalogue.known_motions()))
def test_every_motion_has_its_strip_in_both_themes(name: str) -> None:
    wanted = len(strip_keys(catalogue.load(name)))
    for dark in (False, True):
        image = QImage(str(stills.strip_path(name, dark=dark)))
        width, height = stills.KEY_SIZE
        assert (image.width(), image.height()) == (wanted * width, height)


def test_strips_cost_little_room() -> None:
    folder = resources.asset("figure/stills")
    size = sum(path.stat().st_size for path in folder.glob("keys-*/*.png"))
    assert size < 1_500_000


def test_start_way_and_end_are_named(strip: KeyStrip) -> None:
    strip.show_motion("sit-to-stand", None)
    assert [one.text() for one in strip.poses] == ["Start", "On the way", "End"]
    assert strip.poses[2].accessibleName() == "End, pose 3 of 3"
    strip.show_motion("easy-walk", None)
    assert [one.text() for one in strip.poses] == ["1", "2", "3"]


def test_a_pose_is_looked_at_and_left_again(strip: KeyStrip, chosen: list[str | None]) -> None:
    strip.show_motion("bridge", "left")
    strip.show()
    strip.poses[1].click()
    strip.poses[0].click()
    assert [one.isChecked() for one in strip.poses] == [True, False]
    strip.poses[0].click()
    assert chosen == ["up", "down", None]
    assert not any(one.isChecked() for one in strip.poses)


def test_left_and_right_go_from_pose_to_pose(
    strip: KeyStrip, chosen: list[str | None], qtbot: Any
) -> None:
    strip.show_motion("sit-to-stand", None)
    strip.show()
    strip.activateWindow()
    strip.poses[0].setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(strip.focusWidget(), key)
    assert chosen == ["rise", "stand", "rise"]


def test_one_pose_alone_or_none_takes_no_room(strip: KeyStrip) -> None:
    for motion in ("isometric-hip-flexion", "rest/standing", None, "unheard-of"):
        strip.show_motion("bridge", None)
        assert strip.poses
        strip.show_motion(motion, None)
        assert not strip.poses and strip.isHidden()


def test_the_left_side_is_turned_over(strip: KeyStrip) -> None:
    strip.resize(400, 160)
    strip.show_motion("clamshell", "right")
    right = strip.poses[0]._picture.toImage()
    strip.show_motion("clamshell", "left")
    assert strip.poses[0]._picture.toImage() == right.flipped(Qt.Orientation.Horizontal)
