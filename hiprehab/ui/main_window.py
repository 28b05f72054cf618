"""The window: a rail, one screen at a time, messages, and a session that takes it all."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hiprehab import tokens
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.rail import Rail

if TYPE_CHECKING:  # made when first needed
    from hiprehab.ui.widgets.cards import Banner
    from hiprehab.ui.widgets.keys import HelpOverlay, Keys
    from hiprehab.ui.widgets.toasts import Toasts

SMALLEST = (960, 600)
FOOT, SESSION_FOOT = 24, 132
"""Room in px at 100 % text that messages leave free below; a session has its buttons there."""
_ICONS = {
    "today": "today",
    "library": "library",
    "plan": "plan",
    "history": "history",
    "trends": "trends",
    "settings": "settings",
}


class _Page(QScrollArea):
    """Holds a screen in the middle, as wide as its text stays readable, and scrolls it.

    A screen that wants to be narrower says so with a number `content_width` (px at 100 %).
    """

    def __init__(self, theme: Theme, screen: QWidget, stack: QStackedWidget | None = None) -> None:
        super().__init__(stack)
        self._theme = theme
        self._screen = screen
        if stack is not None:  # while it is empty: each new parent styles everything inside again
            stack.addWidget(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()  # not in self.viewport(): asking for it makes every widget class (9 ms)
        body.setProperty("kind", "page")
        self.setWidget(body)
        self._row = QHBoxLayout(body)
        self._row.addStretch(1)
        self._row.addWidget(screen, 1000)
        self._row.addStretch(1)
        self.fit()

    def fit(self) -> None:
        """Width and margins for the present text size."""
        edge = self._theme.space(28)
        self._row.setContentsMargins(edge, self._theme.space(24), edge, edge)
        widest = getattr(self._screen, "content_width", tokens.CONTENT_WIDTH)
        self._screen.setMaximumWidth(self._theme.px(widest))


class MainWindow(QMainWindow):
    """Navigation only: screens are made when first shown, by the factories handed in.

    `may_close` is asked before the window goes; it stays where the answer is no.

    Signals: `shown(name)` after another screen came up, `left` when a session or a page gave the
    window back, `file_wanted` when the person asks for a file, `closing` before the window goes.
    """

    shown = Signal(str)
    left = Signal()
    file_wanted = Signal()
    closing = Signal()

    def __init__(self, theme: Theme, screens: Mapping[str, Callable[[], QWidget]]) -> None:
        super().__init__()
        self.theme = theme
        self.may_close: Callable[[], bool] = lambda: True
        self._factories = dict(screens)
        self._pages: dict[str, _Page] = {}
        self._screens: dict[str, QWidget] = {}
        self._more: dict[str, str] = {}
        self._under: dict[str, str] = {}
        self._trail: list[str] = []
        self._at = -1
        self._help: HelpOverlay | None = None
        self._session: QWidget | None = None
        self.setWindowTitle(self.tr("HipRehab"))
        self.setMinimumSize(*SMALLEST)
        self._build()
        self._add_shortcuts()
        theme.changed.connect(self._on_theme_changed)

    def _build(self) -> None:
        words = self._words()
        entries = [(name, _ICONS.get(name, "more"), words[name]) for name in self._factories]
        self.rail = Rail(self.theme, entries)
        self.rail.chosen.connect(self.show_screen)
        self._stack = QStackedWidget()
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self._banner_room = QHBoxLayout()
        middle.addLayout(self._banner_room)
        middle.addWidget(self._stack, 1)
        self._frame = QWidget()
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(middle, 1)
        self._outer = QStackedWidget()
        self._outer.addWidget(self._frame)
        self.setCentralWidget(self._outer)

    def _words(self) -> dict[str, str]:
        words = {
            "today": self.tr("Today"),
            "library": self.tr("Library"),
            "plan": self.tr("Plan"),
            "history": self.tr("History"),
            "trends": self.tr("Trends"),
            "settings": self.tr("Settings"),
        }
        return {name: self._more.get(name, words.get(name, name)) for name in self._factories}

    def add_screen(
        self, name: str, icon: str, word: str, make: Callable[[], QWidget], *, under: str = ""
    ) -> None:
        """One more screen; `show_entry` brings its entry into the rail.

        One that is reached from another screen only is marked `under` that one's entry.
        """
        self._factories[name], self._more[name] = make, word
        self._under[name] = under or name
        key = f"Ctrl+{len(self._factories)}"
        self.rail.add(name, icon, word, key)
        self.rail.button(name).hide()

        def go() -> None:
            if not self.rail.button(name).isHidden():
                self.show_screen(name)

        self._on_key(key, go)

    def show_entry(self, name: str, on: bool) -> None:
        """Shows or hides the entry of a screen that was added."""
        if self.rail.button(name).isHidden() == on:
            self.rail.button(name).setVisible(on)
            if self._help is not None:
                self._help.deleteLater()
                self._help = None

    def add_key(self, keys: str, act: Callable[[], None]) -> None:
        """A key that works on every screen."""
        self._on_key(keys, act)

    def _add_shortcuts(self) -> None:
        for place, name in enumerate(self._factories, start=1):
            self._on_key(f"Ctrl+{place}", partial(self.show_screen, name))
        self._on_key("Alt+Left", lambda: self._go(-1))
        self._on_key("Alt+Right", lambda: self._go(1))
        self._on_key("Ctrl+O", self.file_wanted.emit)
        self._on_key("?", self.toggle_help)

    def _on_key(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._frame)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    # --- screens ----------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """The name of the screen that is shown, or "" before the first."""
        return self._trail[self._at] if self._at >= 0 else ""

    def screen_of(self, name: str) -> QWidget:
        """The screen of that name; made now when it was not yet."""
        if name not in self._screens:
            self._screens[name] = self._factories[name]()
            self._pages[name] = _Page(self.theme, self._screens[name], self._stack)
        return self._screens[name]

    def made(self, name: str) -> bool:
        """Whether the screen was made already."""
        return name in self._screens

    def show_screen(self, name: str) -> None:
        """Shows a screen and remembers the way."""
        if name != self.current:
            self._trail = [*self._trail[: self._at + 1], name]
            self._at = len(self._trail) - 1
        self._bring(name)

    def _go(self, step: int) -> None:
        """One screen back or forward on the way taken."""
        if 0 <= self._at + step < len(self._trail):
            self._at += step
            self._bring(self.current)

    def _bring(self, name: str) -> None:
        self.screen_of(name)
        self._stack.setCurrentWidget(self._pages[name])
        self.rail.mark(self._under.get(name, name))
        self.shown.emit(name)

    # --- a session --------------------------------------------------------------------------

    @property
    def in_session(self) -> bool:
        """Whether a session has the window."""
        return self._session is not None

    @property
    def room(self) -> QWidget:
        """The parent of what is to have the whole window: made in it, it is styled only once."""
        return self._outer

    def enter_session(self, widget: QWidget) -> None:
        """Gives the whole window to a session, without the rail."""
        self.leave_session()
        self._session = widget
        self._outer.addWidget(widget)
        self._outer.setCurrentWidget(widget)
        if "toasts" in vars(self):  # they stay above what has the window now
            self.toasts.place_again()
            self.toasts.raise_()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter_page(self, widget: QWidget) -> None:
        """The same for a page of text and fields, such as the first run: centred and scrolled."""
        self.enter_session(_Page(self.theme, widget))

    def end_page(self) -> None:
        """The screens again; what had the window goes for good, without being styled once more."""
        widget, self._session = self._session, None
        if widget is not None:
            self._outer.setCurrentWidget(self._frame)
            self._outer.removeWidget(widget)
            widget.deleteLater()
            self.left.emit()

    def cover(self, widget: QWidget) -> None:
        """Lays something over what has the window, such as a rehearsal over the editor."""
        self._outer.addWidget(widget)
        self._outer.setCurrentWidget(widget)
        if "toasts" in vars(self):
            self.toasts.raise_()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def uncover(self, widget: QWidget) -> None:
        """What was covered is seen again; the cover goes for good."""
        self._outer.setCurrentWidget(self._session or self._frame)
        self._outer.removeWidget(widget)
        widget.deleteLater()

    def leave_session(self) -> QWidget | None:
        """Brings the screens back; returns what had the window, which its owner now frees."""
        widget, self._session = self._session, None
        if widget is not None:
            self._outer.removeWidget(widget)
            widget.setParent(None)
            self._outer.setCurrentWidget(self._frame)
            self.left.emit()
        return widget

    # --- help, messages, the window ------------------------------------------------------------

    def toggle_help(self) -> None:
        """Shows or hides the list of keys, those of the present screen with them."""
        shown = self._help is not None and self._help.isVisible()
        if self._help is not None and not shown:
            self._help.deleteLater()
            self._help = None
        if self._help is None:
            from hiprehab.ui.widgets.keys import HelpOverlay

            self._help = HelpOverlay(self.theme, self._outer, self._key_groups())
        self._help.toggle()

    @cached_property
    def banner(self) -> "Banner":
        """Problems, above the screen."""
        from hiprehab.ui.widgets.cards import Banner

        banner = Banner(self.theme)
        self._banner_room.addWidget(banner)
        banner.installEventFilter(self)
        return banner

    @cached_property
    def toasts(self) -> "Toasts":
        """Short messages, over the screen or the session."""
        from hiprehab.ui.widgets.toasts import Toasts

        made = Toasts(self._outer, self.theme)
        made.keep_within(self._message_room)
        return made

    def _message_room(self) -> QRect:
        """Above the foot of what has the window: the buttons of a session are there."""
        foot = FOOT if self._session is None else SESSION_FOOT
        return self._outer.rect().adjusted(0, 0, 0, -self.theme.px(foot))

    def tell(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Says something for a while; with `undo` it can be taken back."""
        self.toasts.show_toast(text, undo)

    def tell_file(self, text: str, path: Path) -> None:
        """Says where a file was written, with a button that opens its folder."""
        from hiprehab.ui.widgets.toasts import Act

        def show() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

        self.toasts.show_act(text, Act(self.tr("Show in folder"), "folder", show))

    def _key_groups(self) -> "list[tuple[str, Keys]]":
        from hiprehab.ui.screens.main_keys import everywhere, groups_of

        words = self._words()
        screens = [
            (f"Ctrl+{i}", words[name])
            for i, name in enumerate(self._factories, start=1)
            if not self.rail.button(name).isHidden()
        ]
        return [
            (self.tr("Screens"), screens),
            (self.tr("Everywhere"), everywhere()),
            *groups_of(self.current),
        ]

    def _on_theme_changed(self) -> None:
        for page in self._pages.values():
            page.fit()
        if self._help is not None:  # its sizes are of the old text size
            self._help.deleteLater()
            self._help = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The banner's margins take room only while it is shown."""
        if watched is self.banner and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            edge = self.theme.space(28) if event.type() == QEvent.Type.Show else 0
            self._banner_room.setContentsMargins(edge, edge // 2, edge, 0)
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lets the owner save before the window goes."""
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)
