"""Cards of the page about a pack that was offered: a routine, its own exercises, lists of lines."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core.conditions import Reason
from hiprehab.core.model import CautionLevel, Item, Variant
from hiprehab.ui.screens import library_words, log_words
from hiprehab.ui.screens import receive_words as words
from hiprehab.ui.screens.columns import empty, flowing
from hiprehab.ui.screens.prescribed_words import fixed_text, rounds_text
from hiprehab.ui.screens.receive_model import FormSight, OwnExercise, RoutineSight, Sight
from hiprehab.ui.screens.receive_parts import Thumbs, move_row
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import divider, label
from hiprehab.ui.wording import Words


def _tr(text: str) -> str:
    return QCoreApplication.translate("Receive", text)


def reasons_line(level: CautionLevel, reasons: Iterable[Reason], instead: str = "") -> str:
    """What the person's conditions say to a move."""
    texts = " ".join(one.text for one in reasons)
    if level is CautionLevel.AVOID:
        text = _tr("Not for you. {0}").format(texts)
        return text + " " + _tr("Instead: {0}.").format(instead) if instead else text
    return _tr("With care. {0}").format(texts)


def lines_card(theme: Theme, title: str, groups: Sequence[tuple[str, Sequence[str]]]) -> Card:
    """Lines under small headings; a heading may be empty."""
    card = Card(theme, title)
    card.body.setSpacing(theme.space(6))
    for heading, lines in groups:
        if heading:
            card.body.addWidget(label(heading, "strong", wrap=True))
        for line in lines:
            card.body.addWidget(label(line, wrap=True))
    return card


class RoutineCard(Card):
    """A routine: how often, how long each variant takes, what is needed, and the moves of one.

    Its moves are shown when they are asked for: a pack may hold many routines.

    Signals:
        wanted(): accept the pack and put this routine into the plan.
    """

    wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        shown: RoutineSight,
        sight: Sight,
        thumbs: Thumbs,
    ) -> None:
        super().__init__(theme, shown.routine.title)
        self.theme = theme
        self.routine = shown.routine
        self._forms = {one.variant.id: one for one in shown.forms}
        self._sight, self._thumbs = sight, thumbs
        self._words = Words()
        self._round = 0
        self.add = Button(theme, self.tr("Accept and add this to my plan"), icon="plan")
        self.add.clicked.connect(self.wanted)
        self.add.hide()
        self.open = Button(theme, self.tr("Show its moves"), icon="chevron-down")
        self.open.clicked.connect(self.show_moves)
        self.body.setSpacing(theme.space(6))
        self._build(shown)

    def _build(self, shown: RoutineSight) -> None:
        routine = shown.routine
        for text, role in (
            (routine.author_note, "strong"),
            (library_words.often_text(routine), "eyebrow"),
            (routine.summary, "body"),
        ):
            if text:
                self.body.addWidget(label(text, role, wrap=True))
        self.chips = ChipRow(
            self.theme,
            [(one.variant.id, one.variant.title) for one in shown.forms],
            name=log_words.level_name(),
        )
        self.chips.set_value(shown.forms[0].variant.id)
        self.chips.setVisible(len(shown.forms) > 1)
        self.chips.changed.connect(lambda _: self.show_moves())
        for form in shown.forms:
            lead = f"{form.variant.title}: " if len(shown.forms) > 1 else ""
            self.body.addWidget(label(lead + facts_text(form), "strong", wrap=True))
        for heading, lines in (
            (_tr("Phases"), words.phases_text(routine)),
            (_tr("When to stop"), words.stop_text(routine, shown.most)),
            (_tr("Review"), words.review_text(routine, late=shown.late)),
        ):
            if lines:
                self.body.addSpacing(self.theme.space(4))
                self.body.addWidget(label(heading, "muted", wrap=True))
            for line in lines:
                self.body.addWidget(label(line, wrap=True))
        self.body.addSpacing(self.theme.space(4))
        self.body.addWidget(self.chips)
        self.kit = label("", "muted", wrap=True)
        self.body.addWidget(self.kit)
        self._show_kit(shown.forms[0])
        actions, flow = flowing(self.theme.space(8))
        for button in (self.add, self.open):
            flow.addWidget(button)
        self.body.addWidget(actions)
        self._moves = QVBoxLayout()
        self._moves.setSpacing(self.theme.space(8))
        self.body.addLayout(self._moves)

    @property
    def variant(self) -> Variant:
        """The variant whose moves are shown."""
        return self._forms[str(self.chips.value)].variant

    def show_moves(self) -> None:
        """The moves of the chosen variant, at once."""
        for _ in self.moves():
            pass

    def moves(self) -> Iterator[None]:
        """The same one by one, for whoever has other things to do in between.

        Another choice in the meantime ends it.
        """
        self.open.hide()
        empty(self._moves)
        self._round += 1
        this = self._round
        form = self._forms[str(self.chips.value)]
        self._show_kit(form)
        blocked = {one.place: one for one in form.screening.blocked}
        careful = {one.place: one for one in form.screening.modified}
        place = 0
        for block in form.variant.blocks:
            kind = library_words.category_text(block.kind)
            self._moves.addWidget(divider())
            head = [library_words.first_upper(kind), rounds_text(block)]
            self._moves.addWidget(label(" · ".join(filter(None, head)), "muted", wrap=True))
            for item in block.items:
                mine = ""
                if found := blocked.get(place):
                    swap = self._sight.exercises[found.swap].name if found.swap else ""
                    mine = reasons_line(CautionLevel.AVOID, found.reasons, swap)
                elif changed := careful.get(place):
                    mine = reasons_line(CautionLevel.MODIFY, changed.reasons)
                self._moves.addWidget(self._move(item, mine, place in blocked))
                place += 1
                yield
                if self._round != this:
                    return

    def _show_kit(self, form: FormSight) -> None:
        self.kit.setText(self.tr("You need: {0}").format(", ".join(form.kit)))
        self.kit.setVisible(bool(form.kit))

    def _move(self, item: Item, mine: str, blocked: bool) -> QWidget:
        exercise = self._sight.exercises[item.exercise]
        detail = [library_words.dose_text(self._words, item.dose)]
        if len(exercise.levels) > 1:
            detail.append(self.tr("level {0}").format(item.level))
        lines = (
            (" · ".join(detail), "muted"),
            (item.note, "small"),
            (fixed_text(item.adjust, item.dose), "small"),
            (mine, "error" if blocked else "strong"),
        )
        return move_row(self.theme, self._thumbs.of(exercise), exercise.name, lines)


