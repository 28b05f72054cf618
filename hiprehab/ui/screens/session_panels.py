"""Panels over a running session: paused, end early, why skipped, it hurts; the timer goes on."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout, QWidget

from hiprehab.core.guidance import During, during
from hiprehab.core.log import SkipReason
from hiprehab.core.model import Side
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import Flow
from hiprehab.ui.widgets.pain_scale import PainScale
from hiprehab.ui.widgets.text import label
from hiprehab.ui.wording import Words

REASON_MS = 12_000
PAIN_MS = 20_000
WIDE_SCALE = 1.6
"""From this text size on two scales do not fit side by side in 1024 px."""
LINE = 2
"""Of the border, which the layout does not count."""
SHADE = QColor(10, 14, 18, 130)


class Veil(QWidget):
    """Dims what lies behind a panel; clicks go through it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """An even shade."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), SHADE)
        painter.end()


class Panel(QFrame):
    """A surface over its host, at the bottom or in the middle, with a title and buttons.

    Signals:
        moved(): it takes another place, or none.
    """

    moved = Signal()

    def __init__(
        self, theme: Theme, host: QWidget, *, middle: bool = False, linger_ms: int = 0
    ) -> None:
        super().__init__(host)
        self.theme = theme
        self._middle = middle
        self._veil = Veil(host) if middle else None
        self._buttons: list[Button] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(linger_ms)
        self._timer.timeout.connect(self._on_linger)
        self.setObjectName("panel")
        self.body = QVBoxLayout(self)
        edge = theme.space(20)
        self.body.setContentsMargins(edge, theme.space(14), edge, theme.space(14))
        self.body.setSpacing(theme.space(8))
        self.title = label("", "heading" if middle else "title", wrap=True)
        self.text = label("", "body", wrap=True)
        self.body.addWidget(self.title)
        self.body.addWidget(self.text)
        self._dress()
        theme.changed.connect(self._dress)
        self.host = host
        self.hide()

    def _dress(self) -> None:
        look = self.theme.tokens
        self.setStyleSheet(
            f"#panel {{ background: {look.surface}; border: 1px solid {look.edge};"
            " border-radius: 16px; }"
        )

    def add_buttons(self, buttons: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        """A row of (word, kind, what it does)."""
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self._flow = flow = Flow(holder, gap=self.theme.space(10))
        for word, kind, act in buttons:
            button = Button(self.theme, word, kind=kind)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, act=act: act())
            flow.addWidget(button)
            self._buttons.append(button)
        self.body.addWidget(holder)

    def put_first(self, first: Sequence[Button]) -> None:
        """These buttons in this order in front of the others, for the eye and for Tab."""
        while self._flow.takeAt(0) is not None:
            pass
        self._buttons = [*first, *(one for one in self._buttons if one not in first)]
        for button in self._buttons:
            self._flow.addWidget(button)
        self._flow.invalidate()
        self._flow.activate()
        for before, after in pairwise(self._buttons):
            QWidget.setTabOrder(before, after)

    def focus_next(self, forward: bool) -> None:
        """Tab goes round among the buttons; what lies behind the veil is out of reach."""
        at = next((n for n, button in enumerate(self._buttons) if button.hasFocus()), None)
        if at is None:
            at = -1 if forward else 0
        way = 1 if forward else -1
        self._buttons[(at + way) % len(self._buttons)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )

    def press_focused(self) -> bool:
        """Enter on a button that Tab has reached; False when none is."""
        for button in self._buttons:
            if button.hasFocus():
                button.click()
                return True
        return False

    def say(self, title: str, text: str = "") -> None:
        """Other words."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {text}".strip())

    def open(self) -> None:
        """Comes up."""
        self.host.installEventFilter(self)
        self.place()
        if self._veil is not None:
            self._veil.show()
            self._veil.raise_()
        self.show()
        self.raise_()
        self.place()

    def _on_linger(self) -> None:
        """Nobody answered."""
        self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """No timer while hidden."""
        self.host.removeEventFilter(self)
        self._timer.stop()
        if self._veil is not None:
            self._veil.hide()
        super().hideEvent(event)
        self.moved.emit()

    def place(self) -> None:
        """Takes its place over the host."""
        host = self.host
        edge = self.theme.space(24 if self._middle else 8)
        widest = host.width() - 2 * edge
        width = min(widest, self.theme.px(620)) if self._middle else widest
        if self._veil is not None:
            self._veil.setGeometry(host.rect())
        for child in self.findChildren(QWidget):
            child.ensurePolished()
        self.body.invalidate()
        line = 2 * LINE
        height = max(self.body.heightForWidth(width - line), self.body.minimumSize().height())
        height = min(height + line, host.height() - 2 * edge)
        x = (host.width() - width) // 2
        y = (host.height() - height) // 2 if self._middle else host.height() - height - edge
        self.setGeometry(x, y, width, height)
        self.moved.emit()

    def event(self, event: QEvent) -> bool:
        """Other words may need more room."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.place()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays where it belongs when the host changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)


class ReasonStrip(Panel):
    """Asks why something was skipped while the session already goes on; silence is an answer.

    Signals:
        chosen(object): a SkipReason, or None for no reason.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, host: QWidget, words: Words) -> None:
        super().__init__(theme, host, linger_ms=REASON_MS)
        self.add_buttons(
            [
                (f"{number}  {words.reason(reason)}", "secondary", lambda r=reason: self.choose(r))
                for number, reason in enumerate(SkipReason, start=1)
            ]
            + [(self.tr("No reason"), "quiet", lambda: self.choose(None))]
        )

    def ask(self, what: str) -> None:
        """Asks for a while."""
        self.say(self.tr("Skipped: {what}. Why?").format(what=what))
        self.open()
        self._timer.start()

    def ask_before_the_end(self, what: str) -> None:
        """Asks until there is an answer: nothing comes after what is left out."""
        self.say(
            self.tr("Leave out {what}, and end? Why?").format(what=what),
            self.tr("It is the last one. The clock waits; Escape goes on with it."),
        )
        self.open()

    def choose(self, reason: SkipReason | None) -> None:
        """The answer."""
        self.hide()
        self.chosen.emit(reason)


