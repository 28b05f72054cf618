"""The type of printed pages: the shipped face in the sizes of a printed scale, in points."""

from functools import lru_cache
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from hiprehab import resources

FAMILY: Final = "Atkinson Hyperlegible"
_FINE: Final = 10


class Style(NamedTuple):
    """Size in points, weight, colour role and the distance of lines as a factor of the size."""

    size: float
    bold: bool = False
    role: str = "text"
    leading: float = 1.28


TITLE: Final = Style(21, True, leading=1.15)
LEAD: Final = Style(11.5)
SECTION: Final = Style(11, True)
STRONG: Final = Style(9.5, True)
BODY: Final = Style(9.5)
SMALL: Final = Style(8.5, role="muted")
SMALL_STRONG: Final = Style(8.5, True)
CELL: Final = Style(8.5)
HEAD: Final = Style(8.5, True, "muted")


class Fonts:
    """Fonts and widths. Ligatures are off, so that a search in the PDF finds every word."""

    def __init__(self) -> None:
        self._family = family()
        self._made: dict[tuple[float, bool], QFont] = {}

    def font(self, style: Style) -> QFont:
        """The font of a style, sized in tenths of a point."""
        key = (style.size, style.bold)
        if key not in self._made:
            font = QFont(self._family)
            font.setPixelSize(round(style.size * _FINE))
            font.setBold(style.bold)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            for tag in ("liga", "clig"):
                font.setFeature(QFont.Tag(tag), 0)
            self._made[key] = font
        return self._made[key]

    def width(self, text: str, style: Style) -> float:
        """The width of text in one line, in points."""
        return QFontMetricsF(self.font(style)).horizontalAdvance(text) / _FINE

    def elided(self, text: str, style: Style, width: float) -> str:
        """Text cut to a width in points, with an ellipsis where it was cut."""
        metrics = QFontMetricsF(self.font(style))
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width * _FINE)


@lru_cache(maxsize=1)
def family() -> str:
    """The shipped face, added where no window has done so; else the system's own."""
    if FAMILY not in QFontDatabase.families():
        for file in resources.fonts():
            QFontDatabase.addApplicationFont(str(file))
    return FAMILY if FAMILY in QFontDatabase.families() else QFont().family()
