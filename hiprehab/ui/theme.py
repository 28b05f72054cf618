"""Turns tokens into a palette, one style sheet, fonts and tinted icons.

One `Theme` is made by the application and handed to every widget. Widgets that paint themselves
ask it for colours and sizes while painting and repaint on `changed`.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from hiprehab import resources, tokens
from hiprehab.core.model import Side
from hiprehab.core.settings import Settings
from hiprehab.core.settings import Theme as Choice
from hiprehab.tokens import Tokens
from hiprehab.ui.icons import Icons
from hiprehab.ui.style import style_sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

FAMILY = "Atkinson Hyperlegible"


class Tint(StrEnum):
    """What a session is doing, as far as colour goes."""

    READY = "ready"
    WORK = "work"
    HOLD = "hold"
    REST = "rest"
    SWITCH = "switch"


class Theme(QObject):
    """The look in use: tokens, text size and motion; `changed` follows every switch."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loaded: dict[str, Tokens] = {}
        self._icons: Icons | None = None
        self._app: QApplication | None = None
        self._family = ""
        self.settings = Settings()
        self.tokens: Tokens = self._load("light")

    # --- applying ---------------------------------------------------------------------------

    def apply(self, app: QApplication, settings: Settings) -> None:
        """Dresses the application; call it at start and whenever settings change."""
        first = self._app is None
        if first:
            self._app = app
            self._family = _add_family()
            app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        before, self.settings = self.settings, settings
        if first or _look(settings) != _look(before):
            self._dress()
        elif settings.reduced_motion != before.reduced_motion:
            self.changed.emit()  # styling every widget again takes a third of a second

    def _on_scheme_changed(self) -> None:
        if self.settings.theme is Choice.SYSTEM and self.tokens is not self._chosen():
            self._dress()

    def _chosen(self) -> Tokens:
        choice = self.settings.theme
        if choice is Choice.SYSTEM and self._app is not None:
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return self._load("dark" if dark else "light")
        return self._load("dark" if choice is Choice.DARK else "light")

    def _dress(self) -> None:
        assert self._app is not None
        self.tokens = self._chosen()
        if self._app.styleSheet():  # replacing a sheet takes three times as long as a new one
            self._app.setStyleSheet("")
        self._app.setPalette(self._palette())
        self._app.setFont(self.font(digits=True))
        self._app.setStyleSheet(style_sheet(self.tokens, self.scale))
        self.changed.emit()

    def _load(self, name: str) -> Tokens:
        if name not in self._loaded:
            self._loaded[name] = tokens.load(resources.asset(f"themes/{name}.toml"))
        return self._loaded[name]

    # --- sizes ------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """Text size as a factor, 1 to 2."""
        return min(max(self.settings.text_scale, 100), 200) / 100

    def px(self, size: float) -> int:
        """A length that grows with the text (icons, targets, field widths), in px."""
        return round(size * self.scale)

    def space(self, size: float) -> int:
        """A distance between things; it grows a quarter as fast as the text."""
        return round(size * (1 + (self.scale - 1) / 4))

    @property
    def target(self) -> int:
        """The least height of anything that is clicked."""
        return max(tokens.TARGET, self.px(tokens.TARGET * 0.85))

    # --- fonts, colours, icons ----------------------------------------------------------------

    def font(self, role: str = "body", *, bold: bool = False, digits: bool = False) -> QFont:
        """A font of the scale (small, body, lead, heading, display); `digits` are of one width."""
        return self.font_px(self.px(tokens.SIZES[role]), bold=bold, digits=digits)

    def font_px(self, size: int, *, bold: bool = False, digits: bool = False) -> QFont:
        """A font of any size in px, for text that fills its room."""
        font = QFont(self._family) if self._family else QFont()
        font.setPixelSize(max(1, size))
        font.setBold(bold)
        if digits:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def colour(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role of the tokens; `alpha` from 0 to 1."""
        colour = QColor(getattr(self.tokens, role))
        colour.setAlphaF(alpha)
        return colour

    def side_role(self, side: Side) -> str:
        """The colour role of a side."""
        return "left" if side is Side.LEFT else "right"

    def tint_role(self, tint: Tint, side: Side | None = None) -> str:
        """The colour role of a phase; switching sides takes the colour of the side to come."""
        if tint is Tint.SWITCH and side is not None:
            return self.side_role(side)
        if tint in (Tint.READY, Tint.SWITCH):
            return "rest"
        return tint.value

    @property
    def icons(self) -> Icons:
        """The icon family."""
        if self._icons is None:
            self._icons = Icons(resources.asset("icons/icons.svg"))
        return self._icons

    def icon(self, name: str, role: str = "text", size: float = 20) -> "QIcon":
        """An icon tinted with a colour role; `size` in px at 100 % text."""
        from PySide6.QtGui import QIcon  # late: Today needs none

        icon = QIcon()
        screen = self._app.devicePixelRatio() if self._app else 1.0
        for ratio in {1.0, screen}:
            icon.addPixmap(self.icons.pixmap(name, self.px(size), self.colour(role), ratio))
        return icon

    def _palette(self) -> QPalette:
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "background",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "background",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.BrightText: "on_accent",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "on_accent",
            QPalette.ColorRole.ToolTipBase: "raised",
            QPalette.ColorRole.ToolTipText: "text",
            QPalette.ColorRole.PlaceholderText: "muted",
            QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.LinkVisited: "accent",
            QPalette.ColorRole.Accent: "accent",
        }
        for role, name in roles.items():
            palette.setColor(role, self.colour(name))
        faint = self.colour("muted", 0.65)
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
        palette.setColor(
            QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText, self.colour("muted")
        )
        return palette


def _look(settings: Settings) -> tuple[object, ...]:
    """The settings that the style sheet depends on."""
    return settings.theme, settings.text_scale


def _add_family() -> str:
    """Adds the low-vision face where its package is installed; else "" (the system's face)."""
    added = [QFontDatabase.addApplicationFont(str(file)) for file in resources.fonts()]
    return FAMILY if any(number >= 0 for number in added) else ""
