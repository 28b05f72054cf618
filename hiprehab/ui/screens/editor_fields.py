"""The fields of one exercise in a routine: level, dose, note, and the sentence that they mean."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.storage import draft_edit as do
from hiprehab.storage.keylines import KeyPath
from hiprehab.ui.screens import editor_values as values
from hiprehab.ui.screens import editor_words as words
from hiprehab.ui.screens.editor_adjust import AdjustPart
from hiprehab.ui.screens.editor_boxes import Box, PlainEdit, QuietChoice, connect_text
from hiprehab.ui.screens.editor_dose import DoseFields, show_value
from hiprehab.ui.screens.editor_state import EditorState
from hiprehab.ui.screens.prescribed_words import fixed_text
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.stepper import Toggle
from hiprehab.ui.widgets.text import label


class DoseForm(QWidget):
    """Fields of the exercise that is chosen. Signals: `finished()` to go back to its card."""

    finished = Signal()

    def __init__(self, theme: Theme, state: EditorState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self._theme, self._state = theme, state
        self._usual = ""
        self.level = QuietChoice(theme)
        self.note = PlainEdit()
        self.optional = Toggle(theme, self.tr("Only if they like"))
        self.dose = DoseFields(theme, state, lambda: self._path("dose"))
        self.adjust = AdjustPart(theme, state)
        self.sentence = label("", "body", wrap=True)
        self.fixed = label("", "small", wrap=True)
        self.fault = label("", "error", wrap=True)
        self._build()

    def _build(self) -> None:
        theme = self._theme
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.space(12), theme.space(4), theme.space(12), theme.space(12))
        body.setSpacing(theme.space(8))
        level = Box(theme, self.tr("Level"), self.level, width=116)
        self.dose.first.insert(level)
        note = Box(theme, self.tr("Note to the patient"), self.note)
        for part in (
            self.dose, self.sentence, self.fault, note, self.optional, self.adjust, self.fixed,
        ):  # fmt: skip
            body.addWidget(part)
        self.boxes = {"level": level, "note": note}
        self.level.picked.connect(self._on_level)
        self.optional.toggled.connect(lambda on: self._put("optional", True if on else None))
        connect_text(
            self.note,
            lambda text: self._put("note", values.read_text(text)),
            self._state.draft.seal,
        )
        inputs = [box.field for box in (*self.boxes.values(), *self.dose.boxes.values())]
        for field in (*inputs, self.optional):
            field.installEventFilter(self)

    def _path(self, *inside: str) -> KeyPath | None:
        spot = self._state.spot
        return (*do.item_path(self._state.form, spot), *inside) if spot is not None else None

    # --- what is shown ----------------------------------------------------------------------

    def refresh(self) -> None:
        """The exercise that is chosen, as the text has it."""
        spot = self._state.spot
        if spot is None:
            return
        item = self._state.item(spot)
        exercise = self._state.exercise(item.get("exercise"))
        level = exercise.level(str(item["level"])) if exercise and "level" in item else None
        usual = (level or exercise.usual) if exercise else None
        names = [one.name for one in exercise.levels] if exercise else []
        options = [(name, self.tr("Level {}").format(name)) for name in names]
        self._usual = exercise.usual.name if exercise else ""
        self.level.show_options(options, item.get("level", self._usual))
        self.boxes["level"].setVisible(len(names) > 1 or "level" in item)
        self.dose.refresh(usual.dose if usual else None, usual.dose.tempo if usual else ())
        show_value(self.note, values.read_text, item.get("note"))
        self.optional.blockSignals(True)
        self.optional.setChecked(item.get("optional") is True)
        self.optional.blockSignals(False)
        self.adjust.refresh(self.dose.kind_now, self.dose.two_sided)
        self.show_checked()

    def show_checked(self) -> None:
        """The sentence and the problems, as the checker last found them."""
        spot, path = self._state.spot, self._path()
        if spot is None or path is None:
            return
        self.sentence.setText(words.item_sentence(self._state.preview, spot))
        self.sentence.setVisible(bool(self.sentence.text()))
        item = self._state.preview.items.get(spot)
        self.fixed.setText(fixed_text(item.adjust, item.dose) if item is not None else "")
        self.fixed.setVisible(bool(self.fixed.text()))
        faults = words.faults_below(self._state, path)
        inside = {key[1:]: text for key, text in faults.items() if key[:1] == ("dose",)}
        outside = {key: text for key, text in faults.items() if key[:1] != ("dose",)}
        self.dose.show_faults(inside)
        for key, box in self.boxes.items():
            box.show_fault(outside.pop((key,), ""))
        left = [*inside.values(), *outside.values()]
        self.fault.setText("\n".join(left))
        self.fault.setVisible(bool(left))

    # --- typing -----------------------------------------------------------------------------

    def _on_level(self, level: str) -> None:
        """The usual level is not written."""
        self._put("level", None if level == self._usual else level)

    def _put(self, key: str, value: object) -> None:
        path = self._path(key)
        if path is not None:
            self._state.edit(do.put(self._state.draft.data, path, value), typing=f"{path}")

    # --- focus ------------------------------------------------------------------------------

    def focus_on(self, path: KeyPath = ()) -> None:
        """Goes to the field of a path inside the item; to the first one for an empty path."""
        if path[:1] == ("adjust",):
            self.adjust.focus_on(str(path[1]) if len(path) > 1 else "")
            return
        if path[:1] == ("dose",):
            boxes, inside = self.dose.boxes, path[1:]
        else:
            boxes, inside = self.boxes, path
        key = ".".join(map(str, inside[:2]))
        box = boxes.get(key) or boxes.get(key.partition(".")[0])
        box = box if box is not None and not box.isHidden() else self._first()
        box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(box.field, PlainEdit):
            box.field.selectAll()

    def _first(self) -> Box:
        boxes = self.dose.boxes
        keys = ["sets", "reps", "hold_s", "duration_s", *boxes]
        return next(boxes[key] for key in keys if not boxes[key].isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same from what the patient may change, which is made when it is first opened."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape and Enter go back to the card."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            choosing = isinstance(watched, QuietChoice) and watched.view().isVisible()
            if (event.key() == Qt.Key.Key_Escape or enter) and not choosing:
                self.finished.emit()
                return True
        return super().eventFilter(watched, event)
