"""The application's icon: shipped as drawn, told apart at every size, and no cost at the start."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from hiprehab import resources
from hiprehab.ui.app_icon import SIZES, app_icon

TOLERANCE = 24  # of 255; another version of Qt may round its edges otherwise
FIRST_PAINT = """
import sys
from hiprehab import app
desk = app.open_desk(["--data-dir", sys.argv[1]])
desk.window.show()
desk.window.grab()
assert desk.qt.windowIcon().isNull() and "hiprehab.ui.app_icon" not in sys.modules
for _ in range(1000):
    desk.qt.processEvents()
    if not desk.qt.windowIcon().isNull():
        break
assert not desk.window.windowIcon().isNull()
assert "PySide6.QtSvg" not in sys.modules
desk.close()
desk.profile.close()
"""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """tools/make_icon.py."""
    path = Path(__file__).resolve().parents[2] / "tools" / "make_icon.py"
    spec = importlib.util.spec_from_file_location("make_icon", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shipped(size: int) -> QImage:
    image = QImage(str(resources.asset(f"icons/hiprehab-{size}.png")))
    assert (image.width(), image.height()) == (size, size)
    return image


def near(one: QColor, other: QColor) -> bool:
    """Whether two colours are the same to the eye; where nothing is, colour does not count."""
    return abs(one.alpha() - other.alpha()) <= TOLERANCE and (
        one.alpha() < TOLERANCE
        or all(
            abs(a - b) <= TOLERANCE
            for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
        )
    )


@pytest.mark.parametrize("size", [*SIZES, 512])
def test_shipped_as_drawn(qapp: QApplication, tool: ModuleType, size: int) -> None:
    assert size in tool.SIZES
    image, made = shipped(size), tool.picture(size)
    step = max(1, size // 64)
    wrong = [
        (x, y)
        for x in range(0, size, step)
        for y in range(0, size, step)
        if not near(image.pixelColor(x, y), made.pixelColor(x, y))
    ]
    assert not wrong


@pytest.mark.parametrize("size", SIZES)
def test_told_apart(qapp: QApplication, size: int) -> None:
    """Round corners, a light shape on the tile, the left dot blue and the right one orange."""
    image = shipped(size)

    def at(x: float, y: float) -> QColor:
        return image.pixelColor(int(x * size), int(y * size))

    assert at(0, 0).alpha() < 64 and at(0.5, 0.1).alpha() == 255
    tile, bone, left, right = at(0.5, 0.1), at(0.5, 0.5), at(0.25, 0.735), at(0.75, 0.735)
    assert bone.lightness() - tile.lightness() > 120
    assert left.blue() > left.red() + 60 and right.red() > right.blue() + 60
    assert min(left.lightness(), right.lightness()) - tile.lightness() > 60


def test_the_window_gets_every_size(qapp: QApplication) -> None:
    icon = app_icon()
    assert [size.width() for size in icon.availableSizes()] == list(SIZES)


def test_not_before_the_first_paint(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