class OwnCard(Card):
    """The exercises that the pack brings, with their pictures and first sentence; one by one."""

    def __init__(self, theme: Theme, sight: Sight, thumbs: Thumbs) -> None:
        super().__init__(theme)
        self._theme, self._thumbs = theme, thumbs
        count = len(sight.own)
        several = self.tr("{0} exercises of its own").format(count)
        self.set_title(self.tr("1 exercise of its own") if count == 1 else several)
        self.body.setSpacing(theme.space(10))

    def show_exercise(self, one: OwnExercise) -> None:
        """One more of them."""
        exercise, found = one.exercise, one.verdict
        mine = ""
        if found.level is not CautionLevel.OK:
            mine = reasons_line(found.level, found.reasons)
        lines = (
            (library_words.category_text(exercise.category), "muted"),
            (exercise.cues[0] if exercise.cues else "", "small"),
            (mine, "error" if found.level is CautionLevel.AVOID else "strong"),
        )
        row = move_row(self._theme, self._thumbs.of(exercise), exercise.name, lines)
        self.body.addWidget(row)


def facts_text(form: FormSight) -> str:
    """How long it takes, how much it is, and what does not suit."""
    parts = []
    if form.total_s is None:
        parts.append(_tr("too long to be planned"))
    else:
        parts.append(log_words.minutes_text(form.total_s))
    parts.append(_tr("1 exercise") if form.moves == 1 else _tr("{0} exercises").format(form.moves))
    count = len({one.exercise for one in form.screening.blocked})
    if count:
        one = _tr("1 is not for you")
        parts.append(one if count == 1 else _tr("{0} are not for you").format(count))
    return " · ".join(parts)
