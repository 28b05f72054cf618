"""Painted parts of the session screen, made to be read from three metres."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from hiprehab.core.model import Side
from hiprehab.core.state import Snapshot
from hiprehab.tokens import RADIUS
from hiprehab.ui.theme import Theme, Tint
from hiprehab.ui.widgets.paint import Painted, rounded, side_mark, smooth
from hiprehab.ui.widgets.photo import path_of, pictures
from hiprehab.ui.widgets.still import still_image
from hiprehab.ui.wording import Words

_WRAP, _CUT = Qt.TextFlag.TextWordWrap, Qt.TextElideMode.ElideRight
SURE = 0.98
"""Letters of another size are not exactly as much wider."""
_SHAPES = {
    Tint.READY: "clock",
    Tint.WORK: "play",
    Tint.HOLD: "stop",
    Tint.REST: "moon",
    Tint.SWITCH: "switch",
}


def tint_of(snapshot: Snapshot) -> Tint:
    """The phase of a snapshot as far as colour goes."""
    kind = snapshot.step.kind.value
    if kind == "work":
        held = snapshot.step.work is not None and snapshot.step.work.value == "hold"
        return Tint.HOLD if held else Tint.WORK
    return {"get_ready": Tint.READY, "switch": Tint.SWITCH}.get(kind, Tint.REST)


class Zoomed(Painted):
    """Grows with a large window, so that a large screen can be read from further away."""

    zoom = 1.0

    def set_zoom(self, zoom: float) -> None:
        """1 is the size that suits 720 px of height at the chosen text size."""
        if zoom != self.zoom:
            self.zoom = zoom
            self.updateGeometry()
            self.update()

    def big(self, size: float) -> int:
        """A length in px for this text size and window."""
        return round(self.theme.px(size) * self.zoom)


def fitting(font: QFont, text: str, box: QRectF, sizes: tuple[int, int]) -> QFont:
    """The font at the largest size between (largest, smallest) at which the text fits wrapped.

    Measured at the largest size in a box that is larger instead: each other size is a font to be
    loaded, and a dozen of them take 15 ms.
    """
    largest, smallest = sizes
    font.setPixelSize(max(largest, smallest))
    metrics = QFontMetricsF(font)
    widest = max(map(metrics.horizontalAdvance, text.split()), default=0)

    def fits(size: int) -> bool:
        more = largest / size * SURE
        room = QRectF(0, 0, box.width() * more, box.height() * more)
        if widest > room.width():
            return False
        return metrics.boundingRect(room, int(_WRAP), text).height() <= room.height() + more

    low, high = 0, max(0, (largest - smallest + 1) // 2)  # steps of 2 px below the largest
    while low < high:
        middle = (low + high) // 2
        if fits(largest - 2 * middle):
            high = middle
        else:
            low = middle + 1
    font.setPixelSize(max(smallest, largest - 2 * low))
    return font


class FitLabel(Zoomed):
    """A line or two of text, as large as fits its room up to a limit."""

    def __init__(
        self, theme: Theme, *, largest: int = 44, lines: float = 2.0, wraps: bool = True
    ) -> None:
        super().__init__(theme)
        self._text = ""
        self._largest, self._lines, self._wraps = largest, lines, wraps
        self._fitted: tuple[tuple[str, int, int, float], QFont] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def set_text(self, text: str) -> None:
        """Other words; nothing happens when they are the same."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def set_lines(self, lines: float) -> None:
        """Room for more or fewer of them."""
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for its lines at the largest size."""
        height = self.big(self._largest) * 1.25 * self._lines
        return QSize(200, round(height))

    def minimumSizeHint(self) -> QSize:
        """Two small lines."""
        return QSize(80, round(self.theme.px(16) * 1.3 * self._lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text at the size that fits."""
        box = QRectF(self.rect())
        state = (self._text, self.width(), self.height(), self.theme.scale * self.zoom)
        if self._fitted is None or self._fitted[0] != state:
            self._fitted = (state, self._font(box))
        with smooth(self) as painter:
            painter.setFont(self._fitted[1])
            painter.setPen(self.theme.colour("text"))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            text, wrap = self._text, int(_WRAP)
            if not self._wraps:
                cut = painter.fontMetrics().elidedText(text, _CUT, self.width())
                text, wrap = cut, int(Qt.TextFlag.TextSingleLine)
            painter.drawText(box, int(flags) | wrap, text)

    def _font(self, box: QRectF) -> QFont:
        """The largest in which the text fits."""
        largest = self.big(self._largest)
        font = self.theme.font_px(20, bold=True)
        if self._wraps:
            return fitting(font, self._text, box, (largest, 12))
        font.setPixelSize(largest)
        metrics = QFontMetricsF(font)
        wide = box.width() / max(1.0, metrics.horizontalAdvance(self._text))
        share = min(1.0, wide * SURE, box.height() / metrics.height())
        font.setPixelSize(max(self.theme.px(13), int(largest * share)))
        return font


