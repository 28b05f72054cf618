"""All about a routine that is no exercise: texts, schedule, limits, phases, the author."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core.guidance import USUAL_CEILING
from hiprehab.storage import draft_edit as do
from hiprehab.storage.draft_text import Change, Drop, Put, value_at
from hiprehab.storage.keylines import KeyPath
from hiprehab.ui.screens import editor_values as values
from hiprehab.ui.screens import editor_words as words
from hiprehab.ui.screens.columns import empty, flowing
from hiprehab.ui.screens.editor_adjust import AdjustPart
from hiprehab.ui.screens.editor_boxes import Box, PlainEdit, QuietChoice, TextEdit, connect_text
from hiprehab.ui.screens.editor_state import EditorState
from hiprehab.ui.screens.pages import reveal
from hiprehab.ui.slices import Slices
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.text import label


def read_date(text: str) -> Any:
    """A day written as 2026-12-31, else what was typed."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        return text.strip()


def read_lines(text: str) -> Any:
    """One entry a line."""
    return [line.strip() for line in text.splitlines() if line.strip()] or None


def read_hours(text: str) -> Any:
    """A number of hours, else what was typed."""
    try:
        value = float(text.strip().removesuffix("h")) if text.strip() else None
    except ValueError:
        return text.strip()
    return int(value) if value is not None and value.is_integer() else value


def lines_text(value: Any) -> str:
    """Entries, one a line."""
    return "\n".join(map(str, value)) if isinstance(value, list) else values.text_of(value)


class Size(NamedTuple):
    """How a field is made: lines of text (0: a single one), width in px, step of the arrow keys."""

    lines: int = 0
    width: int = 0
    step: int = 0


PLAIN: Final = Size()


class Line:
    """A field of the details and what it is for: its path, how it is read and shown."""

    def __init__(
        self, box: Box, path: Callable[[], KeyPath], read: values.Read, show: values.Read
    ) -> None:
        self.box, self.path, self.read, self.show = box, path, read, show


