"""Sheets of paper: what is drawn on them is kept, and then painted into a PDF or a picture.

All lengths are points (1/72 inch) from the upper left corner of the sheet. Text stays text, lines
stay lines; only pictures are made of dots. The number of sheets is known before the first one is
painted, so "page 1 of 3" needs no second try.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
    QTextLayout,
    QTextOption,
)

from hiprehab.report.type import Fonts, Style
from hiprehab.tokens import Tokens

_FINE: Final = 10
"""Text is measured and set in tenths of a point: font sizes are whole numbers to Qt."""
_MARGIN: Final = 42.0
FOOT: Final = 26.0
"""Room at the lower edge for the footer."""


class Paper(StrEnum):
    """The sizes that are printed."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return (595.0, 842.0) if self is Paper.A4 else (612.0, 792.0)


Draw = Callable[[QPainter], None]


class Align(StrEnum):
    """Where text stands in its width."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


class Room(NamedTuple):
    """A part of a sheet: left edge, top, width."""

    x: float
    y: float
    width: float


class Sheet:
    """One page. Methods draw at once as far as the caller can see, and return what was used."""

    def __init__(self, paper: Paper, fonts: Fonts, tokens: Tokens) -> None:
        self.paper, self.fonts, self.tokens = paper, fonts, tokens
        self.width, self.height = paper.size
        self._drawn: list[Draw] = []

    @property
    def left(self) -> float:
        """The left edge of what is printed."""
        return _MARGIN

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.width - _MARGIN

    @property
    def top(self) -> float:
        """Its upper edge."""
        return _MARGIN - 6

    @property
    def bottom(self) -> float:
        """Its lower edge, above the footer."""
        return self.height - _MARGIN + 6 - FOOT

    @property
    def inner(self) -> float:
        """The width of what is printed."""
        return self.right - self.left

    def colour(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role."""
        colour = QColor(getattr(self.tokens, role))
        colour.setAlphaF(alpha)
        return colour

    def paint(self, painter: QPainter) -> None:
        """Paints everything; a unit of the painter is a point."""
        for draw in self._drawn:
            painter.save()
            draw(painter)
            painter.restore()

    def add(self, draw: Draw) -> None:
        """Something that paints itself."""
        self._drawn.append(draw)

    # --- text -------------------------------------------------------------------------------

    def text(
        self,
        room: Room,
        text: str,
        style: Style,
        *,
        align: Align = Align.LEFT,
        lines: int = 0,
    ) -> float:
        """Sets text into a width, at most so many lines (0: all); returns its height."""
        laid = Laid(self.fonts, text, style, room.width, align=align, lines=lines)
        colour = self.colour(style.role)

        def draw(painter: QPainter) -> None:
            painter.setPen(colour)
            laid.draw(painter, room.x, room.y)

        self.add(draw)
        return laid.height

    def height_of(self, text: str, style: Style, width: float, *, lines: int = 0) -> float:
        """The height that text would have."""
        return Laid(self.fonts, text, style, width, lines=lines).height

    def width_of(self, text: str, style: Style) -> float:
        """The width of text in one line."""
        return self.fonts.width(text, style)

    # --- shapes -----------------------------------------------------------------------------

    def line(self, points: tuple[float, float, float, float], pen: QPen) -> None:
        """A straight line: x, y, x, y."""
        self.lines([QLineF(*points)], pen)

    def lines(self, lines: list[QLineF], pen: QPen) -> None:
        """Many straight lines."""

        def draw(painter: QPainter) -> None:
            painter.setPen(pen)
            painter.drawLines(lines)

        self.add(draw)

    def rule(self, y: float, *, role: str = "line", width: float = 0.7) -> None:
        """A line over the whole width."""
        self.line((self.left, y, self.right, y), QPen(self.colour(role), width))

    def box(
        self, box: QRectF, *, fill: QColor | None = None, pen: QPen | None = None, radius: float = 0
    ) -> None:
        """A rectangle, rounded where a radius is given."""

        def draw(painter: QPainter) -> None:
            painter.setPen(pen or QPen(Qt.PenStyle.NoPen))
            painter.setBrush(QBrush(fill) if fill else QBrush(Qt.BrushStyle.NoBrush))
            if radius:
                painter.drawRoundedRect(box, radius, radius)
            else:
                painter.drawRect(box)

        self.add(draw)

    def path(
        self, path: QPainterPath, *, pen: QPen | None = None, fill: QColor | None = None
    ) -> None:
        """Curves and areas."""

        def draw(painter: QPainter) -> None:
            painter.setPen(pen or QPen(Qt.PenStyle.NoPen))
            painter.setBrush(QBrush(fill) if fill else QBrush(Qt.BrushStyle.NoBrush))
            painter.drawPath(path)

        self.add(draw)

    def picture(self, image: QImage, box: QRectF) -> None:
        """A picture in a box, as large as fits, in its middle."""
        scale = min(box.width() / image.width(), box.height() / image.height())
        width, height = image.width() * scale, image.height() * scale
        at = QRectF(0, 0, width, height)
        at.moveCenter(box.center())
        self.add(lambda painter: painter.drawImage(at, image))