class HurtsStrip(Panel):
    """Pain during a move, left and right. Saved when it closes.

    Above the limit the clock stands still, and what is suggested comes first and is Enter's act.

    Signals:
        rated(dict): the scores that were chosen.
        limitPassed(): a score is above the limit, so the session waits.
        easier(), stopMove(), goOn(): what the person decided.
    """

    rated = Signal(object)
    limitPassed = Signal()
    easier = Signal()
    stopMove = Signal()
    goOn = Signal()

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, linger_ms=PAIN_MS)
        self._ceiling, self._easier = 3, True
        self.waits = False
        row = QBoxLayout(
            QBoxLayout.Direction.LeftToRight
            if theme.scale < WIDE_SCALE
            else QBoxLayout.Direction.TopToBottom
        )
        row.setSpacing(theme.space(16))
        self.scales = {side: PainScale(theme, side) for side in Side}
        for scale in self.scales.values():
            row.addWidget(scale, 1)
            scale.changed.connect(self._on_changed)
        self.body.insertLayout(1, row)
        self.body.addWidget(self.text)
        self.add_buttons(
            [
                (self.tr("Save and go on"), "primary", lambda: self._act(self.goOn)),
                (self.tr("Easier"), "secondary", lambda: self._act(self.easier)),
                (self.tr("Stop this move"), "secondary", lambda: self._act(self.stopMove)),
            ]
        )
        self.go_on_button, self.easier_button, self.stop_button = self._buttons

    def ask(self, move: str, side: Side | None, ceiling: int, *, easier: bool = True) -> None:
        """Opens with nothing chosen; the keyboard is at the scale of the working side.

        Args:
            move, side: what is being done.
            ceiling: the highest score that is fine.
            easier: whether the move can be made easier.
        """
        self._ceiling, self._easier, self.waits = ceiling, easier, False
        self.easier_button.setVisible(easier)
        for scale in self.scales.values():
            scale.set_score(None)
        self._suggest(None)
        self.say(
            self.tr("How much does it hurt during: {move}?").format(move=move), self._hint(None)
        )
        self.open()
        self.scales[side or Side.LEFT].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._timer.start()

    def scores(self) -> dict[Side, int]:
        """What was chosen; a side without a choice is not there."""
        return {s: scale.score for s, scale in self.scales.items() if scale.score is not None}

    def accept(self) -> None:
        """What Enter does: the first of the buttons, which is what is suggested."""
        self._buttons[0].click()

    def close_strip(self) -> None:
        """Saves what was chosen and goes away."""
        if not self.isVisible():
            return
        self.hide()
        if found := self.scores():
            self.rated.emit(found)

    def _on_linger(self) -> None:
        self.close_strip()

    def _act(self, signal: SignalInstance) -> None:
        self.close_strip()
        signal.emit()

    def _on_changed(self, _score: object) -> None:
        score = max(self.scores().values(), default=None)
        above = score is not None and during(score, self._ceiling) is not During.GO_ON
        if above and not self.waits:
            self.waits = True
            self._timer.stop()
            self.limitPassed.emit()
        if not self.waits:
            self._timer.start()
        self._suggest(score)
        self.text.setText(self._hint(score))
        self.setAccessibleDescription(self.text.text())
        self.place()

    def _suggest(self, score: int | None) -> None:
        """What is suggested stands first; going on against it is last and quiet."""
        found = During.GO_ON if score is None else during(score, self._ceiling)
        order = [self.go_on_button, self.easier_button, self.stop_button]
        if found is During.EASIER and self._easier:
            order = [self.easier_button, self.stop_button, self.go_on_button]
        elif found is not During.GO_ON:
            order = [self.stop_button, self.easier_button, self.go_on_button]
        calm = found is During.GO_ON
        word = self.tr("Save and go on") if calm else self.tr("Go on anyway")
        self.go_on_button.setText(word)
        for button in order:
            button.set_kind("primary" if button is order[0] else "secondary")
        if not calm:
            self.go_on_button.set_kind("quiet")
        self.put_first(order)

    def _hint(self, score: int | None) -> str:
        if score is None:
            return self.tr("The session goes on. A digit chooses, Enter saves.")
        text = self._advice(score)
        return f"{text} {self.tr('The clock waits for you.')}" if self.waits else text

    def _advice(self, score: int) -> str:
        found = during(score, self._ceiling)
        if found is During.STOP_MOVE:
            return self.tr(
                "That is a lot. We suggest stopping this move. "
                "If it stays above 5, end the session."
            )
        if found is During.EASIER and not self._easier:
            return self.tr(
                "That is above {n}, the limit for this move, and there is no easier level. "
                "We suggest stopping this move."
            ).format(n=self._ceiling)
        if found is During.EASIER:
            return self.tr(
                "That is above {n}, the limit for this move. An easier level may suit you better."
            ).format(n=self._ceiling)
        return self.tr("That is within the limit of {n} for this move. You can go on.").format(
            n=self._ceiling
        )
