"""Before a session: what it will be, how the hips are (may be left out), and Start."""

from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hiprehab.core.guidance import NOT_TODAY, Before, before
from hiprehab.core.hips import NOT_ASKED, Hips
from hiprehab.core.model import Side
from hiprehab.core.plan import Plan
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.session_brief import Brief, BriefPart
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import Chip
from hiprehab.ui.widgets.pain_scale import PainScale
from hiprehab.ui.widgets.text import label
from hiprehab.ui.wording import Words

MOBILITY: Final = "daily-hip-mobility"
WIDEST: Final = 860
LARGE: Final = 1.4
"""From this text size on the scales stand under each other, closer together."""
NOTHING_TOLD: Final = Brief()


class Pain(NamedTuple):
    """What scores are measured against: the highest that is fine, and the usual one if known."""

    ceiling: int
    baseline: float | None = None


class StartPanel(QWidget):
    """Start is always possible; scores change what is suggested, and with it what Enter does.

    Where something speaks against the session as planned, the other way stands first and "Start
    anyway" last.

    Signals:
        started(): begin as shown.
        easierAsked(): begin one level down.
        questionsAsked(): go through the safety questions.
        insteadAsked(str): another routine.
        stepAsked(int): another step on the way back to running.
        cancelled(): not now.
    """

    started = Signal()
    easierAsked = Signal()
    questionsAsked = Signal()
    insteadAsked = Signal(str)
    stepAsked = Signal(int)
    cancelled = Signal()

    def __init__(
        self,
        theme: Theme,
        plan: Plan,
        *,
        pain: Pain,
        brief: Brief = NOTHING_TOLD,
        cautions: QWidget | None = None,
        notice: str = "",
    ) -> None:
        super().__init__()
        self.theme = theme
        self._said = NOT_ASKED
        self._words = Words(self)
        self._pain, self._brief = pain, brief
        self._cautions = cautions
        self._gentle = plan.routine == MOBILITY
        self._empty = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(plan.title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        card = Card(theme)
        whole.addWidget(self._scrolling(card), 1)
        whole.addWidget(self._foot())
        self._fill(card.body, plan.title, notice)
        self.show_plan(plan)

    # -- building

    def _scrolling(self, card: Card) -> QScrollArea:
        """The card in the middle of what can be scrolled; Start stays in sight under it."""
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("kind", "page")
        scroll.setWidget(page)
        outer = QVBoxLayout(page)
        outer.addStretch(1)
        outer.addLayout(self._centred(card))
        outer.addStretch(1)
        return scroll

    def _centred(self, widget: QWidget) -> QHBoxLayout:
        """As wide as lines are read well."""
        widget.setMaximumWidth(self.theme.px(WIDEST))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(widget, 100)
        row.addStretch(1)
        return row

    def _fill(self, body: QVBoxLayout, title: str, notice: str) -> None:
        if self.theme.scale >= LARGE:  # the first rule of when to stop is to be in sight
            body.setSpacing(self.theme.space(4))
        body.addWidget(label(title, "heading", wrap=True))
        self.facts = label("", "muted", wrap=True)
        body.addWidget(self.facts)
        if notice:
            body.addWidget(label(notice, "strong", wrap=True))
        self._ask(body)
        body.addSpacing(self.theme.space(4))
        if self._cautions is not None:
            body.addWidget(self._cautions)
        self.brief = BriefPart(self.theme, self._brief)
        body.addWidget(self.brief)

    def _ask(self, body: QVBoxLayout) -> None:
        """How the hips are: before all that is only to be read, so that it is in sight."""
        body.addSpacing(self.theme.space(4))
        asked = QHBoxLayout()
        asked.setSpacing(self.theme.space(16))
        question = self.tr("How are your hips now? You may leave this out.")
        self.question = label(question, "strong", wrap=True)
        asked.addWidget(self.question, 1)
        self.limps = Chip(self.theme, self.tr("I limp now"))
        self.limps.clicked.connect(self._on_changed)
        asked.addWidget(self.limps, 0, Qt.AlignmentFlag.AlignVCenter)
        body.addLayout(asked)
        way = QBoxLayout.Direction
        across = self.theme.scale < LARGE
        scales = QBoxLayout(way.LeftToRight if across else way.TopToBottom)
        scales.setSpacing(self.theme.space(16))
        self.scales = {side: PainScale(self.theme, side) for side in Side}
        for scale in self.scales.values():
            scale.changed.connect(self._on_changed)
            scales.addWidget(scale, 1)
        body.addLayout(scales)

    def _foot(self) -> QWidget:
        """What is suggested, and the buttons."""
        foot = QFrame()
        foot.setProperty("kind", "foot")
        inner = QWidget()
        box = QVBoxLayout(inner)
        edge = self.theme.space(20)
        box.setContentsMargins(edge, self.theme.space(8), edge, self.theme.space(12))
        box.setSpacing(self.theme.space(8))
        self.advice = label("", "body", wrap=True)
        box.addWidget(self.advice)
        holder, buttons = flowing(self.theme.space(12))
        self.start = Button(self.theme, self.tr("Start"), kind="primary", icon="play")
        self.easier = Button(self.theme, self.tr("Start one level down"), kind="primary")
        self.mobility = Button(self.theme, self.tr("Easy movement instead"), kind="primary")
        self.questions = Button(self.theme, self.tr("Safety questions"), kind="primary")
        self.questions.setToolTip(self.tr("Is something new or worse? It takes two minutes."))
        self.step = Button(self.theme, "", kind="primary")
        self.cancel = Button(self.theme, self.tr("Not now"))
        self.anyway = Button(self.theme, self.tr("Start anyway"), kind="quiet")
        self.ways = (self.start, self.easier, self.mobility, self.questions, self.step)
        acts = {
            self.start: self.started.emit,
            self.easier: self.easierAsked.emit,
            self.mobility: partial(self.insteadAsked.emit, MOBILITY),
            self.questions: self.questionsAsked.emit,
            self.step: self._on_step,
            self.cancel: self.cancelled.emit,
            self.anyway: self.started.emit,
        }
        self.foot = tuple(acts)
        for button, act in acts.items():
            button.clicked.connect(lambda _on=False, act=act: act())
            buttons.addWidget(button)
        box.addWidget(holder)
        foot.setLayout(self._centred(inner))
        return foot

    # -- showing

    def show_plan(self, plan: Plan, *, asked_shorter: bool = False) -> None:
        """How long it takes and what it holds."""
        minutes = max(1, round(plan.total_s / 60))
        count = len({item.exercise for item in plan.items})
        text = self.tr("About {n} min · {count} exercises")
        if count == 1:
            text = self.tr("About {n} min · 1 exercise")
        text = text.format(n=minutes, count=count)
        if self._brief.level:
            text += f" · {self._brief.level}"
        if plan.shorter:
            text += self.tr(" · shorter today")
        elif asked_shorter:
            text += self.tr(" · as it is set, it cannot be made shorter")
        if not plan.items:
            text = self.tr("Nothing of this routine is left for you to do now.")
        self.facts.setText(text)
        self._empty = not plan.items
        self._on_changed(None)

    def say(self, said: Hips) -> None:
        """Shows what the person has said a moment ago; it counts unless they change it."""
        if not said.said:
            return
        self._said = said
        self.question.setText(self.tr("Your hips now, as you have just said. You can change it."))
        for side, score in said.scores.items():
            self.scales[side].set_score(score)
        self.limps.setChecked(bool(said.limp))
        self._on_changed(None)

    def hips(self) -> Hips:
        """What was said; a side without a choice is not there, and no limp is not asked."""
        scores = {s: scale.score for s, scale in self.scales.items() if scale.score is not None}
        found = Hips(scores, True if self.limps.isChecked() else None)
        same = found == self._said._replace(kept=())
        return self._said if same else found

    def _found(self) -> Before:
        """What the scores suggest."""
        hips, pain = self.hips(), self._pain
        found = before(hips.scores.values(), pain.ceiling, pain.baseline, limp=hips.limp)
        if found in (Before.EASIER, Before.MOBILITY) and self._gentle:
            return Before.AS_PLANNED  # there is nothing gentler to be offered
        return found

    def _way(self, found: Before) -> Button:
        """What is suggested, and Enter's act."""
        if found is Before.EASIER:
            return self.mobility if self._brief.no_easier else self.easier
        if found is Before.AS_PLANNED:
            return self.step if self._brief.unready else self.start
        return self.mobility if found is Before.MOBILITY else self.questions

    @property
    def advised(self) -> Button | None:
        """The button that Enter presses; None where there is nothing to start."""
        way = self._way(self._found())
        return None if self._empty and way in (self.start, self.easier) else way

    def _on_changed(self, _score: object) -> None:
        found, way = self._found(), self.advised
        self.advice.setText(self._advice(found))
        self.advice.setVisible(bool(self.advice.text()))
        self.setAccessibleDescription(self.advice.text())
        if unready := self._brief.unready:
            self.step.setText(self.tr("Show step {}").format(unready.step))
        for button in self.ways:
            button.setVisible(button is way)
        self.cancel.set_kind("quiet" if way is self.start else "secondary")
        self.anyway.setVisible(not self._empty and way is not self.start)

    def _on_step(self) -> None:
        assert self._brief.unready is not None
        self.stepAsked.emit(self._brief.unready.step)

    def _advice(self, found: Before) -> str:
        """What the scores suggest; never a level that is not there."""
        if found is Before.EASIER:
            text = self.tr("That is above {n}, the limit for you here.").format(
                n=self._pain.ceiling
            )
            return f"{text} {self._brief.no_easier or self.tr('We suggest one level down.')}"
        return {
            Before.AS_PLANNED: self._calm(),
            Before.MOBILITY: self.tr(
                "That is more than usual for exercise. We suggest easy movement only."
            ),
            Before.NOT_TODAY: self.tr(
                "{} We suggest not to exercise today, and to go through the safety questions. "
                "If it does not settle, talk to your physiotherapist or doctor."
            ).format(self._why_not()),
        }[found]

    def _calm(self) -> str:
        """What is said where the scores suggest nothing else."""
        if self._brief.unready:
            return self._brief.unready.why
        worst = max(self.hips().scores.values(), default=0)
        if self._gentle and worst > self._pain.ceiling:
            text = self.tr(
                "That is above {n}, the limit for you here. Move gently, in a small range, and "
                "leave out what hurts."
            )
            return text.format(n=self._pain.ceiling)
        return ""

    def _why_not(self) -> str:
        """What speaks against today."""
        if max(self.hips().scores.values(), default=0) >= NOT_TODAY:
            return self.tr("That is a lot.")
        return self.tr("You limp before you have begun.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that Tab reached, else what is suggested; Escape goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            reached = next((one for one in self.foot if one.hasFocus()), None)
            if reached is not None:
                reached.click()
            elif (way := self.advised) is not None:
                way.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
