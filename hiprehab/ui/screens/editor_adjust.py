"""What of an exercise the patient may change: fixed, free, or free within a range."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core.model import DoseKind
from hiprehab.storage import draft_edit as do
from hiprehab.storage.keylines import KeyPath
from hiprehab.ui.screens import editor_values as values
from hiprehab.ui.screens import editor_words as words
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.editor_boxes import Box, PlainEdit, QuietChoice, connect_text
from hiprehab.ui.screens.editor_state import EditorState
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button

KEYS: Final = ("sets", "reps", "hold_s", "duration_s", "tempo", "rests", "side", "level")
RANGED: Final = ("sets", "reps", "hold_s", "duration_s", "level")
RANGE: Final = "range"
_USED: Final[Mapping[str, frozenset[DoseKind]]] = {
    "reps": frozenset({DoseKind.HOLD, DoseKind.REPS, DoseKind.SELF}),
    "hold_s": frozenset({DoseKind.HOLD}),
    "duration_s": frozenset({DoseKind.TIME}),
    "tempo": frozenset({DoseKind.REPS}),
}


def word_of(adjust: Any, key: str) -> Any:
    """What a table, or a single word for all, says about a key."""
    return adjust.get(key) if isinstance(adjust, dict) else adjust


def with_word(adjust: Any, key: str, value: Any) -> dict[str, Any] | None:
    """The table with another value for a key; a single word is spelled out for the others."""
    table = dict(adjust) if isinstance(adjust, dict) else {}
    if isinstance(adjust, str):
        table = dict.fromkeys(KEYS, adjust)
    table.pop(key, None)
    if value is not None:
        table[key] = value
    return table or None


class AdjustPart(QWidget):
    """A button that opens one choice for each field of the dose."""

    def __init__(self, theme: Theme, state: EditorState, *, routine: bool = False) -> None:
        """`routine`: what holds for the whole routine, in words only, instead of an exercise."""
        super().__init__()
        self._theme, self._state, self._whole = theme, state, routine
        self._shown: tuple[DoseKind | None, bool] = (None, True)
        self._above: dict[str, Any] = {}
        self.choices: dict[str, QuietChoice] = {}
        self.ranges: dict[str, PlainEdit] = {}
        self._boxes: dict[str, tuple[Box, Box | None]] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space(6))
        self.open = Button(theme, "", kind="quiet", icon="chevron-right")
        self.open.setCheckable(True)
        self.open.toggled.connect(self._on_toggled)
        self._box.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self._holder: QWidget | None = None

    def _fill(self) -> QWidget:
        holder, flow = flowing(self._theme.space(8))
        for key in KEYS:
            choice = QuietChoice(self._theme)
            choice.picked.connect(partial(self._on_picked, key))
            choice.left.connect(self._state.draft.seal)
            box = Box(self._theme, words.adjust_key_text(key), choice, width=150)
            flow.addWidget(box)
            self.choices[key] = choice
            limits = None
            if key in RANGED and not self._whole:
                edit = PlainEdit(step=1)
                name = self.tr("Levels") if key == "level" else self.tr("From–to")
                limits = Box(self._theme, name, edit, width=96)
                flow.addWidget(limits)
                connect_text(edit, partial(self._on_typed, key), self._state.draft.seal)
                self.ranges[key] = edit
            self._boxes[key] = (box, limits)
        self._box.addWidget(holder)
        return holder

    def _on_toggled(self, on: bool) -> None:
        self.open.set_icon("chevron-down" if on else "chevron-right")
        if on and self._holder is None:
            self._holder = self._fill()
        if self._holder is not None:
            self._holder.setVisible(on)
        self.refresh(*self._shown)

    # --- what is shown ----------------------------------------------------------------------

    def _path(self) -> KeyPath | None:
        if self._whole:
            return ("routine", self._state.routine, "adjust")
        spot = self._state.spot
        return (*do.item_path(self._state.form, spot), "adjust") if spot is not None else None

    def _value(self) -> Any:
        path = self._path()
        return self._state.draft.value(path) if path is not None else None

    def refresh(self, kind: DoseKind | None = None, two_sided: bool = True) -> None:
        """The fields that a dose of this kind has; all of them for None."""
        self._shown = (kind, two_sided)
        adjust = self._value()
        self.open.setText(self.tr("Free to change: {}").format(self._summary(adjust)))
        self.open.updateGeometry()
        if self._holder is None or not self.open.isChecked():
            return
        for key, (box, limits) in self._boxes.items():
            value = word_of(adjust, key)
            used = kind is None or kind in _USED.get(key, frozenset(DoseKind))
            used = used and (key != "side" or two_sided)
            box.setVisible(used or value is not None)
            ranged = key in RANGED and value not in (None, "free", "locked")
            options = self._options(key)
            shown = RANGE if ranged else self._above[key] if value is None else value
            self.choices[key].show_options(options, shown)
            if limits is not None:
                limits.setVisible(ranged)
                edit = self.ranges[key]
                if not (edit.hasFocus() and self._read(key, edit.text()) == value):
                    listed = key == "level" and isinstance(value, list)
                    joined = ", ".join(map(str, value)) if listed else value
                    edit.show_text(values.text_of(joined) if ranged else "")

    def _summary(self, adjust: Any) -> str:
        if adjust is None:
            return self.tr("everything") if self._whole else self.tr("as the routine")
        if not isinstance(adjust, dict):
            return words.adjust_word(adjust)
        fixed = [words.adjust_key_text(key).lower() for key in KEYS if adjust.get(key) == "locked"]
        ranged = [words.adjust_key_text(k).lower() for k in KEYS if isinstance(adjust.get(k), list)]
        parts = []
        if fixed:
            parts.append(self.tr("fixed: {}").format(", ".join(fixed)))
        if ranged:
            parts.append(self.tr("in a range: {}").format(", ".join(ranged)))
        return "; ".join(parts) or self.tr("some of it")

    def _options(self, key: str) -> list[tuple[Any, str]]:
        routine = self._state.draft.value(("routine", self._state.routine, "adjust"))
        above = None if self._whole else word_of(routine, key)
        above = above or word_of(self._state.draft.value(("adjust",)), key) or "free"
        self._above[key] = above
        listed: list[tuple[Any, str]] = [
            ("free", words.adjust_word("free")),
            ("locked", words.adjust_word("locked")),
        ]
        if key in RANGED and not self._whole:
            word = self.tr("These levels") if key == "level" else self.tr("In a range")
            listed.append((RANGE, word))
        return listed

    # --- changing ---------------------------------------------------------------------------

    def _on_picked(self, key: str, value: Any) -> None:
        if value == RANGE:
            value = self._first_range(key)
        elif value == self._above[key]:  # that holds anyway
            value = None
        self._put(key, value)
        if isinstance(value, list):
            self.ranges[key].setFocus(Qt.FocusReason.OtherFocusReason)
            self.ranges[key].selectAll()

    def _first_range(self, key: str) -> list[Any]:
        """A range to begin with: what is prescribed."""
        spot = self._state.spot
        item = self._state.preview.items.get(spot) if spot is not None else None
        if item is None:
            return ["1"] if key == "level" else [1, 2]
        if key == "level":
            return [item.level]
        if key == "reps":
            return list(item.dose.reps)
        value = int(getattr(item.dose, key))
        return [value, value]

    @staticmethod
    def _read(key: str, text: str) -> Any:
        if key == "level":
            return [part.strip() for part in text.split(",") if part.strip()] or text
        value = values.read_range(text)
        return [value, value] if isinstance(value, int) else value if value is not None else ""

    def _on_typed(self, key: str, text: str) -> None:
        self._put(key, self._read(key, text))

    def _put(self, key: str, value: Any) -> None:
        path = self._path()
        if path is not None:
            changes = do.put(self._state.draft.data, path, with_word(self._value(), key, value))
            self._state.edit(changes, typing=f"{path} {key}")

    def focus_on(self, key: str) -> None:
        """Opens the part and goes to a field of it."""
        self.open.setChecked(True)
        field: QWidget = self.choices.get(key, self.open)
        if key in self.ranges and self.ranges[key].isVisible():
            field = self.ranges[key]
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
