"""A table of the person's own entries: a wrong one can be deleted, and brought back with Undo."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from hiprehab.core.changes import Changes
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.text_table import TextTable
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from hiprehab.storage.store import Store
    from hiprehab.ui.screens.trend_panel import Panel, Table


class OwnRows(TextTable):
    """The table with its one action; the Delete key does the same.

    Signals:
        delete_wished(int): the id of the entry in the chosen row.
    """

    delete_wished = Signal(int)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._ids: Sequence[int | None] = ()
        self.delete = Button(theme, self.tr("Delete this row"), icon="delete")
        self.delete.setEnabled(False)
        self.delete.clicked.connect(self._on_delete)
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(theme.space(8))
        layout.addWidget(self.delete)
        layout.setAlignment(self.delete, Qt.AlignmentFlag.AlignLeft)
        self.view.selectionModel().selectionChanged.connect(self._on_selected)
        self.model.modelReset.connect(self._on_selected)
        self.view.installEventFilter(self)

    def show_rows(self, table: "Table", ids: Sequence[int | None]) -> None:
        """Shows other rows and the entries they are of."""
        self._ids = ids
        self.show_table(table)

    def _chosen(self) -> int | None:
        found = self.view.selectionModel().selectedRows()
        return self._ids[found[0].row()] if found else None

    def _on_selected(self) -> None:
        self.delete.setEnabled(self._chosen() is not None)

    def _on_delete(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.delete_wished.emit(chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The Delete key."""
        down = event.type() == QEvent.Type.KeyPress
        if down and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            self._on_delete()
            return True
        return super().eventFilter(watched, event)


Delete = Callable[["Store", int], Any]
"""Marks an entry as deleted; returns the store's Deletion."""


def delete_entry(panel: "Panel", delete: Delete, entry: int, text: str) -> None:
    """Deletes an entry of the diary; `text` is said with an Undo."""
    around: Around = panel.around

    def done(deletion: Any) -> None:
        def undo() -> None:
            around.live.insist(lambda store: store.undo_delete(deletion), Changes.DIARY)

        panel.told.emit(text, undo)

    around.live.write(lambda store: delete(store, entry), Changes.DIARY, done=done)
