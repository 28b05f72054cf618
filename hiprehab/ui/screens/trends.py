"""Trends: the pain chart, what was done below it, and small panels, all of one period.

The chart library is loaded on the first visit, in a worker thread, and so is every computation; the
window only ever receives finished numbers. Each table of the log is read once for all panels.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.changes import Changes
from hiprehab.core.trends import Span
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import Columns
from hiprehab.ui.screens.trend_dose import DosePanel
from hiprehab.ui.screens.trend_frame import Background, PanelFrame, while_there
from hiprehab.ui.screens.trend_pain import PainPanel
from hiprehab.ui.screens.trend_panel import Make, Panel
from hiprehab.ui.screens.trend_panels import small_panels
from hiprehab.ui.screens.trends_head import BESIDE_PX, TrendsHead
from hiprehab.ui.screens.trends_load import Loaded, Shelf, Wanted
from hiprehab.ui.screens.trends_save import ask_path, save
from hiprehab.ui.slices import Slices
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.cards import EmptyState
from hiprehab.ui.widgets.text import label

if TYPE_CHECKING:
    from hiprehab.charts.pain import PainChart
    from hiprehab.charts.shared import SharedTime

HEAD_SHARE = 6
"""The head stays above the cards where it takes less than this part of the height: a sixth."""
MINE = (
    Changes.PAIN
    | Changes.SESSIONS
    | Changes.PLAN
    | Changes.DIARY
    | Changes.LIBRARY
    | Changes.SETTINGS  # how long a routine takes depends on them
)
AHEAD_PX = 160
"""Panels that are so near to being in view are computed."""


class TrendsScreen(QWidget):
    """The screen.

    Signals:
        check_in_requested: there is nothing yet, and the person wants to begin.
        edit_requested(int): the id of a rating to correct.
        page_requested: the person wants the page for the physiotherapist.
        entries_requested: what was entered in somebody else's log is to be seen.
        wanted(str, object): a panel asks for another page, such as "day" and a date.
        told(str, object): something worth a toast, and a call that takes it back or None.
        loaded: the numbers of a period have arrived and the pain is shown.
        complete: all panels have been made; the first ones are shown before that. From then on
            `is_complete` holds.
    """

    check_in_requested = Signal()
    edit_requested = Signal(int)
    page_requested = Signal()
    entries_requested = Signal()
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
        self._shelf = Shelf(around.live.read)
        self._span = Span.TWELVE_WEEKS
        self._growing: Slices | None = None
        self.is_complete = False
        self._looking = False
        self._time: SharedTime | None = None
        self.ask_path = partial(ask_path, self)
        self._build()
        theme.changed.connect(self._fit)

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self._outer = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._theme.space(12))
        self.head = self._build_head()
        layout.addWidget(self.head)
        self._pages = QStackedWidget()
        layout.addWidget(self._pages, 1)
        self._full, self._waiting = self._build_full(), label(self.tr("Drawing…"), "muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = self.tr("Your ratings will be drawn here")
        text = self.tr("After three days with a rating, a line shows how each hip is doing.")
        action = self.tr("Rate your hips now")
        if self._around.read_only:
            title, action = self.tr("Nothing was entered"), ""
            text = self.tr("There is no rating and no session in this file.")
        self.empty = EmptyState(self._theme, "trends", title, text, action)
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

    def _build_head(self) -> TrendsHead:
        head = TrendsHead(self._theme, others=self._around.read_only)
        head.changed.connect(self._on_period)
        head.add_mark.clicked.connect(self._on_add_mark)
        head.make_page.clicked.connect(self.page_requested)
        head.entries.clicked.connect(self.entries_requested)
        return head

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

    def _grow(self) -> Iterator[None]:
        """Makes the small panels, one row a step."""
        yield  # the pain is painted first
        for makes in in_rows(small_panels()):
            self._add_row([self._frame(make(self._theme, self._around)) for make in makes])
            yield
        self.is_complete = True
        self.complete.emit()
        self._read_whole()

    def _add_row(self, row: list[PanelFrame]) -> None:
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

    def frame_of(self, key: str) -> PanelFrame:
        """The card of a panel; makes those that are still to come."""
        self._growing = self._growing or Slices(self, self._grow())
        self._growing.finish()
        return next(frame for frame in self.frames if frame.panel.key == key)

    # --- numbers ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Shows the period as the log is now, from the background; until then the old one stays."""
        self._stale = False
        self._number += 1
        number, shelf = self._number, self._shelf
        wanted = Wanted(self.head.spans.value, self._around.today(), self.head.own)
        library, settings = self._around.library(), self._around.settings()
        build = self.pain.panel.build
        if self._loaded is None:
            self._turn_to(self._waiting)
        self._background(
            lambda: shelf.load(wanted, library, settings, build),
            lambda found: self._on_loaded(number, found),
            lambda text: self._on_failed(number, text),
        )

    def on_changed(self, changes: Changes, by: object = None) -> None:
        """Something was saved; reads again when it matters, at once or when next shown."""
        if not changes & MINE:
            return
        self._stale = True
        self._shelf.forget()
        if self.isVisible():
            self.refresh()

    def _read_whole(self) -> None:
        """Once all is shown: reads the rest of the log, so that other periods come at once."""
        shelf, around = self._shelf, self._around
        if shelf.is_whole or not self.is_complete:
            return
        edition, today = shelf.edition, around.today()
        library, settings = around.library(), around.settings()
        self._background(
            lambda: shelf.read_whole(today, library, settings),
            lambda whole: shelf.keep(whole, edition),
            lambda _: None,  # the period itself was read; the next one will be, or will say why not
        )

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

    def _on_period(self) -> None:
        begins = self.head.own is not None and self._span is not Span.OWN
        if begins and self.period is not None:
            self.head.begin_with(self.period, self._around.today())
        self._span = self.head.spans.value
        if begins or self.head.own != self.period:
            self.refresh()

    def _turn_to(self, page: QWidget) -> None:
        for place in range(self._pages.count()):  # the others must not make the screen higher
            other = self._pages.widget(place)
            high = QSizePolicy.Policy.Preferred if other is page else QSizePolicy.Policy.Ignored
            if other is not None:
                other.setSizePolicy(QSizePolicy.Policy.Preferred, high)
        self._pages.setCurrentWidget(page)
        self.head.offer(periods=page is self._full)
        self._place_head()

    def _on_failed(self, number: int, text: str) -> None:
        if number == self._number:
            self._stale = True
            self._turn_to(self.problem)
            self.problem.setAccessibleDescription(text)

    def _on_loaded(self, number: int, found: Loaded) -> None:
        if number != self._number:
            return
        self._loaded = found
        self._turn_to(self.empty if found.nothing else self._full)
        if found.nothing:
            self.loaded.emit()
        elif self._time is not None:
            self._show(found)
        else:  # dressing the page and making the chart are a turn of the window each
            QTimer.singleShot(0, self, lambda: self._show_first(number, found))

    def _show_first(self, number: int, found: Loaded) -> None:
        if number == self._number:
            self._show(found)

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
        self._growing = self._growing or Slices(self, self._grow())
        self._read_whole()
        self.loaded.emit()

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

    def _place_head(self) -> None:
        """Above what scrolls; in a small window, or with large text, it scrolls with the cards."""
        width = self.area.viewport().width()
        small = self.head.high(width) * HEAD_SHARE > self.height()
        inside = small and self._pages.currentWidget() is self._full
        box = self._column if inside else self._outer
        if box.indexOf(self.head) < 0:
            (self._outer if inside else self._column).removeWidget(self.head)
            box.insertWidget(0, self.head)

    def _fit(self) -> None:
        self.head.fit()
        self._place_head()
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
            if frame.isHidden():  # not shown by its layout yet; or nothing in somebody else's log,
                if frame.state is not None:  # where another period may have something
                    frame.look_at()
                continue
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