class SideStrip(Zoomed):
    """The side across the whole width: left on the left, right on the right, word, shape, colour.

    While switching, all of it takes the colour of the side to come.
    """

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self._words = words
        self._side: Side | None = None
        self._switch = False
        self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_side(self, side: Side | None, note: str, *, switch: bool = False) -> None:
        """The side (None = both at once) and a short note such as "set 2 of 3"."""
        if (side, note, switch) == (self._side, self._note, self._switch):
            return
        self._side, self._note, self._switch = side, note, switch
        turn = self.tr("Switch to your {side} side").format(side=self._words.side(side))
        self.setAccessibleName(turn if switch else self._words.side(side))
        self.setAccessibleDescription(note)
        self.update()

    def sizeHint(self) -> QSize:
        """High enough for letters that are read from afar."""
        height = (self.theme.space(60) + self.theme.px(4)) * self.zoom
        return QSize(300, round(height))

    def minimumSizeHint(self) -> QSize:
        """As high as it is."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """One of its three forms."""
        with smooth(self) as painter:
            box = QRectF(self.rect())
            if self._switch and self._side:
                self._paint_switch(painter, box, self._side)
            elif self._side:
                self._paint_side(painter, box, self._side)
            else:
                self._paint_both(painter, box)

    def _font(self, box: QRectF, share: float = 0.54) -> QFont:
        return self.theme.font_px(round(box.height() * share), bold=True)

    def _paint_side(self, painter: QPainter, box: QRectF, side: Side) -> None:
        look, role = self.theme.colour, self.theme.side_role(side)
        rounded(painter, box, RADIUS, look("raised"))
        half = QRectF(box)
        half.setWidth(box.width() / 2)
        if side is Side.RIGHT:
            half.moveLeft(box.center().x())
        rounded(painter, half, RADIUS, look(role))
        self._paint_word(painter, half, side)
        other = QRectF(box)
        other.setWidth(box.width() / 2)
        if side is Side.LEFT:
            other.moveLeft(box.center().x())
        painter.setPen(look("text"))
        self._paint_note(painter, other, self._note)

    def _paint_word(self, painter: QPainter, box: QRectF, side: Side) -> None:
        """Mark and word in the middle of a coloured box."""
        painter.setFont(self._font(box))
        metrics = QFontMetricsF(painter.font())
        word = self._words.side_large(side)
        mark = metrics.capHeight()
        width = mark * 1.5 + metrics.horizontalAdvance(word)
        x = box.center().x() - width / 2
        spot = QRectF(x, box.center().y() - mark / 2, mark, mark)
        side_mark(painter, spot, side, self.theme.colour("on_side"))
        painter.setPen(self.theme.colour("on_side"))
        place = QRectF(x + mark * 1.5, box.top(), box.width(), box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, word)

    def _paint_switch(self, painter: QPainter, box: QRectF, side: Side) -> None:
        look = self.theme.colour
        rounded(painter, box, RADIUS, look(self.theme.side_role(side)))
        self._paint_word(painter, box, side)
        size = box.height() * 0.6
        arrow = "left" if side is Side.LEFT else "right"
        for step in (1, 2, 3):
            shift = box.width() / 2 - step * size * 1.1
            x = box.center().x() + (-shift if side is Side.LEFT else shift)
            spot = QRectF(x - size / 2, box.center().y() - size / 2, size, size)
            self.theme.icons.paint(painter, arrow, spot, look("on_side", 1 - (step - 1) * 0.25))

    def _paint_both(self, painter: QPainter, box: QRectF) -> None:
        look = self.theme.colour
        rounded(painter, box, RADIUS, look("raised"))
        text = self._words.side_large(None)
        if self._note:
            text = f"{text}  ·  {self._note}"
        painter.setPen(look("text"))
        self._paint_note(painter, box, text)

    def _paint_note(self, painter: QPainter, box: QRectF, text: str) -> None:
        """A note as large as fits."""
        font = self.theme.font_px(20, bold=True, digits=True)
        room = box.adjusted(12, 0, -12, 0)
        painter.setFont(fitting(font, text, room, (round(box.height() * 0.4), 12)))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter) | int(_WRAP), text)


class PhaseChip(Zoomed):
    """What this time is for: a word, a shape and a tint."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._word, self._tint = "", Tint.READY
        self._side: Side | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_phase(self, word: str, tint: Tint, side: Side | None) -> None:
        """Another phase; nothing happens when it is the same."""
        if (word, tint, side) == (self._word, self._tint, self._side):
            return
        self._word, self._tint, self._side = word, tint, side
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Shape and word."""
        metrics = QFontMetricsF(self.theme.font_px(self.big(24), bold=True))
        height = metrics.height() * 1.3
        return QSize(round(metrics.horizontalAdvance(self._word) + height * 1.7), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Working phases are filled, resting ones outlined."""
        look = self.theme.colour
        role = self.theme.tint_role(self._tint, self._side)
        busy = self._tint in (Tint.WORK, Tint.HOLD)
        box = QRectF(self.rect())
        with smooth(self) as painter:
            ground = look(role) if busy else look(f"{role}_soft")
            rounded(painter, box, box.height() / 2, ground, None if busy else look(role))
            ink = look("surface") if busy else look("text")
            size = box.height() * 0.5
            spot = QRectF(box.height() * 0.4, (box.height() - size) / 2, size, size)
            self.theme.icons.paint(painter, _SHAPES[self._tint], spot, ink)
            painter.setFont(self.theme.font_px(self.big(24), bold=True))
            painter.setPen(ink)
            place = box.adjusted(box.height() * 1.1, 0, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._word)