class Laid:
    """Text broken into lines."""

    def __init__(
        self,
        fonts: Fonts,
        text: str,
        style: Style,
        width: float,
        *,
        align: Align = Align.LEFT,
        lines: int = 0,
    ) -> None:
        self._fonts, self._style = fonts, style
        self._width, self._align = max(width, 1.0) * _FINE, align
        self._leading = style.size * style.leading * _FINE
        self._layout = self._broken(text, lines)
        self.lines = self._layout.lineCount()

    @property
    def height(self) -> float:
        """Of all lines."""
        return self.lines * self._leading / _FINE

    def _broken(self, text: str, most: int) -> QTextLayout:
        layout = self._laid_out(text)
        if not most or layout.lineCount() <= most:
            return layout
        begun = layout.lineAt(most - 1).textStart()
        rest = self._fonts.elided(text[begun:], self._style, self._width / _FINE)
        # Hard spaces keep the last line in one.
        return self._laid_out(text[:begun] + rest.replace(" ", "\u00a0"))

    def _laid_out(self, text: str) -> QTextLayout:
        layout = QTextLayout(text.replace("\n", "\u2028"), self._fonts.font(self._style))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width)
            shift = {Align.LEFT: 0.0, Align.RIGHT: 1.0, Align.CENTRE: 0.5}[self._align]
            x = (self._width - line.naturalTextWidth()) * shift
            line.setPosition(QPointF(x, y + (self._leading - line.height()) / 2))
            y += self._leading
        layout.endLayout()
        return layout

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Sets the lines below a point."""
        painter.scale(1 / _FINE, 1 / _FINE)
        self._layout.draw(painter, QPointF(x * _FINE, y * _FINE))


class Book:
    """Sheets in their order; the footer is set when all are there."""

    def __init__(self, paper: Paper, tokens: Tokens, *, title: str, creator: str) -> None:
        self.paper, self.tokens = paper, tokens
        self.title, self.creator = title, creator
        self.fonts = Fonts()
        self.sheets: list[Sheet] = []

    def new_sheet(self) -> Sheet:
        """A new page at the end."""
        self.sheets.append(Sheet(self.paper, self.fonts, self.tokens))
        return self.sheets[-1]

    def foot(self, left: str, pages: str, style: Style) -> None:
        """The footer of every sheet; `pages` has {n} and {m} for this page and the last."""
        for number, sheet in enumerate(self.sheets, start=1):
            y = sheet.height - _MARGIN + 10 - FOOT
            sheet.rule(y)
            text = pages.format(n=number, m=len(self.sheets))
            wide = sheet.width_of(text, style) + 4
            sheet.text(Room(sheet.left, y + 5, sheet.inner - wide - 12), left, style, lines=2)
            sheet.text(
                Room(sheet.right - wide, y + 5, wide), text, style, align=Align.RIGHT, lines=1
            )

    def pdf(self) -> bytes:
        """The whole as a PDF."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        size = QPageSize.PageSizeId.A4 if self.paper is Paper.A4 else QPageSize.PageSizeId.Letter
        writer.setPageSize(QPageSize(size))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setResolution(72 * _FINE)
        writer.setTitle(self.title)
        writer.setCreator(self.creator)
        painter = QPainter(writer)
        painter.scale(_FINE, _FINE)
        for number, sheet in enumerate(self.sheets):
            if number:
                writer.newPage()
            sheet.paint(painter)
        painter.end()
        buffer.close()
        return bytes(data.data())

    def picture(self, number: int, dpi: float) -> QImage:
        """A page (from 0) as a picture."""
        width, height = self.paper.size
        image = QImage(
            round(width * dpi / 72), round(height * dpi / 72), QImage.Format.Format_RGB32
        )
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.scale(dpi / 72, dpi / 72)
        self.sheets[number].paint(painter)
        painter.end()
        return image
