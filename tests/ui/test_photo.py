"""Pictures of packs: shown whole where there is no motion, within limits; broken ones harm none."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from hiprehab.core.model import Library
from hiprehab.core.plan import StepKind
from hiprehab.core.settings import Settings
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.exercise_page import ExercisePage
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.photo import Photo, path_of, picture_key, pictures, read_picture
from hiprehab.ui.widgets.row_button import RowButton
from hiprehab.ui.widgets.still import Stills
from tests.storage.test_programme import png
from tests.ui.session_stand import LIBRARY, ROUTINE, VARIANTS, FakeFigure, Stand

RED = QColor(200, 30, 40)


@pytest.fixture
def picture(tmp_path: Path) -> str:
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(RED)
    path = tmp_path / "towel.png"
    assert image.save(str(path))
    return str(path)


def red(image: QImage, x: float, y: float) -> bool:
    colour = image.pixelColor(round(image.width() * x), round(image.height() * y))
    return abs(colour.red() - 200) < 12 and colour.green() < 60


def test_a_motion_goes_before_a_picture(picture: str) -> None:
    exercise = replace(LIBRARY.exercises["stretch"], picture=picture)
    assert path_of(picture_key(exercise)) == picture
    moving = replace(LIBRARY.exercises["clam"], picture=picture)
    assert picture_key(moving) == "clamshell" and path_of("clamshell") == ""
    assert picture_key(LIBRARY.exercises["squat"]) == "rest/standing" and path_of(None) == ""


def test_the_picture_keeps_its_shape(theme: Theme, picture: str, qtbot: Any) -> None:
    photo = Photo(theme)
    qtbot.addWidget(photo)
    photo.resize(400, 400)
    assert photo.show_picture(picture, "Towel stretch")
    assert photo.accessibleName() == "Picture: Towel stretch"
    with qtbot.waitSignal(pictures().ready):
        photo.grab()
    seen = photo.grab().toImage()
    assert red(seen, 0.5, 0.5) and red(seen, 0.02, 0.3) and red(seen, 0.98, 0.7)
    assert not red(seen, 0.5, 0.2) and not red(seen, 0.5, 0.8)


def test_damage_is_found_when_it_is_read(theme: Theme, picture: str, qtbot: Any) -> None:
    data = bytearray(Path(picture).read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    Path(picture).write_bytes(data)
    photo = Photo(theme)
    qtbot.addWidget(photo)
    photo.resize(200, 200)
    assert photo.show_picture(picture, "X"), "its head is sound"
    with qtbot.waitSignal(photo.broken):
        photo.grab()
    assert not photo.show_picture(picture, "X")


@pytest.mark.parametrize("kind", ["none", "text", "huge", "gif"])
def test_what_cannot_be_shown_is_not(kind: str, tmp_path: Path, theme: Theme, qtbot: Any) -> None:
    path = tmp_path / "other.png"
    content = {
        "text": b"not a picture",
        "huge": png(60_000, 60_000),
        "gif": b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00"
        b"\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
    }
    if kind in content:
        path.write_bytes(content[kind])
    photo = Photo(theme)
    qtbot.addWidget(photo)
    assert not photo.show_picture(str(path), "X")
    photo.grab()


def test_a_large_picture_is_read_small(tmp_path: Path) -> None:
    image = QImage(3000, 2000, QImage.Format.Format_RGB32)
    image.fill(RED)
    path = tmp_path / "large.jpg"
    assert image.save(str(path))
    assert read_picture(str(path), QSize(300, 300)).size() == QSize(300, 200)


def test_lists_paint_it_like_a_still(theme: Theme, picture: str) -> None:
    key = picture_key(replace(LIBRARY.exercises["stretch"], picture=picture))
    ground = QImage(100, 80, QImage.Format.Format_RGB32)
    ground.fill(QColor("white"))
    painter = QPainter(ground)
    Stills(theme).paint(painter, QRectF(0, 0, 100, 80), key or "")
    painter.end()
    assert red(ground, 0.5, 0.5) and not red(ground, 0.5, 0.05)


def test_a_row_is_painted_again_when_its_picture_was_read(
    theme: Theme, picture: str, qtbot: Any
) -> None:
    key = picture_key(replace(LIBRARY.exercises["stretch"], picture=picture))
    row = RowButton(theme, "Stretch", "30 s", motion=key)
    qtbot.addWidget(row)
    row.resize(400, 90)
    with qtbot.waitSignal(pictures().ready):
        row.grab()
    seen = row.grab().toImage()
    assert any(red(seen, x / 100, 0.5) for x in range(4, 30))


def test_the_exercise_page_shows_it_or_says_that_it_cannot(
    theme: Theme, around: Around, library: Library, picture: str, qtbot: Any
) -> None:
    page = ExercisePage(theme, around, figure=FakeFigure)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    exercise = replace(library.exercises["bridge"], motion=None, picture=picture)
    page.show_exercise(exercise)
    assert page.stage.photo is not None and not page.stage.photo.isHidden()
    assert page.picture_fault.isHidden()
    Path(picture).unlink()
    other = replace(exercise, picture=picture + "x.png")
    page.show_exercise(other)
    assert page.stage.photo.isHidden() and not page.picture_fault.isHidden()
    figure: Any = page.stage.figure
    assert figure.shown[0] == "rest/supine", "the resting pose takes its place"
    page.show_exercise(library.exercises["bridge"])
    assert page.picture_fault.isHidden() and figure.shown[0] == "bridge"


def test_the_session_shows_it_instead_of_a_resting_figure(
    theme: Theme, picture: str, qtbot: Any
) -> None:
    stretch = replace(LIBRARY.exercises["stretch"], picture=picture)
    library = Library({**LIBRARY.exercises, "stretch": stretch}, LIBRARY.routines)
    stand = Stand(theme, Settings(), library)
    qtbot.addWidget(stand.flow)
    stand.flow.start_now(ROUTINE, VARIANTS[1])
    stage = stand.screen.stage
    figure = stand.figures[0]
    assert isinstance(figure, QWidget) and figure.isVisible() and stage.photo.isHidden()
    stand.goto(StepKind.WORK, 1.0, exercise="stretch")
    assert stage.photo.isVisible() and not figure.isVisible()
    stand.goto(StepKind.WORK, 1.0, exercise="squat")
    assert stage.photo.isHidden() and figure.isVisible()
    stand.flow.close_session()
