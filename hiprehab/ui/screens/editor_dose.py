"""The fields of a dose, of an exercise in a routine or of a level of an own exercise.

A field in grey shows what lies below the dose (the level, or what all levels share); what is typed
is written over it.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core.model import Dose, DoseKind, SideRule, TempoPart
from hiprehab.storage import draft_edit as do
from hiprehab.storage.keylines import KeyPath
from hiprehab.ui.screens import editor_values as values
from hiprehab.ui.screens import editor_words as words
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.editor_boxes import Box, PlainEdit, QuietChoice, connect_text
from hiprehab.ui.screens.editor_state import EditorState
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.chips import Flow

HOLD, REPS, SELF, TIME, OPEN = DoseKind
ALL: Final = frozenset(DoseKind)


class Field(NamedTuple):
    """A line of the dose: its key, for which kinds, how it is read, the step of the arrow keys,
    its width in px at 100 % text. The tempo has no reader: its labels are the exercise's.
    """

    key: str
    kinds: frozenset[DoseKind]
    read: values.Read | None
    step: int = 1
    width: int = 78


FIELDS: Final = (
    Field("sets", ALL, values.read_number),
    Field("reps", frozenset({HOLD, REPS, SELF}), values.read_range),
    Field("hold_s", frozenset({HOLD}), values.read_seconds),
    Field("duration_s", frozenset({TIME, OPEN}), values.read_seconds, 15),
    Field("tempo", frozenset({REPS}), None, 0, 184),
    Field("rest_reps_s", frozenset({HOLD, REPS}), values.read_seconds),
    Field("rest_sets_s", ALL, values.read_seconds, 5),
    Field("rest_sides_s", ALL, values.read_seconds),
    Field("rest_exercises_s", ALL, values.read_seconds, 5),
    Field("effort", ALL, values.read_range),
    Field("load", ALL, values.read_text, 0, 100),
)
TWO_SIDED: Final = frozenset({SideRule.EACH, SideRule.ALTERNATING})


Below = Dose | Mapping[str, Any] | None
"""What a dose is laid over: a whole dose, or what the file says of one."""


class DoseFields(QWidget):
    """Kind, numbers and side of one dose.

    Args:
        path: the way to the dose; None while there is none to show.
    """

    def __init__(
        self, theme: Theme, state: EditorState, path: Callable[[], KeyPath | None]
    ) -> None:
        super().__init__()
        self._theme, self._state, self._path = theme, state, path
        self._below: Below = None
        self._labels: tuple[TempoPart, ...] = ()
        self.boxes: dict[str, Box] = {}
        self.kind = QuietChoice(theme)
        self.side = QuietChoice(theme)
        self.extra_side = QuietChoice(theme)
        self.extra_sets = PlainEdit(step=1)
        self._build()

    def _build(self) -> None:
        theme = self._theme
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme.space(8))
        first, self.first = flowing(theme.space(8))
        self._add(self.first, "kind", words.adjust_key_text("kind"), self.kind, 140)
        for field in FIELDS[:5]:
            self._line(self.first, field)
        self._add(self.first, "side", words.adjust_key_text("side"), self.side, 158)
        for field in FIELDS[5:10]:
            self._line(self.first, field)
        self._add(self.first, "extra.side", self.tr("More sets for"), self.extra_side, 140)
        self._add(self.first, "extra.sets", self.tr("How many"), self.extra_sets, 78)
        self._line(self.first, FIELDS[10])
        body.addWidget(first)
        self.kind.picked.connect(partial(self._on_picked, "kind"))
        self.side.picked.connect(partial(self._on_picked, "side"))
        self.extra_side.picked.connect(self._on_extra_side)
        connect_text(
            self.extra_sets,
            lambda text: self.put(("extra", "sets"), values.read_number(text)),
            self._state.draft.seal,
        )

    def _add(self, flow: Flow, key: str, name: str, field: QWidget, width: int) -> None:
        self.boxes[key] = Box(self._theme, name, field, width=width)
        flow.addWidget(self.boxes[key])

    def _line(self, flow: Flow, field: Field) -> None:
        edit = PlainEdit(step=field.step)
        self._add(flow, field.key, words.field_text(field.key), edit, field.width)
        connect_text(edit, partial(self._on_typed, field), self._state.draft.seal)

    # --- what is shown ----------------------------------------------------------------------

    def refresh(self, below: Below, labels: tuple[TempoPart, ...] = ()) -> None:
        """The dose as the text has it.

        Args:
            below: what it is laid over.
            labels: the parts of a repetition, for a tempo that is typed as numbers alone.
        """
        self._below, self._labels = below, labels
        dose = self._dose()
        self._show_choices(dose)
        for field in FIELDS:
            box = self.boxes[field.key]
            edit = box.field
            assert isinstance(edit, PlainEdit)
            edit.setPlaceholderText(values.usual_text(below, field.key))
            show_value(edit, self._reader(field), dose.get(field.key))
            box.setVisible(self.kind_now in field.kinds or field.key in dose)
        extra = dose.get("extra")
        extra = extra if isinstance(extra, dict) else {}
        self.boxes["rest_sides_s"].setVisible(self.two_sided or "rest_sides_s" in dose)
        self.boxes["extra.side"].setVisible(self.two_sided or bool(extra))
        self.boxes["extra.sets"].setVisible(bool(extra))
        show_value(self.extra_sets, values.read_number, extra.get("sets"))

    def _dose(self) -> dict[str, Any]:
        path = self._path()
        dose = self._state.draft.value(path) if path is not None else None
        return dose if isinstance(dose, dict) else {}

    def _under(self, key: str) -> Any:
        if isinstance(self._below, Dose):
            return str(getattr(self._below, key))
        return self._below.get(key) if self._below is not None else None

    @property
    def kind_now(self) -> DoseKind:
        """The kind that holds."""
        value = self._dose().get("kind", self._under("kind"))
        known = isinstance(value, str) and value in list(DoseKind)
        return DoseKind(value) if known else DoseKind.REPS

    @property
    def two_sided(self) -> bool:
        """Whether the sides are done one after the other or in turn."""
        value = self._dose().get("side", self._under("side"))
        known = isinstance(value, str) and value in list(SideRule)
        return known and SideRule(value) in TWO_SIDED

    def _show_choices(self, dose: Mapping[str, Any]) -> None:
        kinds: list[tuple[Any, str]] = [(str(one), words.kind_text(one)) for one in DoseKind]
        under = self._under("kind")
        if under is None:
            kinds.insert(0, (None, self.tr("Choose")))
        self.kind.show_options(kinds, dose.get("kind", under))
        sides = [(str(one), words.side_rule_text(one)) for one in SideRule]
        self.side.show_options(sides, dose.get("side", self._under("side") or "both"))
        extra = dose.get("extra")
        extra = extra if isinstance(extra, dict) else {}
        listed = (SideRule.AFFECTED, SideRule.UNAFFECTED, SideRule.LEFT, SideRule.RIGHT)
        options: list[tuple[Any, str]] = [(str(one), words.side_rule_text(one)) for one in listed]
        options.insert(0, (None, self.tr("No side")))
        self.extra_side.show_options(options, extra.get("side"))

    def _reader(self, field: Field) -> values.Read:
        return field.read or values.tempo_reader(self._labels)

    def show_faults(self, faults: dict[KeyPath, str]) -> None:
        """Shows problems by their way inside the dose, and takes those that it shows out."""
        for key, box in self.boxes.items():
            box.show_fault(faults.pop(tuple(key.split(".")), ""))

    # --- typing -----------------------------------------------------------------------------

    def _on_typed(self, field: Field, text: str) -> None:
        self.put((field.key,), self._reader(field)(text))

    def _on_picked(self, key: str, value: Any) -> None:
        """What lies below anyway is not written."""
        below = self._under(key) or ("both" if key == "side" else None)
        self.put((key,), None if value == below else value)

    def put(self, inside: KeyPath, value: Any) -> None:
        """Sets a value of the dose, or takes it away."""
        path = self._path()
        if path is not None:
            path = (*path, *inside)
            self._state.edit(do.put(self._state.draft.data, path, value), typing=f"{path}")

    def _on_extra_side(self, side: str | None) -> None:
        extra = self._dose().get("extra")
        sets = extra.get("sets", 1) if isinstance(extra, dict) else 1
        self.put(("extra",), {"side": side, "sets": sets} if side else None)


def show_value(edit: PlainEdit, read: values.Read, value: Any) -> None:
    """Leaves what is being typed alone while it means what the text says."""
    if not (edit.hasFocus() and read(edit.text()) == value):
        edit.show_text(values.text_of(value))
