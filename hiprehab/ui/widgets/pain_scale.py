"""The pain scale of one side: 0 to 10 in three softly tinted zones, nothing chosen at first."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.model import Side
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.paint import GAP, RING, Ringed, focus_ring, rounded, smooth
from hiprehab.ui.widgets.side_badge import SideBadge
from hiprehab.ui.widgets.text import label

WORST = 10
NARROWEST = 32
"""Px that a number is wide at least, so that a finger or an unsteady hand meets it."""
_DIGITS = {Qt.Key(Qt.Key.Key_0 + number): number for number in range(10)}
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Minus: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Plus: 1,
}
_CLEARING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


def zone_role(score: int) -> str:
    """The colour role of the zone that a score lies in: 0-2, 3-5 or 6-10."""
    if score <= 2:
        return "comfortable"
    return "acceptable" if score <= 5 else "too_much"


class _Target(QRadioButton):
    """One number. Real radio buttons, so assistive technology can read and press them."""

    def __init__(self, scale: "PainScale", number: int, name: str) -> None:
        super().__init__(scale)
        self.theme = scale.theme
        self._scale = scale
        self._number = number
        self._side = scale.side
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A target; in a narrow window it may get narrower than high."""
        return QSize(self.theme.target, self.theme.target)

    def minimumSizeHint(self) -> QSize:
        """Two digits fit, and a finger."""
        width = QFontMetrics(self.theme.font("body", bold=True)).horizontalAdvance("10")
        return QSize(max(NARROWEST, width + 10), self.theme.target)

    def hitButton(self, _pos: object) -> bool:
        """The whole area is the target."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """The zone's tint; the chosen one stands out in the side's colour."""
        with smooth(self) as painter:
            look = self.theme.colour
            box = QRectF(self.rect()).adjusted(1.5, 0, -1.5, 0)
            if self._scale.rings():  # room for the ring around the row
                inset = RING + GAP
                first = inset - 1 if self._number == 0 else 0
                last = inset - 1 if self._number == WORST else 0
                box = box.adjusted(first, inset, -last, -inset)
            role = zone_role(self._number)
            ground, ink, line = look(f"{role}_soft"), look("text"), None
            if self.isChecked():
                ground, ink = look(self.theme.side_role(self._side)), look("on_side")
            elif self.underMouse() and self.isEnabled():
                line = look(role)
            rounded(painter, box, 10, ground, line)
            painter.setFont(self.theme.font("lead" if self.isChecked() else "body", bold=True))
            painter.setPen(ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))


class PainScale(Ringed, QWidget):
    """A score from 0 to 10 for one side, or None while nobody chose.

    Keys: a digit chooses it, 1 then 0 makes ten, arrows move, Backspace takes the score back.
    Clicking the chosen number again takes it back too.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, side: Side) -> None:
        super().__init__()
        self.theme = theme
        self.side = side
        self._score: int | None = None
        self._typed_one = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._verdict = label("", "muted")
        self._build()
        self._show_score()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.space(6))
        head = QHBoxLayout()
        head.setSpacing(self.theme.space(12))
        head.addWidget(SideBadge(self.theme, self.side))
        head.addWidget(self._verdict, 1)
        box.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        for number in range(WORST + 1):
            target = _Target(self, number, self._number_name(number))
            target.clicked.connect(lambda _on=False, chosen=number: self._on_clicked(chosen))
            self._group.addButton(target, number)
            row.addWidget(target, 1)
        box.addLayout(row)
        ends = QHBoxLayout()
        ends.addWidget(label(self.tr("no pain"), "small"))
        ends.addStretch(1)
        ends.addWidget(label(self.tr("worst I can imagine"), "small"))
        box.addLayout(ends)

    @property
    def score(self) -> int | None:
        """The chosen score, or None."""
        return self._score

    def set_score(self, score: int | None) -> None:
        """Shows a score (or none) without a signal."""
        self._typed_one = False
        self._score = score
        self._show_score()

    def _choose(self, score: int | None) -> None:
        if score == self._score:
            return
        self._score = score
        self._show_score()
        self.changed.emit(score)

    def _on_clicked(self, number: int) -> None:
        self._typed_one = False
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._choose(None if number == self._score else number)

    def _show_score(self) -> None:
        self._group.setExclusive(False)  # an exclusive group cannot go back to nothing chosen
        for target in self._group.buttons():
            target.setChecked(self._group.id(target) == self._score)
        self._group.setExclusive(True)
        self._verdict.setText(self._words())
        self.setAccessibleName(self._name())
        self.setAccessibleDescription(self._words())

    def _name(self) -> str:
        if self.side is Side.LEFT:
            return self.tr("Pain in your left hip, 0 to 10")
        return self.tr("Pain in your right hip, 0 to 10")

    def _words(self) -> str:
        if self._score is None:
            return self.tr("not chosen yet")
        return self.tr("{} of 10 – {}").format(self._score, self._zone_word(self._score))

    def _zone_word(self, score: int) -> str:
        if score == 0:
            return self.tr("no pain")
        words = {
            "comfortable": self.tr("mild"),
            "acceptable": self.tr("moderate"),
            "too_much": self.tr("strong"),
        }
        return words[zone_role(score)]

    def _number_name(self, number: int) -> str:
        side = self.tr("Left") if self.side is Side.LEFT else self.tr("Right")
        return self.tr("{} hip: {} of 10, {}").format(side, number, self._zone_word(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, arrows and Backspace."""
        key = Qt.Key(event.key())
        self._ring = True
        typed_one, self._typed_one = self._typed_one, False
        if (
            event.modifiers()
            & ~Qt.KeyboardModifier.KeypadModifier
            & ~(Qt.KeyboardModifier.ShiftModifier)
        ):
            super().keyPressEvent(event)
        elif key in _DIGITS:
            number = _DIGITS[key]
            self._typed_one = number == 1
            self._choose(WORST if typed_one and number == 0 else number)
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key in _CLEARING:
            self._choose(None)
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        if self._score is None:
            self._choose(0 if step > 0 else WORST)
        else:
            self._choose(min(WORST, max(0, self._score + step)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        self._typed_one = False
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        self._typed_one = False
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The focus ring around the row of numbers."""
        if not self.rings():
            return
        with smooth(self) as painter:
            first, last = self._group.button(0), self._group.button(WORST)
            row = first.geometry().united(last.geometry())
            focus_ring(painter, self.theme, QRectF(row), 12)
