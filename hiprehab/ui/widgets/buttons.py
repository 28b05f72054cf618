"""Buttons: primary (one a page), secondary, quiet and danger, and buttons that are only an icon."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from hiprehab import tokens
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import Ringed, focus_ring, rounded, smooth

ICON = 20
EDGE, QUIET_EDGE = 18, 8
"""Room at the ends; a quiet button has no line and stands nearly flush with the text above it."""


class Button(Ringed, QPushButton):
    """A push button with words and perhaps an icon. `kind`: primary, secondary, quiet, danger."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: str = "secondary",
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.theme = theme
        self._kind = kind
        self._icon = icon
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        theme.changed.connect(self._on_theme_changed)

    def set_icon(self, icon: str | None) -> None:
        """Another icon of the family, or none."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """Makes it primary, secondary, quiet or danger."""
        self._kind = kind
        self.updateGeometry()
        self.update()

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words and icon, never lower than a target."""
        metrics = QFontMetrics(self.theme.font(bold=True))
        edge = QUIET_EDGE if self._kind == "quiet" else EDGE
        width = metrics.horizontalAdvance(self._words()) + 2 * self.theme.px(edge)
        width -= self._drawn_in()
        if self._icon:
            width += self.theme.px(ICON) + (self.theme.px(8) if self.text() else 0)
        return QSize(max(width, self.theme.target), self.theme.target)

    def _drawn_in(self) -> int:
        """A quiet button's icon stands at its edge: the glyph leaves as much room as a word has."""
        return self.theme.px(QUIET_EDGE) if self._kind == "quiet" and self._icon else 0

    def minimumSizeHint(self) -> QSize:
        """The words are never cut off."""
        return self.sizeHint()

    def _words(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _colours(self) -> tuple[QColor | None, QColor, QColor | None]:
        """Ground, ink and line of the present state."""
        look = self.theme.colour
        over = self.isEnabled() and (self.underMouse() or self.isDown())
        if not self.isEnabled():
            ground = None if self._kind == "quiet" else look("raised")
            return ground, look("muted"), None
        if self._kind in ("primary", "danger"):
            role = "accent" if self._kind == "primary" else "attention"
            return look(f"{role}_strong" if over else role), look(f"on_{role}"), None
        if self._kind == "quiet":
            ground = look("accent", 0.18 if self.isDown() else 0.1) if over else None
            return ground, look("accent"), None
        ground = look("accent_soft") if self.isDown() else look("raised" if over else "surface")
        return ground, look("text"), look("edge")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, then icon and words together in the middle, then the ring."""
        with smooth(self) as painter:
            ground, ink, line = self._colours()
            box = QRectF(self.rect())
            if self.rings():
                box = focus_ring(painter, self.theme, box, tokens.RADIUS)
            if ground is not None:
                rounded(painter, box, tokens.RADIUS, ground, line)
            painter.setFont(self.theme.font(bold=True))
            words = self._words()
            size = self.theme.px(ICON) if self._icon else 0
            gap = self.theme.px(8) if self._icon and words else 0
            width = size + gap + painter.fontMetrics().horizontalAdvance(words)
            x = box.center().x() - width / 2
            if words:
                x -= self._drawn_in() / 2
            if self._icon:
                spot = QRectF(x, box.center().y() - size / 2, size, size)
                self.theme.icons.paint(painter, self._icon, spot, ink)
            painter.setPen(ink)
            place = QRectF(x + size + gap, box.top(), box.right() - x - size - gap, box.height())
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words
            )


class IconButton(Button):
    """A button that is only an icon; its name is for assistive technology and the tooltip."""

    def __init__(
        self, theme: Theme, icon: str, name: str, *, kind: str = "quiet", key: str = ""
    ) -> None:
        super().__init__(theme, "", kind=kind, icon=icon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name, key)

    def set_name(self, name: str, key: str = "") -> None:
        """What the button does, and the key that does the same."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})" if key else name)

    def sizeHint(self) -> QSize:
        """A square target."""
        return QSize(self.theme.target, self.theme.target)
