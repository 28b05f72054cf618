"""Before a session: what it will be, how the hips are (may be left out), and Start."""

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
NOTHING_TOLD: Final = Brief()


class Pain(NamedTuple):
    """What scores are measured against: the highest that is fine, and the usual one if known."""

    ceiling: int
    baseline: float | None = None


class StartPanel(QWidget):
    """Start is always possible; scores change only what is suggested.

    Signals:
        started(): begin as shown.
        easierAsked(): begin one level down.
        questionsAsked(): go through the safety questions.
        insteadAsked(str): another routine.
        cancelled(): not now.
    """

    started = Signal()
    easierAsked = Signal()
    questionsAsked = Signal()
    insteadAsked = Signal(str)
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
        self._on_changed(None)

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
        across = self.theme.scale < 1.4
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
        self.start.clicked.connect(self.started)
        self.easier = Button(self.theme, self.tr("Start one level down"))
        self.easier.clicked.connect(self.easierAsked)
        self.mobility = Button(self.theme, self.tr("Easy movement instead"))
        self.mobility.clicked.connect(lambda: self.insteadAsked.emit(MOBILITY))
        self.questions = Button(self.theme, self.tr("Safety questions"))
        self.questions.setToolTip(self.tr("Is something new or worse? It takes two minutes."))
        self.questions.clicked.connect(self.questionsAsked)
        self.cancel = Button(self.theme, self.tr("Not now"), kind="quiet")
        self.cancel.clicked.connect(self.cancelled)
        for button in (self.start, self.easier, self.mobility, self.questions, self.cancel):
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
        self.start.setVisible(bool(plan.items))
        self._empty = not plan.items

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

    def _on_changed(self, _score: object) -> None:
        pain, hips = self._pain, self.hips()
        found = before(hips.scores.values(), pain.ceiling, pain.baseline, limp=hips.limp)
        down = found is Before.EASIER and not self._brief.no_easier and not self._empty
        self.advice.setText(self._advice(found))
        self.advice.setVisible(bool(self.advice.text()))
        self.easier.setVisible(down)
        self.mobility.setVisible(found is Before.MOBILITY)
        self.questions.setVisible(found is Before.NOT_TODAY)
        calm = found is Before.AS_PLANNED
        self.start.setText(self.tr("Start") if calm else self.tr("Start anyway"))
        self.start.set_kind("primary" if calm else "secondary")
        self.start.updateGeometry()

    def _advice(self, found: Before) -> str:
        """What the scores suggest; never a level that is not there."""
        if found is Before.EASIER:
            text = self.tr("That is above {n}, the limit for you here.").format(
                n=self._pain.ceiling
            )
            return f"{text} {self._brief.no_easier or self.tr('We suggest one level down.')}"
        return {
            Before.AS_PLANNED: "",
            Before.MOBILITY: self.tr(
                "That is more than usual for exercise. We suggest easy movement only."
            ),
            Before.NOT_TODAY: self.tr(
                "{} We suggest not to exercise today, and to go through the safety questions. "
                "If it does not settle, talk to your physiotherapist or doctor."
            ).format(self._why_not()),
        }[found]

    def _why_not(self) -> str:
        """What speaks against today."""
        if max(self.hips().scores.values(), default=0) >= NOT_TODAY:
            return self.tr("That is a lot.")
        return self.tr("You limp before you have begun.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter starts, Escape goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._empty:
                self.started.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
