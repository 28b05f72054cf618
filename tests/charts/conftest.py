"""Looks for charts, and a comparison of pictures that leaves them behind when they differ."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QFont, QFontDatabase, QImage

from hiprehab import resources, tokens
from hiprehab.charts.look import Look

EXPECTED = Path(__file__).parent / "expected"
FOUND = Path(__file__).parents[2] / "build" / "images"
MOST_OFF = 0.004
"""Share of pixels that may differ clearly; letters differ a little from machine to machine."""
CLEARLY = 70


@pytest.fixture
def look(qapp) -> Callable[..., Look]:
    """look(theme="light", size=13)"""
    import fontpkg_atkinson_hyperlegible as package

    for weight in ("Regular", "Bold"):
        file = Path(package.ROOT) / "files" / f"AtkinsonHyperlegible-{weight}.ttf"
        assert QFontDatabase.addApplicationFont(str(file)) >= 0

    def made(theme: str = "light", size: int = 13) -> Look:
        fonts = [QFont("Atkinson Hyperlegible") for _ in range(2)]
        for font, bold in zip(fonts, (False, True), strict=True):
            font.setPixelSize(size)
            font.setBold(bold)
        return Look(tokens.load(resources.asset(f"themes/{theme}.toml")), *fonts)

    return made


def pixels(image: QImage) -> np.ndarray:
    """Height x width x 3 numbers from 0 to 255."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8)
    return data.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def off(one: QImage, other: QImage) -> float:
    """The share of pixels that differ clearly; all of them when the sizes differ."""
    if one.size() != other.size():
        return 1.0
    return float((np.abs(pixels(one) - pixels(other)).max(2) > CLEARLY).mean())


def keep(name: str, actual: QImage, expected: QImage) -> None:
    """Writes what was found, what was expected and where they differ."""
    FOUND.mkdir(parents=True, exist_ok=True)
    actual.save(str(FOUND / f"{name}-actual.png"))
    expected.save(str(FOUND / f"{name}-expected.png"))
    if actual.size() == expected.size():
        grey = np.abs(pixels(actual) - pixels(expected)).max(2).astype(np.uint8)
        grey = np.ascontiguousarray(255 - grey)
        height, width = grey.shape
        shown = QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8)
        shown.save(str(FOUND / f"{name}-diff.png"))


@pytest.fixture
def same_picture() -> Callable[[str, QImage], None]:
    """same_picture(name, image): fails when it is not the one in expected/.

    With UPDATE_IMAGES=1 the picture is taken over instead; look at it before it is committed.
    """

    def check(name: str, actual: QImage) -> None:
        file = EXPECTED / f"{name}.png"
        if os.environ.get("UPDATE_IMAGES"):
            EXPECTED.mkdir(exist_ok=True)
            actual.save(str(file))
        expected = QImage(str(file))
        assert not expected.isNull(), f"{file.name} is missing; make it with UPDATE_IMAGES=1"
        share = off(actual, expected)
        if share > MOST_OFF:
            keep(name, actual, expected)
        assert share <= MOST_OFF, f"{share:.2%} of {name} differ; see {FOUND}"

    return check
