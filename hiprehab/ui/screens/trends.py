"""Trends: what is seen in a few words a side, the pain chart, and the same numbers as a table.

The chart library is loaded on the first visit, in a worker thread, and so is every computation; the
window only ever receives finished numbers.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDateEdit,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.changes import Changes
from hiprehab.core.model import Side
from hiprehab.core.trends import Span
from hiprehab.ui.screens.trends_load import Loaded, Read, load
from hiprehab.ui.screens.trends_table import RatingTable
from hiprehab.ui.screens.trends_words import TrendWords
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card, EmptyState
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.side_badge import SideBadge
from hiprehab.ui.widgets.text import label

if TYPE_CHECKING:
    from hiprehab.charts.look import Look
    from hiprehab.charts.pain import PainChart


Background = Callable[..., None]
"""background(work, done, failed): `work` in a thread, the others in the window's."""


class TrendsScreen(QWidget):
    """The screen.

    Signals:
        check_in_requested: there is nothing yet, and the person wants to begin.
        edit_requested(int): the id of a rating to correct.
        said(str): something worth a toast, such as where a picture was kept.
        loaded: the numbers of a period have arrived and are shown.
    """

    check_in_requested = Signal()
    edit_requested = Signal(int)
    said = Signal(str)
    loaded = Signal()

    def __init__(
        self, theme: Theme, read: Read, background: Background, today: Callable[[], date]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._read = read
        self._background = background
        self._today = today
        self._words = TrendWords()
        self._wanted = 0
        self._stale = True
        self._loaded: Loaded | None = None
        self._chart: PainChart | None = None
        self._build()
        theme.changed.connect(self._on_theme_changed)

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

    def _build_full(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._theme.space(12))
        layout.addLayout(self._build_sentences())
        layout.addWidget(self._build_card(), 1)
        return page

    def _build_head(self) -> QVBoxLayout:
        """The title with the periods beside it, and the person's own dates below."""
        self.spans = ChipRow(self._theme, self._words.spans(), name=self.tr("Period"))
        self.spans.set_value(Span.TWELVE_WEEKS)
        self.spans.changed.connect(self._on_span)
        title = label(self.tr("Trends"), "heading")
        row = QHBoxLayout()
        row.setSpacing(self._theme.space(28))
        row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        title.setFixedHeight(self.spans.sizeHint().height())
        row.addWidget(self.spans, 1)
        column = QVBoxLayout()
        column.setSpacing(self._theme.space(8))
        column.addLayout(row)
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

    def _build_sentences(self) -> QGridLayout:
        """Left on the left: what is seen, and below it the numbers it rests on."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.space(10))
        grid.setVerticalSpacing(self._theme.space(2))
        self.verdicts = {side: label("", "strong", wrap=True) for side in Side}
        self.reasons = {side: label("", "small", wrap=True) for side in Side}
        for column, side in enumerate(Side):
            badge = SideBadge(self._theme, side)
            grid.addWidget(badge, 0, column * 2, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.verdicts[side], 0, column * 2 + 1)
            grid.addWidget(self.reasons[side], 1, column * 2, 1, 2)
            grid.setColumnStretch(column * 2 + 1, 1)
        return grid

    def _build_card(self) -> Card:
        card = Card(self._theme)
        edge = self._theme.space(12)
        card.body.setContentsMargins(edge, edge, edge, edge)
        self._views = QStackedWidget()
        self.table = RatingTable(self._theme)
        self.table.edit_requested.connect(self.edit_requested)
        self._views.addWidget(self.table)
        self.as_table = Button(self._theme, self.tr("As table"), kind="quiet", icon="table")
        self.as_table.clicked.connect(self._on_as_table)
        self.save_picture = Button(self._theme, self.tr("Picture"), kind="quiet", icon="save")
        self.save_picture.setAccessibleName(self.tr("Save the chart as a picture"))
        self.save_picture.clicked.connect(self._on_save_picture)
        self.save_numbers = Button(self._theme, self.tr("Numbers"), kind="quiet", icon="save")
        self.save_numbers.setAccessibleName(self.tr("Save the numbers as a CSV file"))
        self.save_numbers.clicked.connect(self._on_save_numbers)
        self._actions = QWidget()
        row = QHBoxLayout(self._actions)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self.as_table, self.save_picture, self.save_numbers):
            button.setToolTip(button.accessibleName())
            row.addWidget(button)
        # The buttons share the lowest row with the key of the chart or the table's own button.
        both = QGridLayout()
        both.addWidget(self._views, 0, 0)
        corner = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight
        both.addWidget(self._actions, 0, 0, corner)
        card.body.addLayout(both, 1)
        return card

    # --- numbers ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the period again, in the background; until then what is there stays."""
        self._stale = False
        self._wanted += 1
        number, read, today = self._wanted, self._read, self._today()
        span, own = self.spans.value, self._own_dates()
        if self._loaded is None:
            self._turn_to(self._waiting)
        self._background(
            lambda: load(read, span, today, own),
            lambda found: self._on_loaded(number, found),
            lambda text: self._on_failed(number, text),
        )

    def on_changed(self, changes: Changes, by: object = None) -> None:
        """Something was saved; reads again when it matters, at once or when next shown."""
        if not changes & (Changes.PAIN | Changes.SESSIONS):
            return
        self._stale = True
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Reads what has changed meanwhile; also when a new day has begun."""
        super().showEvent(event)
        old = self._loaded is not None and self._loaded.state.last != self._today()
        if self._stale or (old and self.spans.value is not Span.OWN):
            self.refresh()

    @property
    def chart(self) -> "PainChart | None":
        """The chart, once there is one."""
        return self._chart

    def _own_dates(self) -> tuple[date, date] | None:
        if self.spans.value is not Span.OWN:
            return None
        ends = sorted(_date(edit.date()) for edit in (self._from, self._to))
        return ends[0], ends[1]

    def _on_span(self, span: Span) -> None:
        if span is Span.OWN and self._loaded is not None:
            state = self._loaded.state
            for edit, day in ((self._from, state.first), (self._to, state.last)):
                edit.setMaximumDate(_qdate(self._today()))
                edit.setDate(_qdate(day))
        self._own.setVisible(span is Span.OWN)
        self.refresh()

    def _on_own(self) -> None:
        if self._loaded and self._own_dates() != (
            self._loaded.state.first,
            self._loaded.state.last,
        ):
            self.refresh()

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.spans.setVisible(page is self._full)
        self._own.setVisible(page is self._full and self.spans.value is Span.OWN)

    def _on_failed(self, number: int, text: str) -> None:
        if number == self._wanted:
            self._stale = True
            self._turn_to(self.problem)
            self.problem.setAccessibleDescription(text)

    def _on_loaded(self, number: int, found: Loaded) -> None:
        if number != self._wanted:
            return
        self._loaded = found
        if found.nothing:
            self._turn_to(self.empty)
        else:
            self._turn_to(self._full)
            self._show(found)
        self.loaded.emit()

    def _show(self, found: Loaded) -> None:
        for trend in found.state.sides:
            self.verdicts[trend.side].setText(self._words.verdict(trend.summary))
            self.reasons[trend.side].setText(self._words.reason(trend.summary))
        if self._chart is None:
            self._chart = self._new_chart()
        self._chart.setMinimumHeight(self._theme.px(320))
        self._chart.show_state(found.state, self._look())
        self.table.show_rows(found.rows)

    # --- chart and table ----------------------------------------------------------------------

    def _new_chart(self) -> "PainChart":
        from hiprehab.charts.pain import PainChart

        chart = PainChart()
        self._views.insertWidget(0, chart)
        self._views.setCurrentWidget(chart)
        return chart

    def _look(self) -> "Look":
        from hiprehab.charts.look import Look

        theme = self._theme
        return Look(theme.tokens, theme.font("small"), theme.font("small", bold=True))

    def _on_theme_changed(self) -> None:
        if self._loaded is not None and self._chart is not None:
            self._show(self._loaded)

    def _on_as_table(self) -> None:
        table = self._views.currentWidget() is not self.table
        self._views.setCurrentWidget(self.table if table else self._chart or self.table)
        self.as_table.setText(self.tr("As chart") if table else self.tr("As table"))
        self.as_table.set_icon("chart" if table else "table")
        self.as_table.updateGeometry()
        shown = self._views.currentWidget() or self.table
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keeping ------------------------------------------------------------------------------

    def ask_path(self, title: str, name: str, kind: str) -> str:
        """Asks where to keep a file; "" when the person changed their mind."""
        return QFileDialog.getSaveFileName(self, title, name, kind)[0]

    def _on_save_picture(self) -> None:
        if self._chart is None:
            return
        image = self._chart.picture()
        path = self.ask_path(self.tr("Save the picture"), self._name("png"), self.tr("PNG (*.png)"))

        def work() -> None:
            from hiprehab.charts.save import save_picture

            save_picture(image, path)

        self._keep(path, work)

    def _on_save_numbers(self) -> None:
        if self._loaded is None:
            return
        state = self._loaded.state
        path = self.ask_path(self.tr("Save the numbers"), self._name("csv"), self.tr("CSV (*.csv)"))

        def work() -> None:
            from hiprehab.charts.save import save_numbers

            save_numbers(state, path)

        self._keep(path, work)

    def _name(self, ending: str) -> str:
        assert self._loaded is not None
        state = self._loaded.state
        return f"hiprehab-pain-{state.first}-{state.last}.{ending}"

    def _keep(self, path: str, work: Callable[[], None]) -> None:
        """Writes in the background and says how it went."""
        if not path:
            return
        saved = self.tr("Saved as {path}").format(path=path)
        failed = self.tr("Not saved: {reason} An older file there was kept. Try another folder.")

        def run() -> str:
            from hiprehab.charts.save import SaveProblem

            try:
                work()
            except SaveProblem as problem:
                return failed.format(reason=f"{problem}.".replace("..", "."))
            return saved

        self._background(run, self.said.emit, self.said.emit)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