class DetailsPage(QWidget):
    """Signals: `left()`: another routine is shown, and its exercises are wanted."""

    left = Signal()

    def __init__(self, theme: Theme, state: EditorState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._state = theme, state
        self.lines: list[Line] = []
        self._phases: list[Line] = []
        self._levels: list[Line] = []
        self._counts: tuple[object, ...] | None = None
        self.adjust = AdjustPart(theme, state, routine=True)
        self._phase_box, self._level_box = QVBoxLayout(), QVBoxLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(12))
        self._slices = Slices(self, self._parts(box))

    def _parts(self, box: QVBoxLayout) -> Iterator[None]:
        """Card by card, so that the window goes on answering."""
        for make in (self._texts, self._schedule, self._limits, self._programme, self._pack):
            box.addWidget(make())
            yield
        box.addStretch(1)
        self._state.changed.connect(self.refresh)
        self._state.chosen.connect(self.refresh)
        self._state.looked.connect(self.show_checked)
        self.refresh()

    def finish(self) -> None:
        """All of it, now."""
        self._slices.finish()

    # --- building ---------------------------------------------------------------------------

    def _routine(self, *inside: str | int) -> KeyPath:
        return ("routine", self._state.routine, *inside)

    def _add(
        self,
        into: Any,
        name: str,
        path: Callable[[], KeyPath],
        *,
        read: values.Read = values.read_text,
        size: Size = PLAIN,
    ) -> Line:
        field: PlainEdit | TextEdit = (
            TextEdit(self._theme, size.lines) if size.lines else PlainEdit(step=size.step)
        )
        show = lines_text if size.lines else values.text_of
        line = Line(Box(self._theme, name, field, width=size.width), path, read, show)
        into.addWidget(line.box)
        connect_text(field, partial(self._on_typed, line), self._state.draft.seal)
        return line

    def _card(self, title: str) -> Card:
        card = Card(self._theme, title)
        edge = self._theme.space(14)
        card.body.setContentsMargins(edge, edge, edge, edge)
        card.body.setSpacing(self._theme.space(8))
        return card

    def _texts(self) -> Card:
        card = self._card(self.tr("What it is"))
        for key, name, count in (
            ("summary", self.tr("In short"), 2),
            ("author_note", self.tr("Your words to the patient, shown first"), 2),
            ("for_who", self.tr("For whom"), 0),
            ("not_for", self.tr("Not for"), 0),
        ):
            line = self._add(
                card.body,
                name,
                partial(self._routine, key),
                size=Size(lines=count if count > 1 else 0),
            )
            self.lines.append(line)
        name = self.tr("Good to know, one a line")
        path = partial(self._routine, "notes")
        self.lines.append(self._add(card.body, name, path, read=read_lines, size=Size(2)))
        return card

    def _schedule(self) -> Card:
        card = self._card(self.tr("How often"))
        holder, flow = flowing(self._theme.space(8))
        for key, name, read in (
            ("days_per_week", self.tr("Days a week"), values.read_range),
            ("times_per_day", self.tr("Times a day"), values.read_range),
            ("min_gap_days", self.tr("Rest days"), values.read_number),
            ("min_gap_hours", self.tr("Hours between"), read_hours),
        ):
            path = partial(self._routine, "schedule", key)
            self.lines.append(self._add(flow, name, path, read=read, size=Size(0, 104, 1)))
        card.body.addWidget(holder)
        for key, name in (
            ("when", self.tr("When, in words")),
            ("course", self.tr("For how long, in words")),
        ):
            self.lines.append(self._add(card.body, name, partial(self._routine, "schedule", key)))
        path = partial(self._routine, "review")
        name = self.tr("Look at it together by (such as 2026-12-31)")
        self.lines.append(self._add(card.body, name, path, read=read_date))
        return card

    def _limits(self) -> Card:
        card = self._card(self.tr("Limits"))
        path = partial(self._routine, "stop_rules")
        name = self.tr("When to stop, one rule a line")
        self.lines.append(self._add(card.body, name, path, read=read_lines, size=Size(3)))
        path = partial(self._routine, "pain_ceiling")
        name = self.tr("Highest pain, 0–10")
        line = self._add(card.body, name, path, read=values.read_number, size=Size(0, 104, 1))
        self.lines.append(line)
        hint = self.tr(
            "The lowest limit counts. Until your patient's settings say what they have, HipRehab"
            " stays at {} of 10, whatever is written here; their own page says so."
        )
        card.body.addWidget(label(hint.format(USUAL_CEILING), "small", wrap=True))
        card.body.addWidget(self.adjust)
        return card

    def _programme(self) -> Card:
        card = self._card(self.tr("Levels and phases"))
        text = self.tr(
            "Levels are forms of the routine, easiest first. Phases say which one belongs to which"
            " weeks or days."
        )
        card.body.addWidget(label(text, "small", wrap=True))
        for layout in (self._level_box, self._phase_box):
            layout.setSpacing(self._theme.space(6))
            card.body.addLayout(layout)
        holder, flow = flowing(self._theme.space(6))
        self.add_level = Button(self._theme, self.tr("Add a level"), icon="plus")
        self.add_phase = Button(self._theme, self.tr("Add a phase"), icon="plus")
        self.add_level.clicked.connect(self._on_add_level)
        self.add_phase.clicked.connect(self._on_add_phase)
        flow.addWidget(self.add_level)
        flow.addWidget(self.add_phase)
        card.body.addWidget(holder)
        return card

    def _pack(self) -> Card:
        card = self._card(self.tr("From whom"))
        for key, name in (
            ("name", self.tr("Your name")),
            ("role", self.tr("Profession")),
            ("organisation", self.tr("Organisation")),
        ):
            line = self._add(card.body, name, partial(_fixed, ("author", key)))
            line.box.field.setObjectName(f"author {key}")
            self.lines.append(line)
        holder, flow = flowing(self._theme.space(8))
        for key, name, width in (
            ("title", self.tr("Title of the file"), 240),
            ("version", self.tr("Version"), 104),
            ("id", self.tr("Id, the same for all versions"), 240),
            ("licence", self.tr("Licence"), 140),
        ):
            self.lines.append(self._add(flow, name, partial(_fixed, (key,)), size=Size(0, width)))
        card.body.addWidget(holder)
        holder, flow = flowing(self._theme.space(6))
        self.add_routine = Button(self._theme, self.tr("Another routine in this file"), icon="plus")
        self.drop_routine = Button(
            self._theme, self.tr("Delete this routine"), kind="quiet", icon="delete"
        )
        self.add_routine.clicked.connect(self._on_add_routine)
        self.drop_routine.clicked.connect(self._on_drop_routine)
        flow.addWidget(self.add_routine)
        flow.addWidget(self.drop_routine)
        card.body.addWidget(holder)
        return card

    # --- what is shown ----------------------------------------------------------------------

    def refresh(self) -> None:
        """The routine that is chosen, as the text has it."""
        data, routine = self._state.draft.data, self._state.routine
        phases = do.tables_at(data, self._routine("phase"))
        variants = do.tables_at(data, self._routine("variant"))
        counts = (routine, len(phases), len(variants))
        if counts != self._counts:
            self._counts = counts
            self._make_levels(len(variants))
            self._make_phases(len(phases), variants)
        for line in (*self.lines, *self._levels, *self._phases):
            field = line.box.field
            if isinstance(field, QuietChoice):
                chosen = value_at(data, line.path())
                field.show_options(self._level_options(chosen), chosen)
                continue
            assert isinstance(field, PlainEdit | TextEdit)
            value = value_at(data, line.path())
            if not (field.hasFocus() and line.read(field.text()) == value):
                field.show_text(line.show(value))
        self.adjust.refresh()
        self.drop_routine.setVisible(len(self._state.routines()) > 1)
        self.show_checked()

    def show_checked(self) -> None:
        """Problems beside their fields."""
        found = words.found_in(self._state)
        for line in (*self.lines, *self._levels, *self._phases):
            path = line.path()
            mine = [one for one in found if one.path[: len(path)] == path]
            line.box.show_fault(words.found_text(mine[0]) if mine else "")

    def _make_levels(self, count: int) -> None:
        empty(self._level_box)
        self._levels = []
        for number in range(count):
            holder, flow = flowing(self._theme.space(6))
            for key, name, width in (
                ("title", self.tr("Level"), 180),
                ("id", self.tr("Short"), 72),
            ):
                path = partial(self._routine, "variant", number, key)
                self._levels.append(self._add(flow, name, path, size=Size(0, width)))
            flow.addWidget(self._remover(self.tr("Delete this level"), self._drop_level, number))
            self._level_box.addWidget(holder)

    def _make_phases(self, count: int, variants: list[Any]) -> None:
        empty(self._phase_box)
        self._phases = []
        for number in range(count):
            holder, flow = flowing(self._theme.space(6))
            for key, name, read, width in (
                ("title", self.tr("Phase"), values.read_text, 160),
                ("weeks", self.tr("Weeks"), values.read_range, 80),
                ("from", self.tr("From (day)"), read_date, 128),
                ("to", self.tr("To (day)"), read_date, 128),
                ("criteria", self.tr("Begins when"), values.read_text, 240),
            ):
                path = partial(self._routine, "phase", number, key)
                line = self._add(flow, name, path, read=read, size=Size(0, width))
                self._phases.append(line)
            if variants:
                self._phases.append(self._add_level_choice(flow, number))
            flow.addWidget(self._remover(self.tr("Delete this phase"), self._drop_phase, number))
            self._phase_box.addWidget(holder)

    def _add_level_choice(self, into: Any, phase: int) -> Line:
        """The level of a phase, one of those that there are."""
        choice = QuietChoice(self._theme)
        path = partial(self._routine, "phase", phase, "variant")
        box = Box(self._theme, self.tr("Level"), choice, width=180)
        choice.picked.connect(lambda value: self._state.edit(self._put(path(), value)))
        into.addWidget(box)
        return Line(box, path, values.read_text, values.text_of)

    def _level_options(self, value: Any) -> list[tuple[Any, str]]:
        """The levels by id with their titles; first that none was chosen, while that is so."""
        levels = do.tables_at(self._state.draft.data, self._routine("variant"))
        found = [(one.get("id"), str(one.get("title") or one.get("id"))) for one in levels]
        return [(None, self.tr("not chosen")), *found] if value is None else found

    def _remover(self, name: str, act: Callable[[int], None], number: int) -> IconButton:
        button = IconButton(self._theme, "delete", name)
        button.clicked.connect(lambda _=False: act(number))
        return button

    # --- changing ---------------------------------------------------------------------------

    def _on_typed(self, line: Line, text: str) -> None:
        path, value = line.path(), line.read(text)
        data = self._state.draft.data
        if path[:1] == ("author",):
            changes = do.reauthor(data, str(path[1]), value or "")
        elif path == ("title",) or value is not None or len(path) > 2:
            changes = self._put(path, value)
        else:
            changes = [Put(path, "")]
        self._state.edit(changes, typing=f"{path}")

    def _put(self, path: KeyPath, value: Any) -> list[Change]:
        needed = path[-1] in ("title", "id") and path[:1] == ("routine",)
        if path == ("title",) or needed:
            return do.put(self._state.draft.data, path, value or "")
        return do.put(self._state.draft.data, path, value)

    def _on_add_level(self) -> None:
        state = self._state
        changes = do.add_form(
            state.draft.data, state.routine, state.form_number, self.tr("Level {}")
        )
        state.edit(changes)
        self.add_level.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add_routine(self) -> None:
        changes, name = do.add_routine(self._state.draft.data, self.tr("New routine"))
        self._state.edit(changes)
        self._state.choose_form(name, 0)
        self.left.emit()

    def _on_drop_routine(self) -> None:
        self._state.edit([Drop(self._routine())])
        self.left.emit()

    def _on_add_phase(self) -> None:
        changes = do.add_phase(self._state.draft.data, self._state.routine, self.tr("Phase {}"))
        self._state.edit(changes)
        phases = do.tables_at(self._state.draft.data, self._routine("phase"))
        self.focus_on(self._routine("phase", len(phases) - 1, "title"))

    def _drop_level(self, number: int) -> None:
        state = self._state
        state.edit(do.remove_form(state.draft.data, state.routine, number))
        self.add_level.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_phase(self, number: int) -> None:
        self._state.edit([Drop(self._routine("phase", number))])
        self.add_phase.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- focus ------------------------------------------------------------------------------

    def focus_on(self, path: KeyPath) -> bool:
        """Goes to the field of a path; False when it has none here."""
        if path[:1] == ("routine",) and path[2:3] == ("adjust",):
            self.adjust.focus_on(str(path[3]) if len(path) > 3 else "")
            return True
        for line in (*self.lines, *self._levels, *self._phases):
            here = line.path()
            if path[: len(here)] == here:
                line.box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                reveal(line.box, line.box.rect())
                return True
        return False

    def focus_first(self) -> None:
        """Goes to the first field."""
        self.lines[0].box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _fixed(path: KeyPath) -> KeyPath:
    return path
