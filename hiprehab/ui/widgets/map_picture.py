"""One view of the body map: hips and legs with named regions to choose or to count.

The pictures and the regions in them ship as images, so the map needs neither numpy nor the mesh.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy

from hiprehab.core.model import Side
from hiprehab.figure import stills
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Painted, focus_ring, rounded, side_mark, smooth

Spot = tuple[Side, str]
"""A region of one side of the person."""

WIDE, HIGH = stills.MAP_SIZE
_TALL: Final = 360
_TURN_DRAG: Final = 70
"""Pixels that the mouse is dragged for a quarter turn."""
_FADE: Final = ((0.0, 0), (0.06, 255), (0.88, 255), (1.0, 0))
"""How the body fades out above and below."""
_BRIGHTER: Final = 155
_ROW: Final = 60
"""Pixels of a picture within which regions are beside each other."""


def spot_of(number: int) -> Spot | None:
    """The region of a pixel's number; None outside."""
    found = stills.map_place(number)
    return (Side(found[0]), found[1]) if found else None


class MapPicture(Painted):
    """One view of the body. A click or Space on a region emits `picked`; arrows go and turn.

    Signals:
        picked(Spot): a region was clicked or chosen with Space or Enter.
        pointed(object): the Spot under the mouse or the keyboard's, or None.
        turned(str): another view is shown.
    """

    picked = Signal(object)
    pointed = Signal(object)
    turned = Signal(str)

    def __init__(self, theme: Theme, names: Mapping[str, str]) -> None:
        super().__init__(theme)
        self._names = names
        self.view = stills.MAP_VIEWS[0]
        self.chosen: frozenset[Spot] = frozenset()
        self.counts: dict[Spot, int] | None = None
        self.here: Spot | None = None
        self._hover: Spot | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self._regions: dict[str, QImage] = {}
        self._kept: dict[str, tuple[tuple[object, ...], QPixmap]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._name_itself()

    def sizeHint(self) -> QSize:
        """Large enough to hit a groin with a finger."""
        high = self.theme.px(_TALL) if self.theme.scale < 1.5 else self.theme.px(_TALL * 0.8)
        return QSize(round(high * WIDE / HIGH), high)

    def minimumSizeHint(self) -> QSize:
        """The regions can still be told apart."""
        return self.sizeHint()

    # --- what is shown ----------------------------------------------------------------------

    def show_view(self, view: str) -> None:
        """Front, back, left or right; any other name is a mistake."""
        if view not in stills.MAP_VIEWS:
            raise ValueError(f"{view!r} is not a view")
        if view != self.view:
            self.view = view
            self._hover = None
            if self.here is not None and self.here not in self.spots():
                self.here = None
            self._name_itself()
            self.update()
            self.turned.emit(view)

    def turn(self, steps: int) -> None:
        """Quarter turns; positive ones bring the person's left side to the front first."""
        at = stills.MAP_VIEWS.index(self.view)
        self.show_view(stills.MAP_VIEWS[(at + steps) % len(stills.MAP_VIEWS)])

    def set_chosen(self, chosen: Collection[Spot]) -> None:
        """Tints and outlines these regions."""
        self.chosen = frozenset(chosen)
        self._name_itself()
        self.update()

    def show_counts(self, counts: Mapping[Spot, int] | None) -> None:
        """Shows how often each region was named instead of a choice; None goes back."""
        self.counts = dict(counts) if counts is not None else None
        self._name_itself()
        self.update()

    def spots(self) -> list[Spot]:
        """The regions that this view shows, row by row from above."""
        places = stills.map_labels()[self.view]
        order = sorted(places, key=lambda number: (places[number][1] // _ROW, places[number][0]))
        return [spot for number in order if (spot := spot_of(number))]

    def go_to(self, spot: Spot | None) -> None:
        """The keyboard's region from now on."""
        if spot != self.here:
            self.here = spot
            self._name_itself()
            self.update()
            self.pointed.emit(spot)

    # --- geometry ---------------------------------------------------------------------------

    def _transform(self) -> QTransform:
        """From the picture's pixels to the widget's."""
        edge = self.theme.space(4)
        scale = min((self.width() - 2 * edge) / WIDE, (self.height() - 2 * edge) / HIGH)
        left, top = (self.width() - WIDE * scale) / 2, (self.height() - HIGH * scale) / 2
        return QTransform().translate(left, top).scale(scale, scale)

    def spot_at(self, point: QPointF) -> Spot | None:
        """The region at a place of the widget, or the nearest within a finger's width."""
        back, _ = self._transform().inverted()
        centre = back.map(point)
        found = self._pixel(centre.x(), centre.y())
        reach = self.theme.target / 2 * back.m11()
        distance = 4.0
        while found is None and distance <= reach:
            for step in range(16):
                line = QTransform().rotate(step * 22.5).map(QPointF(distance, 0))
                found = found or self._pixel(centre.x() + line.x(), centre.y() + line.y())
            distance += 4.0
        return found

    def _pixel(self, x: float, y: float) -> Spot | None:
        column, row = round(x), round(y)
        if not (0 <= column < WIDE and 0 <= row < HIGH):
            return None
        return spot_of(self._numbers(self.view).pixelIndex(column, row))

    def middle(self, spot: Spot) -> QPointF | None:
        """Where a region of this view is in the widget; None when it cannot be seen."""
        for number, (x, y) in stills.map_labels()[self.view].items():
            if spot_of(number) == spot:
                return self._transform().map(QPointF(x, y))
        return None

    def _numbers(self, view: str) -> QImage:
        if view not in self._regions:
            self._regions[view] = QImage(str(stills.map_regions_path(view)))
        return self._regions[view]

    # --- words ------------------------------------------------------------------------------

    def spot_text(self, spot: Spot) -> str:
        """The region's name with its side, and what is to be said about it."""
        side, key = spot
        place = self._names.get(key, key)
        place = place[:1].lower() + place[1:]
        text = self.tr("Left: {}") if side is Side.LEFT else self.tr("Right: {}")
        words = text.format(place)
        if self.counts is not None:
            count = self.counts.get(spot, 0)
            said = self.tr("once") if count == 1 else self.tr("{} times").format(count)
            return self.tr("{0}, {1}").format(words, said if count else self.tr("never"))
        return self.tr("{}, chosen").format(words) if spot in self.chosen else words

    def view_text(self) -> str:
        """From where the body is seen."""
        return {
            "front": self.tr("from the front"),
            "back": self.tr("from behind"),
            "left": self.tr("from the left side"),
            "right": self.tr("from the right side"),
        }[self.view]

    def _name_itself(self) -> None:
        name = self.tr("Body map, {}").format(self.view_text())
        if self.here is not None:
            name = self.tr("{0}. {1}").format(name, self.spot_text(self.here))
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            self.tr(
                "Up and down go from place to place, Space chooses, left and right turn the body."
            )
        )

    # --- mouse and keys ---------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Names what is under the mouse; a drag turns the body."""
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            away = event.position().x() - self._pressed.x()
            if abs(away) >= _TURN_DRAG:
                # What is dragged to the right shows more of what was on the left.
                self.turn(1 if away < 0 else -1)
                self._pressed = QPointF(event.position())
                self._dragged = True
            return
        self._point_at(self.spot_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a click or a turn."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = QPointF(event.position()), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click picks, unless the body was turned."""
        began, self._pressed = self._pressed, None
        if began is None or event.button() != Qt.MouseButton.LeftButton or self._dragged:
            return
        spot = self.spot_at(event.position())
        if spot is not None:
            self.go_to(spot)
            self.picked.emit(spot)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        self._point_at(None)

    def _point_at(self, spot: Spot | None) -> None:
        if spot != self._hover:
            self._hover = spot
            shape = Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.pointed.emit(spot or self.here)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go along the regions, left and right turn, Space and Enter choose."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turn(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Home:
            self.show_view(stills.MAP_VIEWS[0])
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.here:
            self.picked.emit(self.here)
        else:
            super().keyPressEvent(event)
            return
        self._ring = True
        self.update()

    def _step(self, step: int) -> None:
        spots = self.spots()
        if self.here in spots:
            self.go_to(spots[(spots.index(self.here) + step) % len(spots)])
        else:
            self.go_to(spots[0 if step > 0 else -1])

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The body, its regions, the marks of the sides, and numbers or ticks on top."""
        with smooth(self) as painter:
            if self.rings():
                focus_ring(painter, self.theme, QRectF(self.rect()), 8)
            painter.drawPixmap(0, 0, self._body())
            painter.drawPixmap(0, 0, self._tints())
            self._paint_sides(painter)
            for spot in self.spots():
                self._paint_sign(painter, spot)

    def _pixmap(self, name: str, key: tuple[object, ...], picture: Callable[[], QImage]) -> QPixmap:
        """A picture of the widget's size, painted again only when something has changed."""
        ratio = self.devicePixelRatioF()
        key = (self.size(), ratio, self.view, self.theme.tokens.dark, self.theme.scale, *key)
        if name not in self._kept or self._kept[name][0] != key:
            made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            with smooth(made) as painter:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.setTransform(self._transform(), True)
                painter.drawImage(QRectF(0, 0, WIDE, HIGH), picture())
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
                fade = QLinearGradient(0, 0, 0, HIGH)
                for at, alpha in _FADE:
                    fade.setColorAt(at, QColor(0, 0, 0, alpha))
                painter.fillRect(QRectF(-1, -1, WIDE + 2, HIGH + 2), fade)
            self._kept[name] = (key, made)
        return self._kept[name][1]

    def _body(self) -> QPixmap:
        path = str(stills.map_path(self.view, dark=self.theme.tokens.dark))
        return self._pixmap("body", (), lambda: QImage(path))

    def _tints(self) -> QPixmap:
        counts = frozenset(self.counts.items()) if self.counts is not None else None
        state = (self.chosen, self._hover, self.here if self.hasFocus() else None, counts)
        return self._pixmap("tints", state, self._tinted)

    def _tinted(self) -> QImage:
        """The regions with a colour for each: the image's colour table does all the work."""
        image = self._numbers(self.view).copy()
        table = [QColor(0, 0, 0, 0).rgba()] * 256
        for number in stills.map_labels()[self.view]:
            spot = spot_of(number)
            if spot is not None:
                fill, rim = self._colours(spot)
                table[number] = fill.rgba()
                table[number + stills.MAP_BORDER] = rim.rgba()
        image.setColorTable(table)
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

    def _colours(self, spot: Spot) -> tuple[QColor, QColor]:
        """Fill and rim of a region."""
        look, role = self.theme.colour, self.theme.side_role(spot[0])
        share = self._share(spot)
        pointed = spot == self._hover or (spot == self.here and self.hasFocus())
        if share > 0:
            # Bright in both themes: it has to show on dark shorts and on skin.
            bright = look(role) if self.theme.tokens.dark else look(role).lighter(_BRIGHTER)
            bright.setAlphaF(0.30 + 0.45 * share)
            return bright, look(role)
        if pointed:
            return look("surface", 0.35), look("text")
        return look("surface", 0.0), look("surface", 0.35)

    def _share(self, spot: Spot) -> float:
        """How strong a region shows, 0 to 1."""
        if self.counts is None:
            return 0.7 if spot in self.chosen else 0.0
        most = max(self.counts.values(), default=0)
        return self.counts.get(spot, 0) / most if most else 0.0

    def _paint_sides(self, painter: QPainter) -> None:
        """L and R where the person's sides are; one of them when seen from the side."""
        size, edge = self.theme.px(26), self.theme.space(8)
        body = self._transform().mapRect(QRectF(0, 0, WIDE, HIGH))
        first = QRectF(max(edge, body.left()), edge, size, size)
        last = QRectF(min(self.width() - edge, body.right()) - size, edge, size, size)
        marks = {
            "front": [(Side.RIGHT, first), (Side.LEFT, last)],
            "back": [(Side.LEFT, first), (Side.RIGHT, last)],
            "left": [(Side.LEFT, first)],
            "right": [(Side.RIGHT, first)],
        }[self.view]
        for side, box in marks:
            side_mark(painter, box, side, self.theme.colour(self.theme.side_role(side)))
            painter.setFont(self.theme.font_px(round(size * 0.62), bold=True))
            painter.setPen(self.theme.colour("on_side"))
            letter = self.tr("L") if side is Side.LEFT else self.tr("R")
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)

    def _paint_sign(self, painter: QPainter, spot: Spot) -> None:
        """A tick on what is chosen, the number on what is counted: colour alone says nothing."""
        middle = self.middle(spot)
        if middle is None or self._share(spot) <= 0:
            return
        look = self.theme.colour
        size = self.theme.px(20)
        box = QRectF(0, 0, size, size)
        text = str(self.counts[spot]) if self.counts is not None else ""
        painter.setFont(self.theme.font("small", bold=True, digits=True))
        box.setWidth(max(size, painter.fontMetrics().horizontalAdvance(text) + self.theme.px(10)))
        box.moveCenter(middle)
        rounded(painter, box, size / 2, look("surface"), look(self.theme.side_role(spot[0])))
        if text:
            painter.setPen(look("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        else:
            inset = size * 0.18
            inside = box.adjusted(inset, inset, -inset, -inset)
            self.theme.icons.paint(painter, "check", inside, look("text"))
