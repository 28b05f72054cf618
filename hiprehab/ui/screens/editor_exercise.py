"""An exercise of one's own: its words, its picture or motion, its levels with their doses."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core.conditions import ConditionBook
from hiprehab.storage import draft_edit as do
from hiprehab.storage.draft_text import Change, Drop, Insert
from hiprehab.storage.keylines import KeyPath
from hiprehab.ui.screens import editor_values as values
from hiprehab.ui.screens import editor_words as words
from hiprehab.ui.screens import library_words
from hiprehab.ui.screens.columns import empty, flowing
from hiprehab.ui.screens.editor_around import KEYS as AROUND
from hiprehab.ui.screens.editor_around import AroundPart
from hiprehab.ui.screens.editor_boxes import Box, PlainEdit, QuietChoice, TextEdit, connect_text
from hiprehab.ui.screens.editor_details import lines_text, read_lines
from hiprehab.ui.screens.editor_dose import DoseFields
from hiprehab.ui.screens.editor_state import EditorState
from hiprehab.ui.screens.pages import reveal
from hiprehab.ui.slices import Slices
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import label
from hiprehab.ui.wording import Words

CATEGORIES: Final = (
    "strength", "mobility", "stretch", "balance", "warm-up", "self-massage", "recovery", "cardio",
)  # fmt: skip
POSITIONS: Final = (
    "standing", "seated", "floor-seated", "kneeling", "quadruped", "prone", "supine",
    "side-lying", "propped",
)  # fmt: skip
SHARED: Final = -1


def read_names(text: str) -> Any:
    """Names with commas between."""
    return [part.strip() for part in text.split(",") if part.strip()] or None


def names_text(value: Any) -> str:
    """Names with commas between."""
    return ", ".join(map(str, value)) if isinstance(value, list) else values.text_of(value)


class ExercisePage(QWidget):
    """Signals:
    left(): back to the routine.
    added(id): put it into the routine.
    picture_wanted(id): choose a picture from a file.
    """

    left = Signal()
    added = Signal(str)
    picture_wanted = Signal(str)

    def __init__(self, theme: Theme, state: EditorState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._state = theme, state
        self._words = Words(self)
        self.exercise = ""
        self.level = SHARED
        self._count: tuple[str, int] | None = None
        self._visited: set[str] = set()
        self.boxes: dict[str, Box] = {}
        self._read: dict[str, tuple[values.Read, Callable[[Any], str]]] = {}
        self.title = label("", "title", wrap=True)
        self.back = Button(theme, self.tr("Back to the routine"), kind="quiet", icon="chevron-left")
        self.add = Button(theme, self.tr("Add to the routine"), kind="primary", icon="plus")
        self.picture = Button(theme, self.tr("A picture from a file …"), icon="folder")
        self.no_picture = Button(theme, self.tr("Without the picture"), kind="quiet", icon="close")
        self.levels: ChipRow | None = None
        self.back.clicked.connect(self.left)
        self.add.clicked.connect(lambda: self.added.emit(self.exercise))
        self.picture.clicked.connect(lambda: self.picture_wanted.emit(self.exercise))
        self.no_picture.clicked.connect(lambda: self._put("picture", None))
        self._slices = Slices(self, self._parts())

    # --- building ---------------------------------------------------------------------------

    def _parts(self) -> Iterator[None]:
        """Card by card, so that the window goes on answering."""
        space = self._theme.space
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(10))
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.title)
        card = self._card()
        self._line(card.body, "name", self.tr("Name"))
        holder, flow = flowing(space(8))
        self._choice(
            flow, "category", self.tr("Kind"),
            [(one, library_words.category_text(one)) for one in CATEGORIES],
        )  # fmt: skip
        self._choice(
            flow, "position", self.tr("Position"),
            [(one, library_words.first_upper(self._words.position(one))) for one in POSITIONS],
        )  # fmt: skip
        card.body.addWidget(holder)
        self._line(
            card.body, "cues", self.tr("How it is done, one step a line; the first is spoken"), 4,
            read_lines,
        )  # fmt: skip
        self._line(card.body, "purpose", self.tr("What it is good for"))
        box.addWidget(card)
        yield
        box.addWidget(self._picture_card())
        yield
        self.dose = DoseFields(self._theme, self._state, self._dose_path)
        box.addWidget(self._dose_card())
        yield
        more = self._card()
        self._line(more.body, "muscles", self.tr("Muscles, with commas"), 0, read_names)
        self._line(more.body, "equipment", self.tr("Kit, with commas"), 0, read_names)
        self._line(more.body, "breathing", self.tr("Breathing"))
        self._line(more.body, "faults", self.tr("What often goes wrong, one a line"), 2, read_lines)
        name = self.tr("Highest pain, 0–10")
        self._line(more.body, "pain_ceiling", name, 0, values.read_number)
        box.addWidget(more)
        yield
        near = self._card(self.tr("Easier, harder, and with care"))
        self.around = AroundPart(self._theme, self._state, self._path, _conditions)
        near.body.addWidget(self.around)
        box.addWidget(near)
        box.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        self._state.changed.connect(self.refresh)
        self._state.looked.connect(self.refresh)

    def _card(self, title: str = "") -> Card:
        card = Card(self._theme, title)
        edge = self._theme.space(14)
        card.body.setContentsMargins(edge, edge, edge, edge)
        card.body.setSpacing(self._theme.space(8))
        return card

    def _picture_card(self) -> Card:
        card = self._card(self.tr("Picture"))
        self.motion = QuietChoice(self._theme)
        self._choice(card.body, "motion", self.tr("Moving picture"), [], self.motion)
        holder, flow = flowing(self._theme.space(6))
        flow.addWidget(self.picture)
        flow.addWidget(self.no_picture)
        card.body.addWidget(holder)
        self._shown_picture = label("", "small", wrap=True)
        card.body.addWidget(self._shown_picture)
        return card

    def _dose_card(self) -> Card:
        card = self._card(self.tr("Levels and doses"))
        self._level_box = QVBoxLayout()
        card.body.addLayout(self._level_box)
        holder, flow = flowing(self._theme.space(6))
        self.add_level = Button(self._theme, self.tr("Add a level"), icon="plus")
        self.drop_level = Button(
            self._theme, self.tr("Delete this level"), kind="quiet", icon="delete"
        )
        self.add_level.clicked.connect(self._on_add_level)
        self.drop_level.clicked.connect(self._on_drop_level)
        flow.addWidget(self.add_level)
        flow.addWidget(self.drop_level)
        card.body.addWidget(self.dose)
        self.fault = label("", "error", wrap=True)
        card.body.addWidget(self.fault)
        card.body.addWidget(holder)
        return card

    def _line(
        self, into: Any, key: str, name: str, lines: int = 0, read: values.Read = values.read_text
    ) -> None:
        field: PlainEdit | TextEdit = TextEdit(self._theme, lines) if lines else PlainEdit(step=0)
        show = lines_text if lines else names_text
        self.boxes[key] = Box(self._theme, name, field)
        self._read[key] = (read, show)
        into.addWidget(self.boxes[key])
        connect_text(field, partial(self._on_typed, key), partial(self._on_left, key))

    def _choice(
        self,
        into: Any,
        key: str,
        name: str,
        options: list[tuple[Any, str]],
        made: QuietChoice | None = None,
    ) -> None:
        choice = made or QuietChoice(self._theme)
        self.boxes[key] = Box(self._theme, name, choice, width=0 if made else 230)
        self._options = {**getattr(self, "_options", {}), key: options}
        into.addWidget(self.boxes[key])
        choice.picked.connect(partial(self._put, key))

    # --- what is shown ----------------------------------------------------------------------

    def show_exercise(self, name: str) -> None:
        """The own exercise of that id."""
        self._slices.finish()
        self.exercise, self.level, self._count = name, SHARED, None
        self._visited.clear()
        if not self._options["motion"]:
            self._options["motion"] = self._motions()
        self.refresh()

    def _motions(self) -> list[tuple[Any, str]]:
        """Moving pictures by the exercises that use them, by name."""
        library = self._state.bench.library()
        found: dict[Any, str] = {}
        for name in library.exercises:
            one = library.exercises[name]
            if one.motion is not None and "/" not in name:
                found.setdefault(str(one.motion), one.name)
        listed = sorted(found.items(), key=lambda pair: pair[1])
        return [(None, self.tr("None: the starting position")), *listed]

    def _table(self) -> dict[str, Any]:
        found = self._state.own_tables().get(self.exercise)
        return found if isinstance(found, dict) else {}

    def refresh(self) -> None:
        """The exercise as the text has it."""
        if not self.exercise:
            return
        table = self._table()
        self.title.setText(self.tr("Your own exercise: {}").format(table.get("name", "")))
        for key, box in self.boxes.items():
            if isinstance(box.field, QuietChoice):
                box.field.show_options(self._options[key], table.get(key))
                continue
            read, show = self._read[key]
            field = box.field
            assert isinstance(field, PlainEdit | TextEdit)
            if not (field.hasFocus() and read(field.text()) == table.get(key)):
                field.show_text(show(table.get(key)))
        picture = table.get("picture")
        self.no_picture.setVisible(picture is not None)
        self._shown_picture.setVisible(picture is not None)
        self._shown_picture.setText(self.tr("Picture: {}").format(picture))
        self._show_levels(table)
        self.around.refresh()
        self._show_faults()

    def _show_levels(self, table: Mapping[str, Any]) -> None:
        listed = self._level_tables()
        self.level = min(self.level, len(listed) - 1) if listed else SHARED
        if (self.exercise, len(listed)) != self._count:
            self._count = (self.exercise, len(listed))
            empty(self._level_box)
            names: list[tuple[int, str]] = [(SHARED, self.tr("What all share"))]
            names += [
                (n, self.tr("Level {}").format(one.get("name", ""))) for n, one in enumerate(listed)
            ]
            self.levels = ChipRow(self._theme, names, name=self.tr("Levels"))
            self.levels.changed.connect(self._on_level)
            self._level_box.addWidget(self.levels)
            self.levels.setVisible(bool(listed))
        if self.levels is not None:
            self.levels.set_value(self.level)
        self.drop_level.setVisible(self.level != SHARED)
        shared = table.get("dose")
        below = shared if self.level != SHARED and isinstance(shared, dict) else None
        self.dose.refresh(below)

    def _level_tables(self) -> list[dict[str, Any]]:
        found = self._table().get("level")
        listed = found if isinstance(found, list) else []
        return [one if isinstance(one, dict) else {} for one in listed]

    def _path(self, *inside: str | int) -> KeyPath:
        return ("exercise", self.exercise, *inside)

    def _dose_path(self) -> KeyPath | None:
        if not self.exercise:
            return None
        return (
            self._path("dose") if self.level == SHARED else self._path("level", self.level, "dose")
        )

    def _show_faults(self) -> None:
        """Problems beside their fields; those without one below the dose."""
        whole = words.faults_below(self._state, self._path())
        for key, box in self.boxes.items():
            fault = whole.pop((key,), "")
            box.show_fault(fault if self._table().get(key) or key in self._visited else "")
        near_it = [whole.pop((key,), "") for key in AROUND]
        self.around.show_fault("\n".join(text for text in near_it if text))
        place = self._dose_path() or self._path("dose")
        near = words.faults_below(self._state, place[:-1])
        inside = {key[1:]: text for key, text in near.items() if key[:1] == ("dose",)}
        self.dose.show_faults(inside)
        if self.level == SHARED:
            whole = {key: text for key, text in whole.items() if key[:1] != ("dose",)}
        left = dict.fromkeys([*inside.values(), *whole.values()])
        self.fault.setText("\n".join(left))
        self.fault.setVisible(bool(left))

    # --- changing ---------------------------------------------------------------------------

    def _on_left(self, key: str) -> None:
        """An empty field is only a fault once somebody has been there."""
        self._state.draft.seal()
        if key not in self._visited:
            self._visited.add(key)
            self._show_faults()

    def _on_typed(self, key: str, text: str) -> None:
        value = self._read[key][0](text)
        self._put(key, value if value is not None or key != "name" else "")

    def _put(self, key: str, value: Any) -> None:
        path = self._path(key)
        self._state.edit(do.put(self._state.draft.data, path, value), typing=f"{path}")

    def _on_level(self, level: int) -> None:
        self._state.draft.seal()
        self.level = level
        self.refresh()

    def _on_add_level(self) -> None:
        listed = self._level_tables()
        changes: list[Change] = []
        if not listed:
            changes.append(Insert(self._path("level", 0), {"name": "1"}))
        count = max(1, len(listed))
        changes.append(Insert(self._path("level", count), {"name": str(count + 1)}))
        self.level = count
        self._state.edit(changes)
        self.dose.boxes["sets"].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_drop_level(self) -> None:
        self._state.edit([Drop(self._path("level", self.level))])
        self.add_level.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- focus ------------------------------------------------------------------------------

    def focus_on(self, path: KeyPath) -> None:
        """Goes to the field of a path inside the exercise."""
        if path[:1] == ("level",) and len(path) > 1 and isinstance(path[1], int):
            self._on_level(path[1])
            path = path[2:]
        elif path[:1] == ("dose",):
            self._on_level(SHARED)
        if path[:1] and path[0] in AROUND:
            self.around.focus_on(str(path[0]))
            reveal(self.around, self.around.rect())
            return
        if path[:1] == ("dose",):
            box = self.dose.boxes.get(str(path[1]) if len(path) > 1 else "kind")
        else:
            box = self.boxes.get(str(path[0]) if path else "name")
        box = box if box is not None and not box.isHidden() else self.boxes["name"]
        box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        reveal(box, box.rect())


@cache
def _conditions() -> ConditionBook:
    """The shipped conditions; an empty table when they cannot be read."""
    from hiprehab import resources
    from hiprehab.storage.guides import read_conditions
    from hiprehab.storage.trouble import StorageProblem

    try:
        return read_conditions(resources.data_dir())
    except StorageProblem:
        return ConditionBook()


def fresh(name: str) -> dict[str, Any]:
    """The table of a new exercise."""
    return {
        "name": name,
        "category": "strength",
        "position": "supine",
        "cues": [],
        "dose": {
            "kind": "reps",
            "sets": 2,
            "reps": [8, 10],
            "tempo": [["lift", 2], ["lower", 2]],
            "rest_sets_s": 45,
        },
    }
