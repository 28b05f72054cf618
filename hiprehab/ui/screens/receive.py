"""Before a pack is accepted: from whom it is, what is in it, what changes, what does not suit.

Nothing of the file is on the disk yet. Every text of it is shown as plain text.
"""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.storage.signing import grouped
from hiprehab.storage.trust import Standing
from hiprehab.ui.screens import receive_words as words
from hiprehab.ui.screens.columns import Columns, flowing, tab_as_read
from hiprehab.ui.screens.receive_cards import OwnCard, RoutineCard, lines_card
from hiprehab.ui.screens.receive_model import RoutineSight, Sight
from hiprehab.ui.screens.receive_parts import Details, Thumbs
from hiprehab.ui.slices import Slices
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card, IconDisc
from hiprehab.ui.widgets.stepper import Toggle
from hiprehab.ui.widgets.text import label

WIDE = 900
"""From this width on, in px at 100 % text, there are two columns."""
_SIGNS = {
    Standing.UNSIGNED: ("info", "rest"),
    Standing.UNREAD: ("info", "rest"),
    Standing.FIRST: ("check", "accent"),
    Standing.KNOWN: ("check", "accent"),
    Standing.CHANGED: ("warning", "attention"),
    Standing.LOST: ("warning", "attention"),
}


class ReceivePage(QWidget):
    """The page about one offer. `pictures` are those of its exercises, by id, made small.

    Signals:
        accepted(routine id, variant id): install it; unless both are empty, go on to the plan.
        declined(): leave everything as it is.
    """

    accepted = Signal(str, str)
    declined = Signal()

    def __init__(self, theme: Theme, sight: Sight, pictures: Mapping[str, QImage]) -> None:
        super().__init__()
        self.theme = theme
        self.sight = sight
        self._thumbs = Thumbs(theme, pictures)
        self._sure = not sight.offer.standing.needs_yes
        self.sure: Toggle | None = None
        self.cards: list[RoutineCard] = []
        self.accept = Button(theme, self.tr("Accept"), kind="primary", icon="check")
        self.accept.setAutoDefault(True)
        self.plan = Button(theme, self.tr("Accept and add to my plan"), icon="plan")
        installs = sight.offer.state.can_install
        self.decline = Button(theme, self.tr("Not now") if installs else self.tr("Back"))
        self._slices = Slices(self, self._build())
        pack = sight.offer.parcel.pack
        self.setAccessibleName(self.tr("Look at a pack: {0}").format(pack.title))
        self.accept.setVisible(installs)
        self.plan.setVisible(installs and len(sight.routines) == 1)
        self.accept.clicked.connect(lambda: self.accepted.emit("", ""))
        self.plan.clicked.connect(lambda: self._on_plan(self.cards[0]))
        self.decline.clicked.connect(self.declined)
        self._allow(self._sure)

    # --- building ---------------------------------------------------------------------------

    def build_all(self) -> None:
        """The cards that are still to come, now."""
        self._slices.finish()

    def _build(self) -> Iterator[None]:
        """What is said first is there at once, the cards come one by one while it is read."""
        space, offer = self.theme.space, self.sight.offer
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(14))
        box.addWidget(self._head())
        if offer.standing.needs_yes and offer.state.can_install:
            box.addWidget(self._warning())
        holder = QWidget()
        # Under each other, what changes comes before what is in it.
        order = (1, 0) if offer.changes and self.sight.routines else ()
        columns = Columns(
            holder, gap=space(16), shares=(11, 9), least=self.theme.px(WIDE), stacked=order
        )
        self.theme.changed.connect(lambda: columns.set_least(self.theme.px(WIDE)))
        box.addWidget(holder)
        box.addStretch(1)
        notes = words.notes(offer, self.sight.more)
        both = bool(self.sight.routines) and bool(offer.changes or self.sight.own or notes)
        left = self._column(columns)
        right = self._column(columns) if both else left
        yield
        for one in self.sight.routines[:1]:
            yield from self._routine(left, one)
        if offer.changes:
            title = self.tr("What changes from version {0}").format(offer.before)
            self._place(right, lines_card(self.theme, title, words.changes_by_place(offer.changes)))
            yield
        if self.sight.own:
            own = OwnCard(self.theme, self.sight, self._thumbs)
            self._place(right, own)
            yield
            for exercise in self.sight.own:
                own.show_exercise(exercise)
                yield
        if notes:
            self._place(right, lines_card(self.theme, self.tr("Good to know"), [("", notes)]))
            yield
        for one in self.sight.routines[1:]:
            yield from self._routine(left, one)
        tab_as_read(self)

    def _column(self, columns: Columns) -> QVBoxLayout:
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.theme.space(14))
        layout.addStretch(1)
        columns.addWidget(part)
        return layout

    def _place(self, column: QVBoxLayout, card: Card) -> None:
        column.insertWidget(column.count() - 1, card)

    def _routine(self, column: QVBoxLayout, one: RoutineSight) -> Iterator[None]:
        """The card of a routine; the moves of the first one are shown, block by block."""
        card = RoutineCard(self.theme, one, self.sight, self._thumbs)
        installs = self.sight.offer.state.can_install
        card.add.setVisible(len(self.sight.routines) > 1 and installs)
        card.wanted.connect(lambda: self._on_plan(card))
        yield  # making it is one turn, laying it out another
        card.add.setEnabled(self._sure)
        self._place(column, card)
        self.cards.append(card)
        yield
        if len(self.cards) == 1:
            yield from card.moves()

    def _head(self) -> Card:
        space, offer = self.theme.space, self.sight.offer
        pack = offer.parcel.pack
        card = Card(self.theme)
        card.body.setSpacing(space(6))
        card.body.addWidget(label(words.eyebrow(offer.state), "eyebrow", wrap=True))
        card.body.addWidget(label(pack.title, "heading", wrap=True))
        card.body.addWidget(label(words.author_text(pack.author), "strong", wrap=True))
        card.body.addWidget(label(words.state_text(offer), wrap=True))
        card.body.addSpacing(space(4))
        actions, flow = flowing(space(8))
        for button in (self.accept, self.plan, self.decline):
            flow.addWidget(button)
        card.body.addWidget(actions)
        card.body.addSpacing(space(4))
        card.body.addLayout(self._signature())
        return card

    def _signature(self) -> QHBoxLayout:
        """The signature in words, and the hash that can be compared over the telephone."""
        offer = self.sight.offer
        icon, role = _SIGNS[offer.standing]
        row = QHBoxLayout()
        row.setSpacing(self.theme.space(12))
        disc = IconDisc(self.theme, icon, role=role, size=40)
        row.addWidget(disc, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(self.theme.space(2))
        texts.addWidget(label(words.signature_text(offer), wrap=True))
        whole = self.tr("Fingerprint of the file (SHA-256): {0}")
        lines = [(whole.format(grouped(offer.parcel.sha256)), self.tr("Fingerprint of the file"))]
        if offer.parcel.signature.key:
            key = self.tr("Whole key: {0}").format(grouped(offer.parcel.signature.key))
            lines.append((key, self.tr("Whole key of the signature")))
        texts.addWidget(Details(self.theme, lines))
        row.addLayout(texts, 1)
        return row

    def _warning(self) -> Card:
        """A signature that is not what it was: said loudly, and accepted only on purpose."""
        title, advice = words.warning_text(self.sight.offer.standing)
        card = Card(self.theme, title, kind="problem")
        card.body.setSpacing(self.theme.space(8))
        card.body.addWidget(label(advice, wrap=True))
        for line in words.keys_text(self.sight.offer):
            card.body.addWidget(label(line, "strong", wrap=True))
        self.sure = Toggle(self.theme, self.tr("I asked, and it is right"))
        self.sure.toggled.connect(self._allow)
        card.body.addWidget(self.sure, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    # --- acting -----------------------------------------------------------------------------

    def _allow(self, sure: bool) -> None:
        """Accepting waits until a changed signature was said to be right."""
        self._sure = sure
        for button in (self.accept, self.plan, *(card.add for card in self.cards)):
            button.setEnabled(sure)

    def set_busy(self) -> None:
        """While it is installed nothing can be pressed twice."""
        self.accept.setText(self.tr("Installing …"))
        self.setEnabled(False)

    def set_ready(self) -> None:
        """It could not be installed; the person may try again."""
        self.accept.setText(self.tr("Accept"))
        self.setEnabled(True)

    def _on_plan(self, card: RoutineCard) -> None:
        self.accepted.emit(card.routine.id, card.variant.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.declined.emit()
        else:
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        """The first thing that can be pressed gets the focus."""
        first = self.sure or (self.accept if self.accept.isVisibleTo(self) else self.decline)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
