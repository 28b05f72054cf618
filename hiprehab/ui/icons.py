"""Line icons of one family, read from assets/icons/icons.svg and painted without QtSvg.

QtSvg would cost start-up time for shapes that need nothing but lines, curves, circles and rounded
boxes. The reader knows exactly that much: it is for our own file, never for a pack's.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

GRID: Final = 24.0
STROKE: Final = 1.8

_SYMBOL = re.compile(r'<symbol id="([a-z-]+)"[^>]*>(.*?)</symbol>', re.S)
_SHAPE = re.compile(r"<(path|circle|rect)\b([^>]*)/>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_TOKEN = re.compile(r"[MLCQZ]|-?\d+(?:\.\d+)?")
_ARGUMENTS: Final = {"M": 2, "L": 2, "C": 6, "Q": 4, "Z": 0}


def parse_path(data: str) -> QPainterPath:
    """A painter path from absolute M, L, C, Q and Z commands.

    Raises:
        ValueError: when the data has another command or numbers are missing.
    """
    path = QPainterPath()
    tokens = _TOKEN.findall(data)
    if "".join(tokens) != re.sub(r"[\s,]", "", data):
        raise ValueError(f"only M, L, C, Q and Z are understood: {data!r}")
    index, command = 0, ""
    while index < len(tokens):
        if tokens[index] in _ARGUMENTS:
            command = tokens[index]
            index += 1
        count = _ARGUMENTS[command]
        values = [float(token) for token in tokens[index : index + count]]
        if len(values) < count:
            raise ValueError(f"numbers are missing after {command}: {data!r}")
        index += count
        _draw(path, command, [QPointF(*values[i : i + 2]) for i in range(0, count, 2)])
    return path


def _draw(path: QPainterPath, command: str, points: list[QPointF]) -> None:
    if command == "M":
        path.moveTo(points[0])
    elif command == "L":
        path.lineTo(points[0])
    elif command == "C":
        path.cubicTo(*points)
    elif command == "Q":
        path.quadTo(*points)
    else:
        path.closeSubpath()


def _shape(kind: str, attributes: dict[str, str]) -> QPainterPath:
    if kind == "path":
        return parse_path(attributes["d"])
    numbers = {key: float(text) for key, text in attributes.items() if key != "fill"}
    path = QPainterPath()
    if kind == "circle":
        path.addEllipse(QPointF(numbers["cx"], numbers["cy"]), numbers["r"], numbers["r"])
    else:
        box = QRectF(numbers["x"], numbers["y"], numbers["width"], numbers["height"])
        path.addRoundedRect(box, numbers.get("rx", 0), numbers.get("rx", 0))
    return path


class Icons:
    """The icon file, read once; each icon is parsed when it is first wanted."""

    def __init__(self, path: Path) -> None:
        self._sources = dict(_SYMBOL.findall(path.read_text(encoding="utf-8")))
        self._shapes: dict[str, tuple[tuple[QPainterPath, bool], ...]] = {}

    def names(self) -> tuple[str, ...]:
        """Every icon there is."""
        return tuple(self._sources)

    def prepare(self) -> Iterator[None]:
        """Parses what was not wanted yet; one icon a step."""
        for name in self._sources:
            self._of(name)
            yield

    def paint(self, painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
        """Paints an icon into a box, as large as its shorter side allows."""
        side = min(box.width(), box.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(box.center().x() - side / 2, box.center().y() - side / 2)
        painter.scale(side / GRID, side / GRID)
        pen = QPen(colour, STROKE)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for shape, filled in self._of(name):
            painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
            painter.drawPath(shape)
        painter.restore()

    def pixmap(self, name: str, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
        """An icon as a picture of `size` px, for places that take no painter."""
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, name, QRectF(0, 0, size, size), colour)
        painter.end()
        return pixmap

    def _of(self, name: str) -> tuple[tuple[QPainterPath, bool], ...]:
        if name not in self._shapes:
            self._shapes[name] = tuple(_read(self._sources[name]))
        return self._shapes[name]


def _read(source: str) -> Iterator[tuple[QPainterPath, bool]]:
    for kind, text in _SHAPE.findall(source):
        attributes = dict(_ATTRIBUTE.findall(text))
        yield _shape(kind, attributes), "fill" in attributes
