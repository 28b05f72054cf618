"""The head of a block: its kind, how many rounds, and what can be done to it as a whole."""

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from hiprehab.storage import draft_edit as do
from hiprehab.storage.keylines import KeyPath
from hiprehab.ui.screens import editor_values as values
from hiprehab.ui.screens import editor_words as words
from hiprehab.ui.screens.editor_boxes import PlainEdit, QuietChoice, connect_text
from hiprehab.ui.screens.editor_state import EditorState
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import IconButton
from hiprehab.ui.widgets.text import label


class BlockHead(QWidget):
    """Signals: `acted(what, block)`: "up", "down", "join" or "delete"."""

    acted = Signal(str, int)

    def __init__(self, theme: Theme, state: EditorState) -> None:
        super().__init__()
        self._theme, self._state = theme, state
        self.block = 0
        self.kind = QuietChoice(theme, self.tr("Kind of block"))
        self.kind.setEditable(True)
        self.kind.setInsertPolicy(QuietChoice.InsertPolicy.NoInsert)
        self.rounds = PlainEdit(step=1)
        self.rest = PlainEdit(step=5)
        self.rest_name = label(self.tr("rest between, s"), "small")
        self.more = IconButton(theme, "more", self.tr("Change this block"))
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, self._theme.space(6), 0, 0)
        row.setSpacing(self._theme.space(6))
        row.addWidget(self.kind)
        row.addStretch(1)
        row.addWidget(label(self.tr("Rounds"), "small"))
        row.addWidget(self.rounds)
        row.addWidget(self.rest_name)
        row.addWidget(self.rest)
        row.addWidget(self.more)
        self.rounds.setAccessibleName(self.tr("Rounds of this block"))
        self.rest.setAccessibleName(self.tr("Rest between rounds in seconds"))
        self._theme.changed.connect(self._fit)
        self._fit()
        self.kind.activated.connect(lambda number: self._put_kind(self.kind.itemText(number)))
        line = self._line()
        line.textEdited.connect(self._put_kind)
        line.editingFinished.connect(self._state.draft.seal)
        for edit, key, read in (
            (self.rounds, "rounds", values.read_number),
            (self.rest, "rest_rounds_s", values.read_seconds),
        ):
            connect_text(edit, partial(self._on_typed, key, read), self._state.draft.seal)
        self.more.clicked.connect(self._open_menu)

    def _fit(self) -> None:
        self.kind.setFixedWidth(self._theme.px(190))
        for edit in (self.rounds, self.rest):
            edit.setFixedWidth(self._theme.px(56))

    def _line(self) -> QLineEdit:
        line = self.kind.lineEdit()
        assert line is not None  # it is editable
        return line

    def _path(self) -> KeyPath:
        return (*self._state.form, "block", self.block)

    # --- what is shown ----------------------------------------------------------------------

    def show_block(self, number: int) -> None:
        """The block of that number."""
        self.block = number
        table = do.table_at(self._state.draft.data, self._path())
        kind = table.get("kind", "")
        if not self.kind.count():
            for value, word in words.block_kinds():
                self.kind.addItem(word, value)
        shown = dict(words.block_kinds()).get(str(kind), values.text_of(kind))
        line = self._line()
        if self._kind_of(line.text()) != kind or not line.hasFocus():
            self.kind.setCurrentText(shown)
        self.setAccessibleName(self.tr("Block {n}: {kind}").format(n=number + 1, kind=shown))
        rounds = table.get("rounds")
        self.rounds.setPlaceholderText("1")
        if not (self.rounds.hasFocus() and values.read_number(self.rounds.text()) == rounds):
            self.rounds.show_text(values.text_of(rounds))
        rest = table.get("rest_rounds_s")
        if not (self.rest.hasFocus() and values.read_seconds(self.rest.text()) == rest):
            self.rest.show_text(values.text_of(rest))
        self.rest.setPlaceholderText("0")
        several = rounds not in (None, 1) or rest is not None
        self.rest.setVisible(several)
        self.rest_name.setVisible(several)

    @staticmethod
    def _kind_of(text: str) -> str:
        """The kind behind a word; a word of one's own is the kind itself."""
        known = {word.casefold(): kind for kind, word in words.block_kinds()}
        return known.get(text.strip().casefold(), text.strip())

    # --- changing ---------------------------------------------------------------------------

    def _put_kind(self, text: str) -> None:
        self._put("kind", self._kind_of(text))

    def _on_typed(self, key: str, read: values.Read, text: str) -> None:
        self._put(key, read(text))

    def _put(self, key: str, value: Any) -> None:
        if self.block >= len(do.blocks(self._state.draft.data, self._state.form)):
            return  # a field that is left when its block has gone
        path = (*self._path(), key)
        self._state.edit(do.put(self._state.draft.data, path, value), typing=f"{path}")

    def menu(self) -> QMenu:
        """What can be done to the block; it goes away by itself when it is closed."""
        menu = QMenu(self)
        count = len(do.blocks(self._state.draft.data, self._state.form))
        for what, word, possible in (
            ("up", self.tr("Move the block up"), self.block > 0),
            ("down", self.tr("Move the block down"), self.block < count - 1),
            ("join", self.tr("Join with the block above"), self.block > 0),
            ("delete", self.tr("Delete the block"), True),
        ):
            action = menu.addAction(word)
            action.setEnabled(possible)
            action.triggered.connect(partial(self._act, what))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _act(self, what: str, _: bool = False) -> None:
        self.acted.emit(what, self.block)
