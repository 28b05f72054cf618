"""Before a session: what it will be, how the hips are (may be left out), and Start."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.guidance import Before, before
from hiprehab.core.model import Side
from hiprehab.core.plan import Plan
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import Flow
from hiprehab.ui.widgets.pain_scale import PainScale
from hiprehab.ui.widgets.text import label
from hiprehab.ui.wording import Words

MOBILITY = "daily-hip-mobility"


class StartPanel(QWidget):
    """Start is always possible; scores change only what is suggested.

    Signals:
        started(): begin as shown.
        easierAsked(): begin one level down.
        insteadAsked(str): another routine.
        cancelled(): not now.
    """

    started = Signal()
    easierAsked = Signal()
    insteadAsked = Signal(str)
    cancelled = Signal()

    def __init__(
        self,
        theme: Theme,
        plan: Plan,
        *,
        ceiling: int,
        baseline: float | None = None,
        cautions: QWidget | None = None,
        notice: str = "",
    ) -> None:
        super().__init__()
        self.theme = theme
        self._notice = notice
        self._cautions = cautions
        self._words = Words(self)
        self._ceiling, self._baseline = ceiling, baseline
        self.can_go_down = self._empty = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build(plan)

    def _build(self, plan: Plan) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("kind", "page")
        scroll.setWidget(page)
        whole.addWidget(scroll)
        outer = QVBoxLayout(page)
        outer.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        card = Card(self.theme)
        card.setMaximumWidth(self.theme.px(860))
        row.addWidget(card, 100)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)
        body = card.body
        body.addWidget(label(plan.title, "heading", wrap=True))
        self.facts = label("", "muted", wrap=True)
        body.addWidget(self.facts)
        if self._notice:
            body.addWidget(label(self._notice, "strong", wrap=True))
        if self._cautions is not None:
            body.addWidget(self._cautions)
        body.addSpacing(self.theme.space(8))
        body.addWidget(label(self.tr("How are your hips now? You may leave this out."), "strong"))
        across = self.theme.scale < 1.4
        scales = QBoxLayout(
            QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        )
        scales.setSpacing(self.theme.space(16))
        self.scales = {side: PainScale(self.theme, side) for side in Side}
        for scale in self.scales.values():
            scale.changed.connect(self._on_changed)
            scales.addWidget(scale, 1)
        body.addLayout(scales)
        self.advice = label("", "body", wrap=True)
        body.addWidget(self.advice)
        row_of_buttons = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        row_of_buttons.setSizePolicy(policy)
        buttons = Flow(row_of_buttons, gap=self.theme.space(12))
        self.start = Button(self.theme, self.tr("Start"), kind="primary", icon="play")
        self.start.clicked.connect(self.started)
        self.easier = Button(self.theme, self.tr("Start one level down"))
        self.easier.clicked.connect(self.easierAsked)
        self.mobility = Button(self.theme, self.tr("Easy movement instead"))
        self.mobility.clicked.connect(lambda: self.insteadAsked.emit(MOBILITY))
        self.cancel = Button(self.theme, self.tr("Not now"), kind="quiet")
        self.cancel.clicked.connect(self.cancelled)
        buttons.addWidget(self.start)
        buttons.addWidget(self.easier)
        buttons.addWidget(self.mobility)
        buttons.addWidget(self.cancel)
        body.addWidget(row_of_buttons)
        self.show_plan(plan)
        self._on_changed(None)

    def show_plan(self, plan: Plan) -> None:
        """How long it takes and what it holds."""
        minutes = max(1, round(plan.total_s / 60))
        count = len(plan.items)
        text = self.tr("About {n} min · {count} exercises")
        if count == 1:
            text = self.tr("About {n} min · 1 exercise")
        text = text.format(n=minutes, count=count)
        if plan.shorter:
            text += self.tr(" · shorter today")
        if not plan.items:
            text = self.tr("Nothing of this routine is left for you to do now.")
        self.facts.setText(text)
        self.start.setVisible(bool(plan.items))
        self._empty = not plan.items

    def scores(self) -> dict[Side, int]:
        """What was chosen; a side without a choice is not there."""
        return {s: scale.score for s, scale in self.scales.items() if scale.score is not None}

    def _on_changed(self, _score: object) -> None:
        found = before(self.scores().values(), self._ceiling, self._baseline)
        texts = {
            Before.AS_PLANNED: "",
            Before.EASIER: self.tr(
                "That is above {n}, the limit for you here. We suggest one level down."
            ).format(n=self._ceiling),
            Before.MOBILITY: self.tr(
                "That is more than usual for exercise. We suggest easy movement only."
            ),
            Before.NOT_TODAY: self.tr(
                "That is a lot. We suggest not to exercise today. If it does not settle, "
                "talk to your physiotherapist or doctor."
            ),
        }
        self.advice.setText(texts[found])
        self.advice.setVisible(bool(texts[found]))
        self.easier.setVisible(found is Before.EASIER and self.can_go_down and not self._empty)
        self.mobility.setVisible(found is Before.MOBILITY)
        calm = found is Before.AS_PLANNED
        self.start.setText(self.tr("Start") if calm else self.tr("Start anyway"))
        self.start.set_kind("primary" if calm else "secondary")
        self.start.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter starts, Escape goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._empty:
                self.started.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
