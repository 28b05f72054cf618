"""The card around a panel: title, sentence, chart or table, and the buttons that each panel has.

A card makes its chart when it first comes into view, and computes its numbers in a worker thread
when they are wanted; until then it keeps the room that it will need.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget
from shiboken6 import isValid

from hiprehab.core.panels import Records
from hiprehab.ui.screens.columns import Columns, flowing
from hiprehab.ui.screens.trend_panel import Panel
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.text import label

if TYPE_CHECKING:
    from hiprehab.charts.look import Look
    from hiprehab.charts.shared import SharedTime

BESIDE_PX = 900
TABLE_PX = 260
"""At 100 % text: from that width on the choices stand beside the sentence; and the least height of
a table."""

Background = Callable[..., None]
"""background(work, done, failed): `work` in a thread, the others in the window's."""


def while_there(widget: QWidget, background: Background) -> Background:
    """The same, but nothing is told to a widget that has gone with its window meanwhile."""

    def told(call: Callable[[Any], None] | None) -> Callable[[Any], None] | None:
        if call is None:
            return None
        return lambda value: call(value) if isValid(widget) else None

    def run(
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None] | None = None,
    ) -> None:
        background(work, told(done), told(failed))

    return run


class PanelFrame(Card):
    """A panel in its card.

    Signals:
        save_wanted(kind): "png", "svg" or "csv" was chosen.
        shown: numbers have arrived and are to be seen.
    """

    save_wanted = Signal(str)
    shown = Signal()

    def __init__(self, theme: Theme, panel: Panel, background: Background) -> None:
        super().__init__(theme)
        self.theme = theme
        self.panel = panel
        panel.host = self
        self._background = while_there(self, background)
        self._records: Records | None = None
        self._time: SharedTime | None = None
        self._state: Any = None
        self._wanted = 0
        self._room = 0
        self._stale = False
        self.chart: Any = None
        self.table: QWidget | None = None
        self._build()
        panel.again.connect(self._on_again)
        theme.changed.connect(self._on_theme_changed)

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        edge = self.theme.space(12)
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(self.theme.space(6))
        title = self.panel.title()
        self.setAccessibleName(title)
        only_seen = self.panel.enters and self.panel.around.read_only
        self.controls = None if only_seen else self.panel.controls()
        leader = self.controls if self.panel.leads else None
        head = Columns(gap=self.theme.space(8), shares=(1, 0))
        head.addWidget(leader or label(title, "title", wrap=True))
        head.addWidget(self._build_actions())
        self.body.addLayout(head)
        self.sentence = label("", "body", wrap=True)
        if self.controls is not None and self.panel.beside:
            both = Columns(gap=self.theme.space(12), least=self.theme.px(BESIDE_PX))
            both.addWidget(self.sentence)
            both.addWidget(self.controls)
            self.body.addLayout(both)
        else:
            self.body.addWidget(self.sentence)
            if self.controls is not None and leader is None:
                self.body.addWidget(self.controls)
        self._views = QStackedWidget()
        self._waiting = label("", "muted")
        self._views.addWidget(self._waiting)
        self.body.addWidget(self._views)
        self.body.addStretch(1)
        self._fit()

    def _build_actions(self) -> QWidget:
        self.as_table = Button(self.theme, self.tr("As table"), kind="quiet", icon="table")
        self.as_table.clicked.connect(self._on_as_table)
        self.save = IconButton(self.theme, "save", self.tr("Save: {0}").format(self.panel.title()))
        self.save.clicked.connect(self._on_save)
        self.as_table.setAccessibleName(self.tr("As table: {0}").format(self.panel.title()))
        self._actions, flow = flowing(0)
        for button in (self.as_table, self.save):
            flow.addWidget(button)
        self._actions.setMinimumWidth(flow.sizeHint().width())
        self._actions.setEnabled(False)
        return self._actions

    # --- numbers ------------------------------------------------------------------------------

    def set_records(self, records: Records, time: "SharedTime") -> None:
        """Other records; what is shown stays until `look_at` has computed the new numbers."""
        self._records, self._time = records, time
        self._stale = True

    def look_at(self) -> None:
        """The card is in view: computes what is stale, in the background."""
        if not self._stale or self._records is None:
            return
        self._stale = False
        self._wanted += 1
        number, records, panel = self._wanted, self._records, self.panel
        self._background(
            lambda: panel.build(records),
            lambda state: self._on_built(number, state),
            self._on_failed,
        )

    def show_state(self, state: Any) -> None:
        """Shows numbers that were built elsewhere from the records that were set last."""
        self._stale = False
        self._wanted += 1
        self._on_built(self._wanted, state)

    def _on_built(self, number: int, state: Any) -> None:
        if number == self._wanted:
            self._state = state
            self._show()
            self.shown.emit()

    def _on_failed(self, text: str) -> None:
        self._stale = True
        self.sentence.setText(self.tr("This could not be worked out: {0}").format(text))

    @property
    def state(self) -> Any:
        """What is shown, or None."""
        return self._state

    def _show(self) -> None:
        panel, state = self.panel, self._state
        if self.controls is not None:
            panel.show_controls(state)
        self.sentence.setText(panel.sentence(state))
        self.sentence.setVisible(bool(self.sentence.text()))
        empty = panel.is_empty(state)
        self.setHidden(empty and panel.around.read_only)
        for part in (self._views, self._actions):
            part.setVisible(not empty)
        self._actions.setEnabled(not empty)
        if empty:
            return
        if self.chart is None:
            assert self._time is not None
            self.chart = panel.chart(self._time)
            self._views.insertWidget(0, self.chart)
            self._views.setCurrentIndex(0)
        self.chart.show_state(panel.shown(state), self._look())
        if self.table is not None:
            panel.fill_table(self.table, state)
        self._fit()

    def set_room(self, height: int) -> None:
        """The height (px) of a chart that takes what it is given."""
        self._room = height
        self._fit()

    def _fit(self) -> None:
        """As high as the chart, which a table follows; so high, too, before there is one."""
        high = self._room or self.theme.px(self.panel.least_px)
        if self.chart is not None and not self._room:
            high = self.chart.heightForWidth(max(1, self._views.width()))
        if self.is_table:
            high = max(high, self.theme.px(TABLE_PX))
        self._views.setFixedHeight(high)

    def resizeEvent(self, event: Any) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        self._fit()

    def _on_again(self) -> None:
        if self._state is not None:
            self._show()

    def _look(self) -> "Look":
        from hiprehab.charts.look import Look

        theme = self.theme
        return Look(theme.tokens, theme.font("small"), theme.font("small", bold=True))

    def _on_theme_changed(self) -> None:
        self._actions.setMinimumWidth(self._actions.sizeHint().width())
        self._fit()
        if self._state is not None:
            self._show()

    # --- chart and table ----------------------------------------------------------------------

    @property
    def is_table(self) -> bool:
        """Whether the table is in view."""
        return self.table is not None and self._views.currentWidget() is self.table

    def _on_as_table(self) -> None:
        if self.table is None:
            self.table = self.panel.make_table()
            self._views.addWidget(self.table)
            self.panel.fill_table(self.table, self._state)
        to_table = not self.is_table
        self._views.setCurrentWidget(self.table if to_table else self.chart)
        self.as_table.setText(self.tr("As chart") if to_table else self.tr("As table"))
        self.as_table.setAccessibleName(f"{self.as_table.text()}: {self.panel.title()}")
        self.as_table.set_icon("chart" if to_table else "table")
        self._actions.setMinimumWidth(self._actions.sizeHint().width())
        self._fit()
        shown = self.table if to_table else self.chart
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keeping ------------------------------------------------------------------------------

    def save_menu(self) -> QMenu:
        """What the panel can be saved as."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, kind in (
            (self.tr("Picture (PNG)"), "png"),
            (self.tr("Drawing (SVG)"), "svg"),
            (self.tr("Numbers (CSV)"), "csv"),
        ):
            action = menu.addAction(text)
            action.triggered.connect(lambda _on=False, chosen=kind: self.save_wanted.emit(chosen))
        return menu

    def _on_save(self) -> None:
        self.save_menu().popup(self.save.mapToGlobal(QPoint(0, self.save.height())))
