"""A test from what it is about to its result: read, try each leg, say what stopped it, save."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.conditions import FINE, Verdict
from hiprehab.core.diary import FunctionKind, FunctionTest
from hiprehab.core.function_plan import plan_of, sides_of
from hiprehab.core.function_trend import STANCE_S
from hiprehab.core.guidance import USUAL_CEILING
from hiprehab.core.log import Stamp
from hiprehab.core.model import CautionLevel, Exercise, Side
from hiprehab.core.plan import PlanOptions
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.function_run import FunctionRun, RunKit
from hiprehab.ui.screens.function_words import FunctionWords
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.side_badge import SideBadge
from hiprehab.ui.widgets.text import label

MOST_STANDS = 99
NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class FunctionKit:
    """What a test needs: the player's parts, the exercise it is made of, and the person's limits.

    `now` gives the stamp of this moment. `verdict` is what the person's conditions mean for the
    exercise, `ceiling` the highest pain in it (0-10). `demo` marks made-up data.
    """

    run: RunKit
    exercise: Exercise
    now: Callable[[], Stamp]
    verdict: Verdict = FINE
    ceiling: int = USUAL_CEILING
    demo: bool = False


class FunctionFlow(QWidget):
    """One test.

    Signals:
        saved(tuple): the finished test, one value a side; to be stored.
        closed(): the person is done with it.
    """

    saved = Signal(object)
    closed = Signal()

    def __init__(self, kit: FunctionKit, kind: FunctionKind) -> None:
        super().__init__()
        self.kit, self.kind = kit, kind
        self.words = FunctionWords()
        self._text = self.words.text(kind)
        self.options = PlanOptions.from_settings(kit.run.settings)
        self.results: dict[Side | None, FunctionTest] = {}
        self._waiting = list(sides_of(kind, self.options))
        self.run: FunctionRun | None = None
        self.pain: ChipRow | None = None
        self._begun = self._handed_over = False
        self._save_typed: Callable[[], None] | None = None  # while a count is asked for
        self._pages = QStackedLayout(self)
        self.setAccessibleName(self._text.title)
        self.show_intro()

    # --- pages --------------------------------------------------------------------------------

    def _card(self, title: str) -> Card:
        """A new page with one card in its middle; `_show` brings it up when it is filled."""
        theme = self.kit.run.theme
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("kind", "page")
        outer = QVBoxLayout(page)
        row = QHBoxLayout()
        card = Card(theme)
        card.setMaximumWidth(theme.px(820))
        card.body.addWidget(label(title, "heading", wrap=True))
        row.addStretch(1)
        row.addWidget(card, 100)
        row.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)
        scroll.setWidget(page)
        self._next = scroll
        return card

    def _turn_to(self, page: QWidget, focus: QWidget) -> None:
        old = self._pages.currentWidget()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.setFocusProxy(focus)
        focus.setFocus(Qt.FocusReason.OtherFocusReason)
        if old is not None:
            self._pages.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _show(self, card: Card, buttons: list[Button], focus: QWidget | None = None) -> None:
        """Ends a page with its buttons and brings it up; the first one gets the focus."""
        holder, flow = flowing(self.kit.run.theme.space(12))
        for button in buttons:
            flow.addWidget(button)
        card.body.addWidget(holder)
        self._turn_to(self._next, focus or buttons[0])

    def _button(self, text: str, act: Callable[[], object], kind: str = "secondary") -> Button:
        button = Button(self.kit.run.theme, text, kind=kind)
        button.setAutoDefault(True)  # Enter presses what has the focus
        button.clicked.connect(lambda _on=False: act())
        return button

    def show_intro(self, notice: str = "") -> None:
        """What it is, how it is done, when to stop; `notice` says what happened just now."""
        text, kit = self._text, self.kit
        self.run, self._begun = None, False
        card = self._card(text.title)
        body = card.body
        if notice:
            body.addWidget(label(notice, "strong", wrap=True))
        body.addWidget(label(text.what, wrap=True))
        body.addWidget(label(text.need, wrap=True))
        for number, step in enumerate(text.steps, start=1):
            row = QHBoxLayout()
            row.setSpacing(kit.run.theme.space(8))
            count = label(str(number), "strong")
            count.setFixedWidth(kit.run.theme.px(18))
            row.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(step, wrap=True), 1)
            body.addLayout(row)
        body.addWidget(label(self.words.stop_rule(kit.ceiling), "strong", wrap=True))
        avoid = kit.verdict.level is CautionLevel.AVOID
        if kit.verdict.level is not CautionLevel.OK:
            head = self.tr("Not for you. {}") if avoid else self.tr("With care. {}")
            reasons = " ".join(reason.text for reason in kit.verdict.reasons)
            body.addWidget(label(head.format(reasons), "error" if avoid else "strong", wrap=True))
        body.addWidget(label(text.source, "small", wrap=True))
        body.addWidget(
            label(self.tr("No clinician has reviewed this content yet."), "small", wrap=True)
        )
        self.start = self._button(self._start_text(), self.start_next, "primary")
        self.start.setEnabled(not avoid)
        self._show(card, [self.start, self._button(self.tr("Not now"), self.closed.emit)])

    def _start_text(self) -> str:
        side = self._waiting[0] if self._waiting else None
        if side is None:
            return self.tr("Start")
        return self.tr("Start: {leg}").format(leg=self.words.leg(side).lower())

    def start_next(self) -> None:
        """The next try."""
        if self._waiting:
            self.try_side(self._waiting[0])

    def try_side(self, side: Side | None) -> None:
        """A try of one leg, or of both."""
        named = replace(self.kit.exercise, name=self._text.title, cues=self._text.cues)
        plan = plan_of(named, self.kind, side, self.options)
        self.run = run = FunctionRun(self.kit.run, self.kind, plan)
        run.ended.connect(lambda seconds: self._on_ended(side, seconds))
        run.broken.connect(self._on_broken)
        self._begun, self._save_typed = True, None
        self._turn_to(run, run)
        run.begin()

    def _on_broken(self, why: str) -> None:
        self.run = None
        if self.results:
            self.show_result(next(reversed(self.results)), why)
        else:
            self.show_intro(why)

    # --- results ------------------------------------------------------------------------------

    def _on_ended(self, side: Side | None, seconds: float) -> None:
        self.run = None
        if self.kind is FunctionKind.CHAIR_STAND:
            self.show_count(seconds)
            return
        value = min(float(STANCE_S), round(seconds, 1))
        full = value >= STANCE_S
        self.results.pop(side, None)
        self.results[side] = FunctionTest(
            self.kit.now(), self.kind, side, value, False if full else None, demo=self.kit.demo
        )
        self._waiting = [one for one in self._waiting if one is not side]
        self.show_result(side)

    def _ask_pain(self, card: Card) -> ChipRow:
        """Whether pain ended it; may be left out."""
        card.body.addWidget(label(self.tr("Did pain stop you?"), "strong"))
        chips = ChipRow(
            self.kit.run.theme,
            [(True, self.tr("Yes, pain")), (False, self.tr("No, something else"))],
            name=self.tr("Did pain stop you?"),
            optional=True,
        )
        card.body.addWidget(chips)
        return chips

    def show_count(self, seconds: float) -> None:
        """How many stands; nothing is filled in."""
        theme, full = self.kit.run.theme, seconds >= self._length() - 0.05
        title = self.tr("How many full stands did you count?")
        card = self._card(title)
        if not full:
            early = self.tr("You stopped after {n} s. What you did until then counts.")
            card.body.addWidget(label(early.format(n=f"{seconds:.0f}"), wrap=True))
        self.count = QLineEdit()
        self.count.setValidator(QIntValidator(0, MOST_STANDS, self.count))
        self.count.setAccessibleName(title)
        self.count.setFixedWidth(theme.px(120))
        self.count.setMinimumHeight(theme.target)
        card.body.addWidget(self.count)
        self.pain = None if full else self._ask_pain(card)
        self.note = self._note_field(card)
        self._save_typed = partial(self._save_count, full)
        save = self._button(self.tr("Save"), self._save_typed, "primary")
        save.setEnabled(False)
        self.count.textChanged.connect(lambda _: save.setEnabled(self.count.hasAcceptableInput()))
        self.count.returnPressed.connect(save.click)
        again = self._button(self.tr("Do it again"), self.start_next)
        throw = self._button(self.tr("Keep nothing"), self.closed.emit, "quiet")
        self._show(card, [save, again, throw], self.count)
        self.save_button = save

    def _length(self) -> float:
        plan = plan_of(self.kit.exercise, self.kind, None, self.options)
        return plan.steps[-1].expected_s

    def _note_field(self, card: Card) -> QLineEdit:
        note = QLineEdit()
        note.setMaxLength(NOTE_LENGTH)
        note.setPlaceholderText(self.tr("A note, if you like: which chair, which shoes"))
        note.setAccessibleName(self.tr("Note"))
        note.setMinimumHeight(self.kit.run.theme.target)
        card.body.addWidget(note)
        return note

    def _save_count(self, full: bool) -> None:
        pain = False if full else self.pain.value if self.pain is not None else None
        test = FunctionTest(
            self.kit.now(),
            self.kind,
            None,
            float(int(self.count.text())),
            pain,
            self.note.text().strip(),
            self.kit.demo,
        )
        self._hand_over((test,))

    def show_result(self, side: Side | None, notice: str = "") -> None:
        """One leg is done: its time, what stopped it, and what comes next."""
        theme, test = self.kit.run.theme, self.results[side]
        done = self.words.leg(side), self.words.value(self.kind, test.value)
        card = self._card(self.tr("{leg}: {time}").format(leg=done[0], time=done[1]))
        if notice:
            card.body.addWidget(label(notice, "strong", wrap=True))
        self.pain = None
        if test.value >= STANCE_S:
            text = self.tr("You stood the whole {n} seconds. That is as long as this test goes.")
            card.body.addWidget(label(text.format(n=STANCE_S), wrap=True))
        else:
            self.pain = self._ask_pain(card)
            self.pain.set_value(test.pain)
            self.pain.changed.connect(lambda value: self._on_pain(side, value))
        others = [one for one in self.results if one is not side]
        for other in others:
            row, value = QHBoxLayout(), self.words.value(self.kind, self.results[other].value)
            row.addWidget(SideBadge(theme, other))
            row.addWidget(label(value), 1)
            card.body.addLayout(row)
        again = self._button(
            self.tr("{leg} again").format(leg=self.words.leg(side)), lambda: self.try_side(side)
        )
        throw = self._button(self.tr("Keep nothing"), self.closed.emit, "quiet")
        if self._waiting:
            go = self._button(self._start_text(), self.start_next, "primary")
            save = self._button(self.tr("Save this leg only"), self.save)
            self._show(card, [go, again, save, throw])
        else:
            save = self._button(self.tr("Save"), self.save, "primary")
            self._show(card, [save, again, throw])
        self.save_button = save

    def _on_pain(self, side: Side | None, value: bool | None) -> None:
        self.results[side] = self.results[side]._replace(pain=value)

    def save(self) -> None:
        """Hands the results over, left before right."""
        order = sorted(self.results.values(), key=lambda one: one.side is Side.RIGHT)
        if order:
            self._hand_over(tuple(order))

    def _hand_over(self, tests: tuple[FunctionTest, ...]) -> None:
        """Once only, however often it is pressed before the disk answers."""
        if not self._handed_over:
            self._handed_over = True
            self.saved.emit(tests)

    def not_saved(self) -> None:
        """It could not be stored; everything is still here, to be saved again."""
        self._handed_over = False

    def keep(self) -> None:
        """The window goes away: a leg that was timed is kept, and a count that was typed."""
        if self._save_typed is None:
            self.save()
        elif self.count.hasAcceptableInput():
            self._save_typed()

    def close_flow(self) -> None:
        """The same, and a running try ends without a result."""
        if self.run is not None:
            self.run.close_run()
        self.keep()
        self.results = {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the first page; later pages hold a result and ask for a button."""
        if event.key() == Qt.Key.Key_Escape and not self._begun:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
