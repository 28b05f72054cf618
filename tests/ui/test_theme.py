"""The theme: tokens reach palette, fonts and icons, live and without heavy modules."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hiprehab.core.model import Side
from hiprehab.core.settings import Settings
from hiprehab.core.settings import Theme as Colours
from hiprehab.ui.icons import parse_path
from hiprehab.ui.style import style_sheet
from hiprehab.ui.theme import FAMILY, Theme, Tint

HEAVY = ("numpy", "pyqtgraph", "PySide6.QtSvg", "PySide6.QtMultimedia", "email", "ssl", "pydantic")


def test_applying_dresses_the_application(theme: Theme, qapp: QApplication) -> None:
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.colour("background")
    assert theme.tokens.accent in qapp.styleSheet()


def test_switching_is_live_and_told_once(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.tokens.name))
    theme.apply(qapp, Settings(theme=Colours.DARK))
    theme.apply(qapp, Settings(theme=Colours.DARK))
    assert told == ["dark"]
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor(theme.tokens.surface)
    assert theme.tokens.dark


def test_other_settings_style_nothing_again(
    theme: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme.apply(qapp, Settings())
    dressed: list[str] = []
    monkeypatch.setattr(qapp, "setStyleSheet", dressed.append)
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.settings.reduced_motion))
    theme.apply(qapp, Settings(volume=31, voice=False))
    assert (theme.settings.volume, told) == (31, [])
    theme.apply(qapp, Settings(reduced_motion=True))
    assert told == [True]
    assert dressed == []
    theme.apply(qapp, Settings(text_scale=150))
    assert len(dressed) == 2  # taken off, then put on


def test_the_systems_choice_is_followed(qapp: QApplication) -> None:
    theme = Theme()
    theme.apply(qapp, Settings(theme=Colours.SYSTEM))
    hints = qapp.styleHints()
    try:
        hints.setColorScheme(Qt.ColorScheme.Dark)
        assert theme.tokens.dark == (hints.colorScheme() == Qt.ColorScheme.Dark)
        hints.setColorScheme(Qt.ColorScheme.Light)
        assert not theme.tokens.dark
    finally:
        hints.unsetColorScheme()


def test_sizes_grow_with_the_text(theme: Theme, qapp: QApplication) -> None:
    small = theme.font().pixelSize(), theme.px(20), theme.target
    theme.apply(qapp, Settings(theme=Colours.LIGHT, text_scale=200))
    assert (theme.font().pixelSize(), theme.px(20)) == (small[0] * 2, 40)
    assert theme.target > small[2] >= 44
    assert theme.space(20) < 40  # distances grow less, or a small window has no room left


def test_a_wild_text_scale_is_held(theme: Theme, qapp: QApplication) -> None:
    theme.apply(qapp, Settings(text_scale=900))
    assert theme.scale == 2


def test_the_face_is_the_low_vision_one_with_digits_of_one_width(theme: Theme) -> None:
    assert theme.font().family() == FAMILY
    metrics = QFontMetrics(theme.font("heading", digits=True))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_phases_have_their_colours(theme: Theme) -> None:
    assert theme.tint_role(Tint.SWITCH, Side.LEFT) == "left"
    assert theme.tint_role(Tint.SWITCH, Side.RIGHT) == "right"
    roles = {theme.tint_role(tint) for tint in (Tint.WORK, Tint.HOLD, Tint.REST)}
    assert len(roles) == 3


def test_every_icon_paints_something(theme: Theme) -> None:
    assert len(theme.icons.names()) >= 40
    for name in theme.icons.names():
        picture = QImage(24, 24, QImage.Format.Format_ARGB32)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        theme.icons.paint(painter, name, QRectF(0, 0, 24, 24), QColor("black"))
        painter.end()
        marked = sum(picture.pixelColor(x, y).alpha() > 128 for x in range(24) for y in range(24))
        assert 8 < marked < 400, name
        edge = [picture.pixelColor(i, j).alpha() for i in (0, 23) for j in range(24)]
        assert max(edge) < 128, f"{name} touches the edge"


def test_an_icon_is_tinted(theme: Theme) -> None:
    picture = theme.icon("play", "accent", size=24).pixmap(24, 24).toImage()
    assert picture.pixelColor(11, 12).name() == theme.colour("accent").name()


@pytest.mark.parametrize("data", ["M 1 2 A 3 4", "M 1", "m 1 2", "M 1 2 L 3", "hello"])
def test_other_path_commands_are_refused(data: str) -> None:
    with pytest.raises(ValueError, match=r"understood|missing"):
        parse_path(data)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_sheet_has_no_open_places(theme: Theme, scale: float) -> None:
    sheet = style_sheet(theme.tokens, scale)
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_nothing_heavy_comes_with_the_look() -> None:
    modules = (
        "hiprehab.ui.main_window, hiprehab.ui.widgets.pain_scale,"
        " hiprehab.ui.widgets.countdown_ring, hiprehab.ui.widgets.timeline,"
        " hiprehab.ui.widgets.fourteen_days, hiprehab.ui.screens.settings,"
        " hiprehab.ui.screens.first_run"
    )
    code = f"import sys, {modules}; print([m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