class TempoRow(Zoomed):
    """The parts of the tempo in a row; the running one stands out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._parts: tuple[tuple[str, float], ...] = ()
        self._now: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: tuple[tuple[str, float], ...], now: int | None) -> None:
        """Labels with their seconds, and which one runs."""
        if (parts, now) == (self._parts, self._now):
            return
        self._parts, self._now = parts, now
        self.setAccessibleName(", ".join(f"{word} {seconds:g}" for word, seconds in parts))
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, round(QFontMetricsF(self.theme.font_px(self.big(18))).height() * 1.7))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Each part in a box as wide as its share of the time, but never cut off."""
        if not self._parts:
            return
        look, gap = self.theme.colour, 6.0
        font = self.theme.font_px(self.big(18), bold=True, digits=True)
        texts = [f"{word} {seconds:g}" for word, seconds in self._parts]
        metrics = QFontMetricsF(font)
        room = self.width() - gap * (len(texts) - 1)
        while texts and font.pixelSize() > 10:
            needs = [metrics.horizontalAdvance(text) + 16 for text in texts]
            if sum(needs) <= room:
                break
            font.setPixelSize(font.pixelSize() - 1)
            metrics = QFontMetricsF(font)
        spare = max(0.0, room - sum(needs))
        total = sum(seconds for _, seconds in self._parts) or 1.0
        with smooth(self) as painter:
            painter.setFont(font)
            x = 0.0
            for number, text in enumerate(texts):
                width = needs[number] + spare * self._parts[number][1] / total
                box = QRectF(x, 0, width, self.height())
                on = number == self._now
                rounded(painter, box, 8, look("work") if on else look("raised"))
                painter.setPen(look("surface") if on else look("muted"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
                x += width + gap


class Still(Zoomed):
    """The shipped picture of a motion, or a pack's own one by its key, small."""

    def __init__(self, theme: Theme, *, height: int = 64) -> None:
        super().__init__(theme)
        self._motion: str | None = None
        self._side: Side | None = None
        self._height = height
        self._image: QImage | None = None
        pictures().ready.connect(self._on_picture)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_motion(self, motion: str | None, side: Side | None) -> None:
        """The picture of a motion for a side."""
        if (motion, side) == (self._motion, self._side):
            return
        self._motion, self._side = motion, side
        self._load()

    def _on_picture(self, path: str) -> None:
        if path == path_of(self._motion):
            self._load()

    def _load(self) -> None:
        side = self._side.value if self._side else None
        if own := path_of(self._motion):
            self._image = pictures().get(own, small=True)
        else:
            self._image = still_image(self._motion or "", side, dark=self.theme.tokens.dark)
        self.update()

    def _on_theme_changed(self) -> None:
        self._load()
        super()._on_theme_changed()

    def sizeHint(self) -> QSize:
        """A little wider than high."""
        height = round(self.theme.space(self._height) * self.zoom)
        return QSize(round(height * 1.5), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture in the middle."""
        if self._image is None or self._image.isNull():
            return
        box = QRectF(self.rect())
        scale = min(box.width() / self._image.width(), box.height() / self._image.height())
        wide, tall = self._image.width() * scale, self._image.height() * scale
        with smooth(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            place = QRectF((box.width() - wide) / 2, (box.height() - tall) / 2, wide, tall)
            painter.drawImage(place, self._image)
