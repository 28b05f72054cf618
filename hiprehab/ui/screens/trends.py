"""Trends: the pain chart, what was done below it, and small panels, all of one period.

The chart library is loaded on the first visit, in a worker thread, and so is every computation; the
window only ever receives finished numbers. Each table of the log is read once for all panels.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.changes import Changes
from hiprehab.core.trends import Span
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import Columns, flowing
from hiprehab.ui.screens.trend_dose import DosePanel
from hiprehab.ui.screens.trend_frame import Background, PanelFrame, while_there
from hiprehab.ui.screens.trend_pain import PainPanel
from hiprehab.ui.screens.trend_panel import Make, Panel
from hiprehab.ui.screens.trend_panels import small_panels
from hiprehab.ui.screens.trends_load import Loaded, Wanted, load
from hiprehab.ui.screens.trends_save import ask_path, save
from hiprehab.ui.screens.trends_words import TrendWords
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import EmptyState
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import label

if TYPE_CHECKING:
    from hiprehab.charts.pain import PainChart
    from hiprehab.charts.shared import SharedTime

AHEAD_PX = 160
"""Panels that are so near to being in view are computed."""
BESIDE_PX = 900
"""From this width on (at 100 % text) two small panels stand beside each other."""


class TrendsScreen(QWidget):
    """The screen.

    Signals:
        check_in_requested: there is nothing yet, and the person wants to begin.
        edit_requested(int): the id of a rating to correct.
        page_requested: the person wants the page for the physiotherapist.
        wanted(str, object): a panel asks for another page, such as "day" and a date.
        told(str, object): something worth a toast, and a call that takes it back or None.
        loaded: the numbers of a period have arrived and the pain is shown.
        complete: all panels have been made; the first ones are shown before that.
    """

    check_in_requested = Signal()
    edit_requested = Signal(int)
    page_requested = Signal()
    wanted = Signal(str, object)
    told = Signal(str, object)
    loaded = Signal()
    complete = Signal()

    def __init__(self, theme: Theme, around: Around, background: Background | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._around = around
        self._background = while_there(self, background or around.live.background)
        self._number = 0
        self._stale = True
        self._loaded: Loaded | None = None
        self._coming: list[list[Make]] | None = None
        self._looking = False
        self._time: SharedTime | None = None
        self.ask_path = partial(ask_path, self)
        self._build()
        theme.changed.connect(self._fit)

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._theme.space(12))
        layout.addLayout(self._build_head())
        self._pages = QStackedWidget()
        layout.addWidget(self._pages, 1)
        self._full, self._waiting = self._build_full(), label(self.tr("Drawing…"), "muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty = EmptyState(
            self._theme,
            "trends",
            self.tr("Your ratings will be drawn here"),
            self.tr("After three days with a rating, a line shows how each hip is doing."),
            self.tr("Rate your hips now"),
        )
        self.empty.acted.connect(self.check_in_requested)
        self.problem = EmptyState(
            self._theme,
            "warning",
            self.tr("The ratings could not be read"),
            self.tr("Nothing was changed."),
            self.tr("Try again"),
        )
        self.problem.acted.connect(self.refresh)
        for page in (self._waiting, self._full, self.empty, self.problem):
            self._pages.addWidget(page)

    def _build_head(self) -> QVBoxLayout:
        """The title with the periods beside it, and the person's own dates below."""
        self.spans = ChipRow(self._theme, TrendWords().spans(), name=self.tr("Period"))
        self.spans.set_value(Span.TWELVE_WEEKS)
        self.spans.changed.connect(self._on_span)
        self.add_mark = Button(self._theme, self.tr("Add a mark"), icon="plus")
        self.add_mark.clicked.connect(self._on_add_mark)
        self.make_page = Button(self._theme, self.tr("Make the page"), icon="note")
        self.make_page.setToolTip(self.tr("One page for your physiotherapist, to save or print"))
        self.make_page.clicked.connect(self.page_requested)
        title = label(self.tr("Trends"), "heading")
        words = QWidget()
        row = QHBoxLayout(words)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space(28))
        row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        title.setFixedHeight(self.spans.sizeHint().height())
        row.addWidget(self.spans, 1)
        holder = QWidget()
        self._head = Columns(holder, gap=self._theme.space(8), shares=(1, 0))
        self._head.addWidget(words)
        self._buttons, self._flow = flowing(self._theme.space(8))
        for button in (self.add_mark, self.make_page):
            self._flow.addWidget(button)
        self._head.addWidget(self._buttons)
        column = QVBoxLayout()
        column.setSpacing(self._theme.space(8))
        column.addWidget(holder)
        column.addWidget(self._build_own())
        return column

    def _build_own(self) -> QWidget:
        self.own_edits = self._from, self._to = QDateEdit(), QDateEdit()
        self._own = QWidget()
        row = QHBoxLayout(self._own)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space(8))
        for text, edit in ((self.tr("From"), self._from), (self.tr("to"), self._to)):
            words = label(text, "muted")
            words.setBuddy(edit)
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("d MMM yyyy")
            edit.setAccessibleName(text)
            edit.setMinimumWidth(self._theme.px(150))
            edit.editingFinished.connect(self._on_own)
            row.addWidget(words)
            row.addWidget(edit)
        row.addStretch(1)
        self._own.hide()
        return self._own

    def _build_full(self) -> QScrollArea:
        self.area = _Cards()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = page = QWidget()
        page.setProperty("kind", "page")
        self.area.setWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, self._theme.space(10), self._theme.space(8))
        column.setSpacing(self._theme.space(12))
        pain = PainPanel(self._theme, self._around)
        pain.edit_requested.connect(self.edit_requested)
        self.pain = self._frame(pain)
        own = (self._theme, self._around)
        self.dose = self._frame(DosePanel(*own))
        self.frames = [self.pain, self.dose]
        self._rows: list[Columns] = []
        self._column = column
        for frame in self.frames:
            column.addWidget(frame)
        column.addStretch(1)
        self.area.verticalScrollBar().valueChanged.connect(self._look_around)
        page.installEventFilter(self)
        return self.area

    def _frame(self, panel: Panel) -> PanelFrame:
        frame = PanelFrame(self._theme, panel, self._background)
        frame.save_wanted.connect(partial(self._on_save, frame))
        panel.told.connect(self.told)
        panel.wanted.connect(self.wanted)
        return frame

    def _grow(self) -> None:
        """Makes the next row of small panels, and the others after it, one a turn of the window."""
        if self._coming is None:
            self._coming = in_rows(small_panels())
        if not self._coming:
            return
        row = [self._frame(make(self._theme, self._around)) for make in self._coming.pop(0)]
        place = self._column.count() - 1
        if len(row) == 1:
            self._column.insertWidget(place, row[0])
        else:
            beside = Columns(gap=self._theme.space(12), least=self._theme.px(BESIDE_PX))
            for frame in row:
                beside.addWidget(frame)
            self._rows.append(beside)
            self._column.insertLayout(place, beside)
        self.frames += row
        if self._loaded is not None and self._time is not None:
            for frame in row:
                frame.set_records(self._loaded.records, self._time)
        if self._coming:
            self._background(lambda: None, lambda _: self._grow())
        else:
            self.complete.emit()

    @property
    def is_complete(self) -> bool:
        """Whether all panels have been made."""
        return self._coming is not None and not self._coming

    def frame_of(self, key: str) -> PanelFrame:
        """The card of a panel; makes those that are still to come."""
        while not self.is_complete:
            self._grow()
        return next(frame for frame in self.frames if frame.panel.key == key)

    # --- numbers ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the period again, in the background; until then what is there stays."""
        self._stale = False
        self._number += 1
        number, read = self._number, self._around.live.read
        wanted = Wanted(self.spans.value, self._around.today(), self._own_dates())
        library, settings = self._around.library(), self._around.settings()
        build = self.pain.panel.build
        if self._loaded is None:
            self._turn_to(self._waiting)
        self._background(
            lambda: load(read, wanted, library, settings, build),
            lambda found: self._on_loaded(number, found),
            lambda text: self._on_failed(number, text),
        )

    def on_changed(self, changes: Changes, by: object = None) -> None:
        """Something was saved; reads again when it matters, at once or when next shown."""
        mine = Changes.PAIN | Changes.SESSIONS | Changes.PLAN | Changes.DIARY | Changes.LIBRARY
        if not changes & mine:
            return
        self._stale = True
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Reads what has changed meanwhile; also when a new day has begun."""
        super().showEvent(event)
        old = self._loaded is not None and self._loaded.records.today != self._around.today()
        if self._stale or old:
            self.refresh()

    @property
    def chart(self) -> "PainChart | None":
        """The pain chart, once there is one."""
        found: PainChart | None = self.pain.chart
        return found

    @property
    def period(self) -> tuple[date, date] | None:
        """First and last day of what is shown."""
        return (self._loaded.records.first, self._loaded.records.last) if self._loaded else None

    def _own_dates(self) -> tuple[date, date] | None:
        if self.spans.value is not Span.OWN:
            return None
        ends = sorted(_date(edit.date()) for edit in (self._from, self._to))
        return ends[0], ends[1]

    def _on_span(self, span: Span) -> None:
        if span is Span.OWN and self.period is not None:
            for edit, day in zip(self.own_edits, self.period, strict=True):
                edit.setMaximumDate(_qdate(self._around.today()))
                edit.setDate(_qdate(day))
        self._own.setVisible(span is Span.OWN)
        self.refresh()

    def _on_own(self) -> None:
        if self._own_dates() != self.period:
            self.refresh()

    def _turn_to(self, page: QWidget) -> None:
        for place in range(self._pages.count()):  # the others must not make the screen higher
            other = self._pages.widget(place)
            high = QSizePolicy.Policy.Preferred if other is page else QSizePolicy.Policy.Ignored
            if other is not None:
                other.setSizePolicy(QSizePolicy.Policy.Preferred, high)
        self._pages.setCurrentWidget(page)
        full = page is self._full
        self.spans.setVisible(full)
        own = full and not self._around.read_only
        self.add_mark.setVisible(own)
        self.make_page.setVisible(own)
        self._own.setVisible(full and self.spans.value is Span.OWN)

    def _on_failed(self, number: int, text: str) -> None:
        if number == self._number:
            self._stale = True
            self._turn_to(self.problem)
            self.problem.setAccessibleDescription(text)

    def _on_loaded(self, number: int, found: Loaded) -> None:
        if number != self._number:
            return
        self._loaded = found
        if found.nothing:
            self._turn_to(self.empty)
        else:
            self._turn_to(self._full)
            self._show(found)
        self.loaded.emit()

    def _show(self, found: Loaded) -> None:
        from hiprehab.charts.shared import SharedTime

        if self._time is None:
            self._time = SharedTime(self)
        self._time.show(found.records.first, found.records.last, found.marks)
        for frame in self.frames:
            frame.set_records(found.records, self._time)
        self._fit()
        self.pain.show_state(found.pain)
        self._look_around()
        if self._coming is None:
            self._background(lambda: None, lambda _: self._grow())

    # --- what is in view ----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page has become higher or lower: other panels may be in view."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._look_around()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pain takes a good part of the window."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._head.set_least(self._theme.px(BESIDE_PX))
        self._buttons.setMinimumWidth(self._flow.sizeHint().width())
        for row in self._rows:
            row.set_least(self._theme.px(BESIDE_PX))
        self.pain.set_room(max(self._theme.px(340), self.height() * 9 // 20))

    def _look_around(self) -> None:
        """Looks what is in view, once the layouts have come to rest."""
        if not self._looking:
            self._looking = True
            QTimer.singleShot(0, self, self._look_now)

    def _look_now(self) -> None:
        """Has every panel computed that is in view, or nearly."""
        self._looking = False
        if self._loaded is None or self._pages.currentWidget() is not self._full:
            return
        top = self.area.verticalScrollBar().value()
        bottom = top + self.area.viewport().height() + AHEAD_PX
        for frame in self.frames:
            y = frame.mapTo(self._page, frame.rect().topLeft()).y()
            if not y and frame is not self.pain:  # not laid out yet
                continue
            if y < bottom and y + frame.height() > top - AHEAD_PX:
                frame.look_at()

    # --- marks and keeping ----------------------------------------------------------------------

    def _on_add_mark(self) -> None:
        from hiprehab.ui.screens.event_dialog import EventDialog

        chosen = self._time.day if self._time is not None else None
        dialog = EventDialog(self._theme, self, self._around, day=chosen)
        dialog.told.connect(self.told)
        dialog.open_at(660, 560)

    def _on_save(self, frame: PanelFrame, kind: str) -> None:
        assert self.period is not None
        first, last = self.period
        name = f"hiprehab-{frame.panel.key}-{first}-{last}.{kind}"
        save(frame, kind, self.ask_path(kind, name), self._background, self._on_kept)

    def _on_kept(self, text: str) -> None:
        self.told.emit(text, None)


class _Cards(QScrollArea):
    """Scrolls the cards; content with as little height as there is, so that only it scrolls."""

    def sizeHint(self) -> QSize:
        """Small: it takes what the window has left."""
        return QSize(320, 160)


def in_rows(panels: Sequence[Make]) -> list[list[Make]]:
    """Wide panels alone, the others two by two, in their order."""
    rows: list[list[Make]] = []
    for panel in panels:
        beside = rows and len(rows[-1]) == 1 and not rows[-1][0].wide
        if beside and not panel.wide:
            rows[-1].append(panel)
        else:
            rows.append([panel])
    return rows


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
