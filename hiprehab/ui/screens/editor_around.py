"""What stands around an own exercise: what is easier and harder, and whom it does not suit."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.conditions import ConditionBook
from hiprehab.storage import draft_edit as do
from hiprehab.storage.draft_text import Drop, Insert
from hiprehab.storage.keylines import KeyPath
from hiprehab.ui.screens.columns import empty, flowing
from hiprehab.ui.screens.editor_boxes import PlainEdit, QuietChoice, connect_text
from hiprehab.ui.screens.editor_state import EditorState
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.text import label

KEYS: Final = ("easier", "harder", "caution")
ADD_PX: Final = 250
"""Width of a choice that adds something, at 100 % text."""


class Adder(QuietChoice):
    """A choice that adds what is picked and then says again what it is for."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__(theme, words)
        self._words = words
        self.setFixedWidth(theme.px(ADD_PX))
        theme.changed.connect(lambda: self.setFixedWidth(theme.px(ADD_PX)))

    def offer(self, options: list[tuple[Any, str]]) -> None:
        """Other things to add."""
        self.show_options([(None, self._words), *options], None)


class Rungs(QWidget):
    """The exercises in one direction of the ladder. Signals: `listed(ids)`, the list as wished."""

    listed = Signal(object)

    def __init__(self, theme: Theme, name: str, words: str) -> None:
        super().__init__()
        self._theme = theme
        self._ids: list[str] | None = None
        self.buttons: list[Button] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(4))
        box.addWidget(label(name, "small"))
        holder, self._flow = flowing(theme.space(6))
        box.addWidget(holder)
        self.add = Adder(theme, words)
        self.add.picked.connect(self._on_picked)
        box.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_ids(self, ids: list[str], names: Mapping[str, str]) -> None:
        """Those that are chosen, and the others to choose from; `names` by id."""
        if ids != self._ids:
            self._ids = ids
            empty(self._flow)
            self.buttons = [self._button(one, names.get(one, one)) for one in ids]
            for button in self.buttons:
                self._flow.addWidget(button)
        self.add.offer([(one, name) for one, name in names.items() if one not in ids])

    def _button(self, one: str, name: str) -> Button:
        button = Button(self._theme, name, icon="close")
        button.setAccessibleName(self.tr("Take out: {}").format(name))
        button.clicked.connect(lambda: self.listed.emit([x for x in self._ids or [] if x != one]))
        return button

    def _on_picked(self, one: object) -> None:
        if one is not None:
            self.listed.emit([*(self._ids or []), one])


class AroundPart(QWidget):
    """Ladder and cautions of the own exercise at `path()`; `book` are the conditions."""

    def __init__(
        self,
        theme: Theme,
        state: EditorState,
        path: Callable[..., KeyPath],
        book: Callable[[], ConditionBook],
    ) -> None:
        super().__init__()
        self._theme, self._state, self._path, self._book = theme, state, path, book
        self._shown: tuple[str, ...] | None = None
        self.levels: list[QuietChoice] = []
        self.notes: list[PlainEdit] = []
        self.drops: list[IconButton] = []
        self.rungs = {
            "easier": Rungs(theme, self.tr("Easier exercises"), self.tr("Add an easier one …")),
            "harder": Rungs(theme, self.tr("Harder exercises"), self.tr("Add a harder one …")),
        }
        self.add = Adder(theme, self.tr("Add a condition …"))
        self.add.picked.connect(self._on_condition)
        self.fault = label("", "error", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(8))
        for key, part in self.rungs.items():
            part.listed.connect(partial(self._put, key))
            box.addWidget(part)
        box.addWidget(label(self.tr("Conditions that matter"), "small"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space(6))
        box.addLayout(self._rows)
        box.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.fault)
        self.fault.hide()

    # --- showing ----------------------------------------------------------------------------

    def _value(self, key: str) -> list[Any]:
        found = self._state.draft.value(self._path(key), None)
        return found if isinstance(found, list) else []

    def _names(self) -> dict[str, str]:
        """Exercises by id, those of the draft and the built-in ones, but for this one."""
        library, own = self._state.bench.library(), self._state.own_tables()
        found = {one: library.exercises[one].name for one in library.exercises if "/" not in one}
        found |= {
            one: str(table.get("name", one))
            for one, table in own.items()
            if isinstance(table, dict)
        }
        found.pop(str(self._path()[1]), None)
        return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))

    def refresh(self) -> None:
        """As the text has it."""
        names = self._names()
        for key, part in self.rungs.items():
            part.show_ids([str(one) for one in self._value(key)], names)
        tables = [one if isinstance(one, dict) else {} for one in self._value("caution")]
        conditions = tuple(str(one.get("condition", "")) for one in tables)
        if conditions != self._shown:
            self._shown = conditions
            self._make_rows(conditions)
        for table, level, note in zip(tables, self.levels, self.notes, strict=True):
            level.show_options(self._level_words(), table.get("level"))
            if not note.hasFocus():
                note.show_text(str(table.get("note", "")))
        known = self._book().conditions
        self.add.offer([(key, known[key].name) for key in known if key not in conditions])

    def _level_words(self) -> list[tuple[Any, str]]:
        return [
            ("avoid", self.tr("Not with it")),
            ("modify", self.tr("Only changed")),
            ("ok", self.tr("Fine with it")),
        ]

    def _make_rows(self, conditions: tuple[str, ...]) -> None:
        empty(self._rows)
        self.levels, self.notes, self.drops = [], [], []
        for number, key in enumerate(conditions):
            known = self._book().conditions.get(key)
            self._rows.addWidget(self._row(number, known.name if known else key))

    def _row(self, number: int, name: str) -> QWidget:
        row = QWidget()
        box = QVBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(2))
        box.addWidget(label(name, "strong", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(self._theme.space(6))
        box.addLayout(line)
        level = QuietChoice(self._theme, self.tr("{}: what it means").format(name))
        level.picked.connect(partial(self._put_caution, number, "level"))
        note = PlainEdit()
        note.setAccessibleName(self.tr("{}: what to change, or why").format(name))
        note.setPlaceholderText(self.tr("What to change, or why"))
        connect_text(note, partial(self._put_caution, number, "note"), self._state.draft.seal)
        drop = IconButton(self._theme, "delete", self.tr("Take out: {}").format(name))
        drop.clicked.connect(lambda: self._on_drop(number))
        line.addWidget(level)
        line.addWidget(note, 1)
        line.addWidget(drop)
        self.levels.append(level)
        self.notes.append(note)
        self.drops.append(drop)
        return row

    def show_fault(self, text: str) -> None:
        """What is wrong with it; nothing for an empty text."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    # --- changing ---------------------------------------------------------------------------

    def _put(self, key: str, ids: list[str]) -> None:
        self._state.edit(do.put(self._state.draft.data, self._path(key), ids or None))

    def _put_caution(self, number: int, key: str, value: Any) -> None:
        path = self._path("caution", number, key)
        self._state.edit(do.put(self._state.draft.data, path, value or None), typing=f"{path}")

    def _on_condition(self, key: object) -> None:
        if key is None:
            return
        number = len(self._value("caution"))
        self._state.edit(
            [Insert(self._path("caution", number), {"condition": key, "level": "modify"})]
        )
        self.notes[number].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_drop(self, number: int) -> None:
        self._state.edit([Drop(self._path("caution", number))])
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_on(self, key: str) -> None:
        """The first field of a key."""
        field: QWidget = self.rungs[key].add if key in self.rungs else self.add
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
