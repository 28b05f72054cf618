"""Before a session: the moves that a condition blocks or changes, why, and what takes their place.

Nothing is left out silently: each blocked move is named with its reason, and the person sees the
other move before they press Start, or leaves it out.
"""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.core.conditions import Blocked, Modified, Reason, Screening
from hiprehab.core.model import Library
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import label


class CautionsPart(QWidget):
    """What the person's conditions mean for the routine that is about to start.

    Signals:
        changed(): another choice between a swap and leaving it out.
    """

    changed = Signal()

    def __init__(self, theme: Theme, screening: Screening, library: Library) -> None:
        super().__init__()
        self.theme = theme
        self._library = library
        self.choices: dict[str, ChipRow] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(8))
        if screening.nothing_left:
            box.addWidget(self._all_blocked(screening.blocked))
            return
        for blocked in {one.exercise: one for one in screening.blocked}.values():
            box.addWidget(self._blocked(blocked))
        if screening.modified:
            box.addWidget(self._modified(screening.modified))

    def left_out(self) -> frozenset[str]:
        """The blocked exercises whose other move the person does not want."""
        return frozenset(name for name, row in self.choices.items() if row.value is False)

    def _name(self, exercise: str) -> str:
        return self._library.exercises[exercise].name

    def _frame(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        frame = QFrame()
        frame.setProperty("kind", "notice")
        frame.setAccessibleName(title)
        box = QVBoxLayout(frame)
        edge = self.theme.space(12)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(self.theme.space(4))
        box.addWidget(label(title, "strong", wrap=True))
        return frame, box

    def _blocked(self, blocked: Blocked) -> QFrame:
        name = self._name(blocked.exercise)
        frame, box = self._frame(self.tr("{0} is not for you now.").format(name))
        for text in _lines(blocked.reasons):
            box.addWidget(label(text, "body", wrap=True))
        if blocked.swap is None:
            gone = self.tr("There is no other move for it, so it is left out.")
            box.addWidget(label(gone, "muted", wrap=True))
            return frame
        row = ChipRow(
            self.theme,
            [
                (True, self.tr("Do {0} instead").format(self._name(blocked.swap))),
                (False, self.tr("Leave it out")),
            ],
            name=name,
        )
        row.set_value(True)
        row.changed.connect(lambda _: self.changed.emit())
        self.choices[blocked.exercise] = row
        box.addWidget(row)
        return frame

    def _all_blocked(self, blocked: Iterable[Blocked]) -> QFrame:
        """Every reason once; each move is named."""
        frame, box = self._frame(self.tr("This routine is not for you now."))
        for reason in dict.fromkeys(reason for one in blocked for reason in one.reasons):
            box.addWidget(label(reason.text, "body", wrap=True))
        names = dict.fromkeys(self._name(one.exercise) for one in blocked)
        text = self.tr("Left out: {0}.").format(", ".join(names))
        box.addWidget(label(text, "muted", wrap=True))
        return frame

    def _modified(self, modified: Iterable[Modified]) -> QFrame:
        """One line a move; a move that comes twice is named once."""
        frame, box = self._frame(self.tr("Do these with care"))
        told = dict.fromkeys((one.exercise, one.reasons) for one in modified)
        for exercise, reasons in told:
            text = " ".join(_lines(reasons))
            line = self.tr("{0}. {1}").format(self._name(exercise), text)
            box.addWidget(label(line, "body", wrap=True))
        return frame


def _lines(reasons: Iterable[Reason]) -> list[str]:
    return [reason.text for reason in reasons]
