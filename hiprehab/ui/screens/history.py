"""The history: every session and rating by day; open, correct, delete, enter later."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from hiprehab.core.changes import Changes
from hiprehab.core.diary import EventKind
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import PageHead
from hiprehab.ui.screens.history_model import HistoryModel, Row
from hiprehab.ui.screens.history_session import SessionPage, delete_session
from hiprehab.ui.screens.history_view import HistoryView
from hiprehab.ui.screens.log_words import day_text
from hiprehab.ui.screens.rating_dialog import RatingDialog, delete_rating
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Banner, EmptyState
from hiprehab.ui.widgets.keys import KeyHintRow
from hiprehab.ui.widgets.sheet import Sheet


class HistoryScreen(QWidget):
    """Signals: `told(text, undo)`, a short message with a call that takes it back or None."""

    told = Signal(str, object)

    def __init__(self, theme: Theme, around: Around) -> None:
        super().__init__()
        self._theme = theme
        self._around = around
        self.model = HistoryModel(around, self)
        self.view = HistoryView(theme, self.model)
        self.add_rating = Button(theme, self.tr("Add a rating"), icon="plus")
        self.add_session = Button(theme, self.tr("Add a session"), icon="plus")
        self.add_mark = Button(theme, self.tr("Add a mark"), icon="plus")
        self.newest = Button(
            theme, self.tr("Back to the newest days"), kind="quiet", icon="arrow-up"
        )
        self.problem = Banner(theme)
        text = self.tr(
            "Your sessions and ratings will be listed here by day. You can also enter what you did"
            " without the app."
        )
        action = self.tr("Add a session")
        if around.read_only:
            text, action = self.tr("There is no rating and no session in this file."), ""
        self.nothing = EmptyState(theme, "history", self.tr("Nothing here yet"), text, action)
        self._list = QWidget()
        self._page: SessionPage | None = None
        self._stale = False
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        box = QVBoxLayout(self._list)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(8))
        buttons = (self.add_rating, self.add_session, self.add_mark)
        if not self._around.read_only:
            box.addWidget(PageHead(self._theme, self.tr("History"), buttons))
        box.addWidget(self.problem)
        box.addWidget(self.newest, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.view, 1)
        keys = [("up", ""), ("down", self.tr("go along")), (self.tr("Enter"), self.tr("open"))]
        if not self._around.read_only:
            keys.append((self.tr("Delete"), self.tr("delete, with undo")))
        self._keys = KeyHintRow(self._theme, keys)
        box.addWidget(self._keys)
        box.addWidget(self.nothing, 1)
        self._outer.addWidget(self._list)

    def _connect(self) -> None:
        self.view.opened.connect(self._on_opened)
        self.view.delete_wished.connect(self._on_delete)
        self.add_rating.clicked.connect(self._on_add_rating)
        self.add_session.clicked.connect(self._on_add_session)
        self.newest.clicked.connect(self._on_newest)
        self.add_mark.clicked.connect(self._on_add_mark)
        self.nothing.acted.connect(self._on_add_session)

    # --- state ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the log again; the line and the place in the list stay."""
        self._stale = False
        row = self.view.current_row()
        place = self.view.verticalScrollBar().value()
        self.model.load()
        self.newest.setVisible(self.model.top is not None)
        self.view.setVisible(self.model.rowCount() > 0)
        self._keys.setVisible(self.model.rowCount() > 0)
        self.nothing.setVisible(self.model.rowCount() == 0)
        index = self.model.find(row.key if row else None)
        if not index.isValid() and self.model.rowCount() > 1:
            index = self.model.index(1)
        self.view.setCurrentIndex(index)
        self.view.verticalScrollBar().setValue(place)

    def on_changed(self, changes: Changes, by: object = None) -> None:
        """Something was saved somewhere; a hidden screen waits until it is shown."""
        self._stale = self._stale or bool(
            changes & (Changes.PAIN | Changes.SESSIONS | Changes.LIBRARY)
        )
        if self._stale and self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Reads what changed while nobody looked, and begins with the newest days."""
        super().showEvent(event)
        if self.model.top is not None:
            self._on_newest()
        elif self._stale or self.model.today != self._around.today():
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves a session's page."""
        if event.key() == Qt.Key.Key_Escape and self._list.isHidden():
            self.show_list()
        else:
            super().keyPressEvent(event)

    @property
    def page(self) -> SessionPage:
        """The page of one session; made when the first one is opened."""
        if self._page is None:
            self._page = SessionPage(self._theme, self._around)
            self._page.closed.connect(self.show_list)
            self._page.told.connect(self.told)
            self._page.hide()
            self._outer.addWidget(self._page)
        return self._page

    def show_list(self) -> None:
        """Back from a session to the list."""
        self.page.hide()
        self._list.show()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_day(self, day: date) -> None:
        """Brings a day to the top of the list and its first record under the keys."""
        if self._list.isHidden():
            self.show_list()
        if self._stale:
            self.refresh()
        self.model.reach(day, lambda: self._bring(day))

    def _on_newest(self) -> None:
        self.model.start_at(None)
        self.refresh()

    def _bring(self, day: date) -> None:
        self.newest.setVisible(self.model.top is not None)
        index = self.model.near(day)
        row = self.model.row(index)
        if row is None or row.day != day:
            text = self.tr("Nothing was entered on {day}.")
            self.told.emit(text.format(day=day_text(day, self._around.today(), long=True)), None)
        if row is not None:
            self.view.setCurrentIndex(self.model.index(index.row() + 1))
            self.view.doItemsLayout()
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- opening and entering ---------------------------------------------------------------

    def _on_opened(self, row: Row) -> None:
        if row.session is not None and row.session.id is not None:
            self.page.show_session(self._around.live.read.session(row.session.id))
            self._list.hide()
            self.page.show()
            self.page.back.setFocus(Qt.FocusReason.OtherFocusReason)
        elif row.rating is not None and not self._around.read_only:
            dialog = RatingDialog(self._theme, self, self._around, row.rating)
            dialog.told.connect(self.told)
            self._open(dialog, 720, 640)

    def _open(self, dialog: Sheet, width: int, height: int) -> None:
        dialog.finished.connect(lambda: self.view.setFocus(Qt.FocusReason.OtherFocusReason))
        dialog.open_at(width, height)

    def _on_add_rating(self) -> None:
        from hiprehab.ui.screens.history_add import PastRatingDialog

        dialog = PastRatingDialog(self._theme, self, self._around)
        dialog.told.connect(self.told)
        self._open(dialog, 720, 640)

    def _on_add_session(self) -> None:
        from hiprehab.ui.screens.history_add import ManualSessionDialog

        dialog = ManualSessionDialog(self._theme, self, self._around)
        dialog.told.connect(self.told)
        dialog.mark_wanted.connect(self._on_add_run)
        self._open(dialog, 640, 600)

    def _on_add_mark(self) -> None:
        self._open_mark(EventKind.EVENT)

    def _on_add_run(self) -> None:
        self._open_mark(EventKind.RUN)

    def _open_mark(self, kind: EventKind) -> None:
        """A mark stands on the charts of Trends, and is changed there."""
        from hiprehab.ui.screens.event_dialog import EventDialog

        dialog = EventDialog(self._theme, self, self._around, kind=kind)
        dialog.told.connect(self.told)
        self._open(dialog, 660, 560)

    def _on_delete(self, row: Row) -> None:
        if self._around.read_only:
            return

        def done(text: str) -> Callable[[Callable[[], None]], None]:
            return lambda undo: self.told.emit(text, undo)

        if row.session is not None:
            told = done(self.tr("Session deleted."))
            delete_session(self._around, row.session, told, self._on_failed)
        elif row.rating is not None:
            told = done(self.tr("Rating deleted."))
            delete_rating(self._around, row.rating, told, self._on_failed)

    def _on_failed(self, sentence: str) -> None:
        self.problem.show_problem(sentence, self.tr("Nothing was changed."))
