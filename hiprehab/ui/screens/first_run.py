"""The first start: sore side, a routine and its days, on one page; all of it can be skipped."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hiprehab import tokens
from hiprehab.core.agenda import too_close
from hiprehab.core.changes import Changes
from hiprehab.core.model import Affected
from hiprehab.ui.screens.columns import Columns, flowing
from hiprehab.ui.slices import Slices
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import Chip, ChipRow, Flow
from hiprehab.ui.widgets.paint import Ringed, focus_ring, rounded, smooth
from hiprehab.ui.widgets.text import label


@dataclass(frozen=True, slots=True)
class RoutineChoice:
    """A routine that can be chosen; `weekdays` (0 = Monday) are its usual days.

    `gap` is the number of free days that it wants between two of its days.
    """

    id: str
    title: str
    sentence: str
    weekdays: frozenset[int]
    gap: int = 0


class Routines(NamedTuple):
    """Where the tiles come from, once the page is there.

    `again` gives the few to begin with anew: packs that a clinic put on the computer are read only
    after the page is there. `everything` gives all of them, `total` is their number. `facts` says
    of an id how long a routine takes and what it needs; that takes a few milliseconds each.
    """

    again: Callable[[], Sequence[RoutineChoice]]
    everything: Callable[[], Sequence[RoutineChoice]]
    facts: Callable[[str], str]
    total: int


@dataclass(frozen=True, slots=True)
class FirstRunResult:
    """What was chosen; None and an empty set are "skipped"."""

    affected: Affected | None = None
    routine: str | None = None
    weekdays: frozenset[int] = frozenset()


TWO, THREE = 620, 900
"""The widths from which on so many tiles stand side by side, px at 100 %."""


class RoutineTile(Ringed, QRadioButton):
    """A routine as a tile: its title, a sentence, and how long it takes with what it needs.

    The last line has its room from the beginning; `show_facts` fills it.
    """

    def __init__(self, theme: Theme, choice: RoutineChoice) -> None:
        super().__init__()
        self.theme = theme
        self.choice = choice
        self.facts = ""
        self.setAccessibleName(choice.title)
        self.setAccessibleDescription(choice.sentence)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_facts(self, facts: str) -> None:
        """How long it takes and what it needs."""
        self.facts = facts
        self.setAccessibleDescription(f"{self.choice.sentence.rstrip('.')}. {facts}")
        self.updateGeometry()
        self.update()

    def hitButton(self, _pos: object) -> bool:
        """The whole tile is the target."""
        return True

    def _edge(self) -> int:
        return self.theme.space(14)

    def _text_left(self) -> int:
        return self._edge() + self.theme.px(22) + self.theme.space(12)

    def heightForWidth(self, width: int) -> int:
        """As many lines as the sentence needs."""
        room = max(40, width - self._text_left() - self._edge())
        flags = Qt.TextFlag.TextWordWrap
        height = 0
        lines = (self.choice.title, True), (self.choice.sentence, False), (self.facts or " ", False)
        for text, bold in lines:
            metrics = QFontMetrics(self.theme.font("body" if bold else "small", bold=bold))
            height += metrics.boundingRect(0, 0, room, 1000, flags, text).height()
        return max(self.theme.target, height + 2 * self._edge())

    def sizeHint(self) -> QSize:
        """About two lines of text."""
        width = self.theme.px(320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A few words a line; the page decides how many tiles fit side by side."""
        return QSize(self.theme.px(140), self.theme.target)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame, a tick when chosen, the words."""
        with smooth(self) as painter:
            look, on = self.theme.colour, self.isChecked()
            box = QRectF(self.rect())
            if self.rings():
                box = focus_ring(painter, self.theme, box, tokens.RADIUS)
            plain = "raised" if self.underMouse() else "surface"
            ground = look("accent_soft" if on else plain)
            rounded(painter, box, tokens.RADIUS, ground, look("accent" if on else "edge"))
            size = self.theme.px(22)
            dot = QRectF(box.left() + self._edge(), box.top() + self._edge(), size, size)
            rounded(painter, dot, size / 2, look("accent") if on else None, look("edge"))
            if on:
                inner = dot.adjusted(4, 4, -4, -4)
                self.theme.icons.paint(painter, "check", inner, look("on_accent"))
            words = box.adjusted(self._text_left(), self._edge(), -self._edge(), -self._edge())
            painter.setPen(look("text"))
            painter.setFont(self.theme.font(bold=True))
            painter.drawText(words, Qt.TextFlag.TextWordWrap, self.choice.title)
            title = painter.boundingRect(words, Qt.TextFlag.TextWordWrap, self.choice.title)
            painter.setFont(self.theme.font("small"))
            painter.setPen(look("text" if on else "muted"))
            rest = words.adjusted(0, title.height(), 0, 0)
            painter.drawText(rest, Qt.TextFlag.TextWordWrap, self.choice.sentence)
            said = painter.boundingRect(rest, Qt.TextFlag.TextWordWrap, self.choice.sentence)
            painter.setPen(look("text"))
            last = rest.adjusted(0, said.height(), 0, 0)
            painter.drawText(last, Qt.TextFlag.TextWordWrap, self.facts)


class FirstRun(QWidget):
    """One page; `finished` carries what was chosen, and an empty result when it was skipped.

    `file_requested`: the person was given a file. `source` gives more than the first routines.
    """

    finished = Signal(FirstRunResult)
    file_requested = Signal()
    content_width = 960

    def __init__(
        self,
        theme: Theme,
        routines: Sequence[RoutineChoice],
        source: Routines | None = None,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._days_touched = False
        self._source = source
        self._filling: Slices | None = None
        self.setAccessibleName(self.tr("Welcome"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(12))
        head = QHBoxLayout()
        head.setSpacing(theme.space(16))
        head.addWidget(label(self.tr("Welcome"), "display"))
        note = self.tr("Three questions, all of them optional. You can change each answer later.")
        head.addWidget(label(note, "muted", wrap=True), 1, Qt.AlignmentFlag.AlignBottom)
        box.addLayout(head)
        box.addWidget(self._side_card())
        box.addWidget(self._routine_card(routines))
        box.addWidget(self._days_card())
        box.addLayout(self._buttons())
        box.addStretch(1)

    def _question_card(self, question: str, answers: QWidget) -> Card:
        """A question with its answers beside it, or below it in a narrow window."""
        card = Card(self.theme)
        card.setAccessibleName(question)
        edge = self.theme.space(14)
        card.body.setContentsMargins(self.theme.space(20), edge, self.theme.space(20), edge)
        pair = QWidget()
        columns = Columns(pair, gap=self.theme.space(8), shares=(1, 2), least=self.theme.px(TWO))
        columns.addWidget(label(question, "title", wrap=True))
        columns.addWidget(answers)
        card.body.addWidget(pair)
        return card

    def _side_card(self) -> Card:
        options = [
            (Affected.LEFT, self.tr("Left")),
            (Affected.RIGHT, self.tr("Right")),
            (Affected.BOTH, self.tr("Both")),
            (Affected.UNKNOWN, self.tr("Neither, or not sure")),
        ]
        self.side = ChipRow(self.theme, options, name=self.tr("Sore side"), optional=True)
        return self._question_card(self.tr("Which hip is sore?"), self.side)

    def _routine_card(self, routines: Sequence[RoutineChoice]) -> Card:
        card = Card(self.theme, self.tr("Which routine do you want to start with?"))
        card.body.setContentsMargins(*(self.theme.space(edge) for edge in (20, 14, 20, 8)))
        self._grid = QGridLayout()
        self._grid.setSpacing(self.theme.space(12))
        self._columns = 0
        self._group = QButtonGroup(self)
        self.tiles: list[RoutineTile] = []
        self.tiles += map(self._tile, routines)
        self._lay_out(2)
        card.body.addLayout(self._grid)
        self.see_all = Button(self.theme, "", kind="quiet", icon="chevron-down")
        count = self._source.total if self._source is not None else 0
        self.see_all.setText(self.tr("See all {}").format(count))
        self.see_all.setAccessibleName(self.tr("See all {} routines").format(count))
        self.see_all.clicked.connect(self._on_see_all)
        self.see_all.setVisible(count > len(routines))
        self.given = Button(self.theme, self.tr("I was given a file"), kind="quiet", icon="folder")
        self.given.setToolTip(self.tr("A routine that somebody made for you, as a .hiprehab file."))
        self.given.clicked.connect(self.file_requested)
        holder, flow = flowing(self.theme.space(12))
        for button in (self.see_all, self.given):
            flow.addWidget(button)
        card.body.addWidget(holder)
        return card

    def _tile(self, choice: RoutineChoice) -> RoutineTile:
        tile = RoutineTile(self.theme, choice)
        tile.clicked.connect(lambda _on=False: self._on_routine(choice))
        self._group.addButton(tile)
        return tile

    def on_changed(self, changes: Changes, _by: object = None) -> None:
        """Routines that came since go to the front; what was chosen stays chosen."""
        if changes & Changes.LIBRARY and self._source is not None:
            self.tiles[:0] = self._new(self._source.again())
            self._place()

    def _on_see_all(self) -> None:
        """All routines, in the same place; the first of the new ones has the focus."""
        if self._source is None:
            return
        new = self._new(self._source.everything())
        self.tiles += new
        self._place()
        self.see_all.hide()
        if new:
            new[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _new(self, choices: Sequence[RoutineChoice]) -> list[RoutineTile]:
        known = {tile.choice.id for tile in self.tiles}
        return [self._tile(choice) for choice in choices if choice.id not in known]

    def _place(self) -> None:
        """The tiles in their order, for the eye and for Tab; what they lack comes later."""
        columns, self._columns = self._columns, 0
        self._lay_out(columns)
        for before, after in pairwise(
            [self.side.chips()[-1], *self.tiles, self.see_all, self.given, self.days[0]]
        ):
            QWidget.setTabOrder(before, after)
        if self._filling is not None:
            self._fill_facts()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Once it is seen, the tiles are told how long their routines take."""
        super().paintEvent(event)
        if self._filling is None:
            self._fill_facts()

    def _fill_facts(self) -> None:
        if self._filling is not None:
            self._filling.give_up()
        self._filling = Slices(self, self._facts())

    def _facts(self) -> Iterator[None]:
        yield
        for tile in tuple(self.tiles):
            if not tile.facts and self._source is not None:
                tile.show_facts(self._source.facts(tile.choice.id))
                yield

    def _lay_out(self, columns: int) -> None:
        """Tiles side by side where there is room, else one under the other."""
        if columns == self._columns:
            return
        self._columns = columns
        for place, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, place // columns, place % columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column of tiles in a narrow window or with large text."""
        super().resizeEvent(event)
        wide = self.width() / self.theme.px(1)
        self._lay_out(3 if wide >= THREE else 2 if wide >= TWO else 1)

    def _days_card(self) -> Card:
        days = QWidget()
        flow = Flow(days, gap=self.theme.space(8))
        self.days: list[Chip] = []
        for weekday in range(7):
            locale = QLocale()
            chip = Chip(self.theme, locale.dayName(weekday + 1, QLocale.FormatType.ShortFormat))
            chip.setAccessibleName(locale.dayName(weekday + 1, QLocale.FormatType.LongFormat))
            chip.clicked.connect(self._on_day)
            flow.addWidget(chip)
            self.days.append(chip)
        card = self._question_card(self.tr("On which days?"), days)
        self.gap_note = label("", wrap=True)
        self.gap_note.hide()
        self.take_usual = Button(self.theme, "", kind="quiet", icon="check")
        self.take_usual.clicked.connect(self._on_take_usual)
        self.take_usual.hide()
        card.body.addWidget(self.gap_note)
        card.body.addWidget(self.take_usual, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        skip = Button(self.theme, self.tr("Skip all this"), kind="quiet")
        skip.clicked.connect(self._on_skipped)
        start = Button(self.theme, self.tr("Go to Today"), kind="primary", icon="right")
        start.clicked.connect(self._on_finished)
        self.skip_button, self.start_button = skip, start
        row.addStretch(1)
        row.addWidget(skip)
        row.addWidget(start)
        return row

    # --- answers ----------------------------------------------------------------------------

    def result(self) -> FirstRunResult:
        """What is chosen at present."""
        tile = self._group.checkedButton()
        routine = tile.choice.id if isinstance(tile, RoutineTile) else None
        days = frozenset(day for day, chip in enumerate(self.days) if chip.isChecked())
        return FirstRunResult(self.side.value, routine, days)

    def _on_routine(self, choice: RoutineChoice) -> None:
        """Offers the routine's usual days until the person chose days."""
        if not self._days_touched:
            self._choose_days(choice.weekdays)
        self._show_gap()

    def _choose_days(self, days: frozenset[int]) -> None:
        for day, chip in enumerate(self.days):
            chip.setChecked(day in days)

    def _on_day(self) -> None:
        self._days_touched = True
        self._show_gap()

    def _on_take_usual(self) -> None:
        tile = self._group.checkedButton()
        if isinstance(tile, RoutineTile):
            self._choose_days(tile.choice.weekdays)
        self._show_gap()
        self.start_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_gap(self) -> None:
        """Says calmly that days lie close together, and which would fit; it forbids nothing."""
        tile = self._group.checkedButton()
        choice = tile.choice if isinstance(tile, RoutineTile) else None
        close = choice is not None and too_close(sorted(self.result().weekdays), choice.gap)
        self.gap_note.setVisible(close)
        self.take_usual.setVisible(close)
        if choice is None or not close:
            return
        self.gap_note.setText(
            self.tr("This routine is meant with a day of rest between two sessions.")
            if choice.gap == 1
            else self.tr("This routine is meant with {} days of rest between two sessions.").format(
                choice.gap
            )
        )
        names = ", ".join(self.days[day].accessibleName() for day in sorted(choice.weekdays))
        self.take_usual.setText(self.tr("Take {}").format(names))
        self.take_usual.updateGeometry()

    def _on_finished(self) -> None:
        self.finished.emit(self.result())

    def _on_skipped(self) -> None:
        self.finished.emit(FirstRunResult())
