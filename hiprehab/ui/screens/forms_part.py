"""Where another form of a move is chosen: for one that is blocked, and whenever one is wished."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hiprehab.core.adjusting import moved
from hiprehab.core.conditions import is_blocked
from hiprehab.core.forms import Form, Substitute, other_forms, substitute
from hiprehab.ui.screens import library_words as words
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.own_forms import Spot, form_name, use_form
from hiprehab.ui.screens.prescribed_words import is_prescribed
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.row_button import RowButton
from hiprehab.ui.widgets.text import label
from hiprehab.ui.wording import Words

LARGE: Final = 1.5
"""From this text size on a long name would be wider than a small window."""


class FormsPart(QWidget):
    """For one move of a routine. `toggle` opens and closes the list; it may stand elsewhere.

    Signals: `told(text, undo)`, as the screens have it.
    """

    told = Signal(str, object)

    def __init__(self, theme: Theme, around: Around, spot: Spot, *, toggle: Button) -> None:
        super().__init__()
        self._theme, self._around, self._spot = theme, around, spot
        self._list: QFrame | None = None
        self.toggle = toggle
        self.use: Button | None = None
        self.choices: list[RowButton] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space(6))
        library, conditions = around.library(), around.conditions()
        instead = substitute(library, spot.variant, spot.place, conditions)
        if instead is not None:
            self._show_substitute(instead)
        self._forms: tuple[Form, ...] = (
            () if instead else other_forms(library, spot.own, conditions)
        )
        given = Form(spot.given.exercise, spot.given.level, easier=False)
        back = spot.changed and instead is None
        fits = not is_blocked(library.exercises[given.exercise], conditions)
        self._given = (given,) if back and fits else ()
        self._forms = tuple(one for one in self._forms if one[:2] != given[:2])
        offered = bool(self._forms or self._given) and not around.read_only
        self.empty = instead is None and not offered  # nothing to say or to choose
        if not offered:
            self.toggle.hide()
        self.toggle.setCheckable(True)
        self.toggle.clicked.connect(self._on_toggled)
        if instead is None:
            self.hide()

    # --- a move that is not for this person ------------------------------------------------

    def _show_substitute(self, instead: Substitute) -> None:
        """What a session does in its place, and the button that keeps it so."""
        box = self._frame()[1]
        if instead.form is None:
            text = self.tr("There is no other move for it, so a session leaves it out.")
            box.addWidget(label(text, wrap=True))
            return
        name = self._around.library().exercises[instead.form.exercise].name
        text = self.tr("{0} takes its place in a session, unless you leave it out there.")
        box.addWidget(label(text.format(name), wrap=True))
        if not instead.free:
            fixed = self.tr("Your physiotherapist set this move. Talk to them about another one.")
            if not is_prescribed(self._spot.routine.id):
                fixed = self.tr("In this routine itself the move stays as it is.")
            box.addWidget(label(fixed, "muted", wrap=True))
        elif not self._around.read_only:
            holder, flow = flowing(self._theme.space(8))
            full = self.tr("Use {0} in this routine").format(name)
            short = self.tr("Use it in this routine")  # its name stands above
            self.use = Button(self._theme, full if self._theme.scale <= LARGE else short)
            self.use.setAccessibleName(full)
            self.use.clicked.connect(partial(self._use, instead.form))
            flow.addWidget(self.use)
            box.addWidget(holder)

    def _frame(self) -> tuple[QFrame, QVBoxLayout]:
        frame = QFrame()
        frame.setProperty("kind", "notice")
        box = QVBoxLayout(frame)
        edge = self._theme.space(12)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(self._theme.space(6))
        self._box.addWidget(frame)
        return frame, box

    # --- another form because the person wants one ------------------------------------------

    def _on_toggled(self) -> None:
        on = self.toggle.isChecked()
        if on and self._list is None:
            self._list = self._build_list()
        if self._list is not None:
            self._list.setVisible(on)
        self.setVisible(on)
        if on and self.choices:
            self.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_list(self) -> QFrame:
        frame, box = self._frame()
        now = self._around.library().exercises[self._spot.own.exercise].name
        title = self.tr("Another form of {0} in this routine").format(now)
        frame.setAccessibleName(title)
        box.addWidget(label(title, "strong", wrap=True))
        note = self.tr("It stays so until you take it back. The routine itself is not changed.")
        box.addWidget(label(note, "muted", wrap=True))
        self._add(box, self._given, self.tr("As it was given"))
        self._add(box, [one for one in self._forms if one.easier], self.tr("Easier"))
        self._add(box, [one for one in self._forms if not one.easier], self.tr("Harder"))
        return frame

    def _add(self, box: QVBoxLayout, forms: Sequence[Form], title: str) -> None:
        if forms:
            box.addWidget(label(title, "small"))
        library = self._around.library()
        for form in forms:
            spot = self._spot
            item = moved(library, spot.given, form.exercise, form.level, rounds=spot.rounds)
            dose = words.dose_text(Words(), item.dose)
            row = RowButton(self._theme, form_name(library, form), dose)
            row.setAccessibleName(f"{title}: {form_name(library, form)}")
            row.clicked.connect(partial(self._use, form))
            box.addWidget(row)
            self.choices.append(row)

    def _use(self, form: Form, _checked: bool = False) -> None:
        use_form(self._around, self._spot, form, self.told.emit)
