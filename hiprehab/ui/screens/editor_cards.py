"""The middle column of the editor: blocks and cards, to reorder by keys and by dragging.

Cards are kept and shown anew rather than made again, so the focus stays where it is.
"""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiprehab.core.model import Dose
from hiprehab.storage import draft_edit as do
from hiprehab.storage.draft_edit import Spot
from hiprehab.storage.keylines import KeyPath
from hiprehab.tokens import RADIUS
from hiprehab.ui.screens import editor_card, editor_library, log_words
from hiprehab.ui.screens import editor_values as values
from hiprehab.ui.screens import editor_words as words
from hiprehab.ui.screens.editor_block import BlockHead
from hiprehab.ui.screens.editor_card import CardFace, ItemCard, Token
from hiprehab.ui.screens.editor_dose import FIELDS, TWO_SIDED
from hiprehab.ui.screens.editor_fields import DoseForm
from hiprehab.ui.screens.editor_state import EditorState
from hiprehab.ui.screens.pages import reveal, scroller
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.cards import EmptyState
from hiprehab.ui.widgets.paint import rounded, smooth
from hiprehab.ui.widgets.photo import picture_key

ON_CARDS: Final = ("sets", "reps", "hold_s", "duration_s", "tempo", "rest_sets_s")
ALT: Final = Qt.KeyboardModifier.AltModifier
CTRL: Final = Qt.KeyboardModifier.ControlModifier


class CardColumn(QWidget):
    """Signals: `library_wanted()` to go to the library."""

    library_wanted = Signal()

    def __init__(self, theme: Theme, state: EditorState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._state = theme, state
        self.cards: list[ItemCard] = []
        self.heads: list[BlockHead] = []
        self.form = DoseForm(theme, state, self)
        self.form.finished.connect(self._on_finished)
        self.nothing = EmptyState(
            theme,
            "plus",
            self.tr("No exercise yet"),
            self.tr(
                "Type what you look for on the left and press Enter. Enter again adds the next."
            ),
            self.tr("Search the library"),
        )
        self.nothing.acted.connect(self.library_wanted)
        self._drop_y: int | None = None
        self._shape: list[int] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space(4))
        self._box.addWidget(self.nothing)
        self._box.addStretch(1)
        self.setAcceptDrops(True)
        state.changed.connect(self.refresh)
        state.chosen.connect(self._on_chosen)
        state.looked.connect(self._on_looked)
        self.refresh()

    # --- what is shown ----------------------------------------------------------------------

    def refresh(self) -> None:
        """The text has changed: cards and heads as it has them now."""
        data, form = self._state.draft.data, self._state.form
        shape = [len(do.items(block)) for block in do.blocks(data, form)]
        self._make(sum(shape), len(shape))
        if shape != self._shape or not self._shape:
            self._shape = shape
            self._arrange()
        for number, head in enumerate(self.heads[: len(shape)]):
            head.show_block(number)
        self._show_cards()
        self._place_form()

    def _make(self, cards: int, heads: int) -> None:
        while len(self.cards) < cards:
            card = ItemCard(self._theme)
            card.setParent(self)
            number = len(self.cards)
            card.pressed.connect(lambda n=number: self._on_pressed(n))
            card.field_asked.connect(lambda key, n=number: self._on_field(n, key))
            card.key_pressed.connect(lambda event, n=number: self._on_key(n, event))
            self.cards.append(card)
        while len(self.heads) < heads:
            head = BlockHead(self._theme, self._state)
            head.setParent(self)
            head.acted.connect(self._on_block)
            self.heads.append(head)

    def _arrange(self) -> None:
        """Heads and cards in the order of the text; those that are left over are hidden."""
        order: list[QWidget] = []
        number = 0
        for block, count in enumerate(self._shape):
            order.append(self.heads[block])
            order += self.cards[number : number + count]
            number += count
        # Taking items out of a layout would leave them to Python, and their sizes stale with them.
        for widget in (*self.heads, *self.cards, self.form):
            self._box.removeWidget(widget)
            widget.setVisible(widget in order)
        for place, widget in enumerate(order):
            self._box.insertWidget(place, widget)
        self.nothing.setVisible(not number)

    def _show_cards(self) -> None:
        spots = self._state.spots()
        for number, spot in enumerate(spots):
            chosen = spot == self._state.spot
            self.cards[number].show_face(
                self._face(number, spot),
                place=f"{spot.block} {spot.item}",
                chosen=chosen,
                opened=chosen,
            )

    def _face(self, number: int, spot: Spot) -> CardFace:
        item = self._state.item(spot)
        exercise = self._state.exercise(item.get("exercise"))
        own = self._state.own_tables().get(str(item.get("exercise")), {})
        name = exercise.name if exercise else own.get("name") or str(item.get("exercise", ""))
        if exercise is not None and len(exercise.levels) > 1:
            level = item.get("level", exercise.usual.name)
            name = self.tr("{name} · level {level}").format(name=name, level=level)
        preview = self._state.preview
        seconds = preview.seconds.get(spot)
        faults = words.faults_below(self._state, do.item_path(self._state.form, spot))
        return CardFace(
            number + 1,
            str(name),
            log_words.minutes_text(seconds) if seconds else "",
            words.item_sentence(preview, spot),
            self._tokens(item, preview.items[spot].dose if spot in preview.items else None),
            picture_key(exercise) if exercise else None,
            next(iter(faults.values()), ""),
        )

    def _tokens(self, item: dict[str, object], dose: Dose | None) -> tuple[Token, ...]:
        written = item.get("dose")
        written = written if isinstance(written, dict) else {}
        made = []
        for field in FIELDS:
            own = field.key in written
            fits = dose is not None and field.key in ON_CARDS and dose.kind in field.kinds
            if not own and not fits:
                continue
            if field.key == "rest_sets_s" and not own and dose is not None and dose.sets < 2:
                continue
            value = written[field.key] if own else values.usual_text(dose, field.key)
            text = values.text_of(value)
            if text and (own or text != "0"):
                made.append(Token(field.key, words.field_text(field.key), text, own))
        if dose is not None and (dose.side in TWO_SIDED or "side" in written):
            name, text = words.adjust_key_text("side"), words.side_rule_text(dose.side)
            made.append(Token("side", name, text, "side" in written))
        return tuple(made)

    def _place_form(self) -> None:
        """Behind the card that is chosen."""
        spot = self._state.spot
        if spot is None or spot not in self._state.spots():
            self.form.hide()
            return
        card = self.cards[self._state.spots().index(spot)]
        at = self._box.indexOf(card) + 1
        if self._box.indexOf(self.form) != at:
            self._box.removeWidget(self.form)
            self._box.insertWidget(self._box.indexOf(card) + 1, self.form)
        self.form.refresh()
        self.form.show()

    def _on_looked(self) -> None:
        self._show_cards()
        self.form.show_checked()

    def _on_chosen(self) -> None:
        self._show_cards()
        self._place_form()
        self.update()

    def card(self) -> ItemCard | None:
        """The card that is chosen."""
        spot, spots = self._state.spot, self._state.spots()
        return self.cards[spots.index(spot)] if spot in spots else None

    def focus_card(self) -> None:
        """Goes to the card that is chosen, and shows it."""
        card = self.card()
        if card is None:
            self.nothing.action.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QTimer.singleShot(0, self, self.show_chosen)

    def focus_field(self, path: KeyPath) -> None:
        """Goes to a field of the card that is chosen."""
        self.form.focus_on(path)
        QTimer.singleShot(0, self, self._show_focus)

    def show_chosen(self) -> None:
        """Scrolls to the chosen card with as many of its fields as there is room for."""
        card, area = self.card(), scroller(self)
        if card is None or area is None:
            return
        whole = card.rect()
        most = area.viewport().height() - 8
        whole.setHeight(max(card.height(), min(most, card.height() + self.form.height())))
        reveal(card, whole)

    def _show_focus(self) -> None:
        """The chosen card, and in it the field that has the focus."""
        self.show_chosen()
        focus = self.window().focusWidget()
        if focus is not None and self.form.isAncestorOf(focus):
            reveal(focus, focus.rect())

    # --- mouse ------------------------------------------------------------------------------

    def _on_pressed(self, number: int) -> None:
        self._state.choose(self._state.spots()[number])

    def _on_field(self, number: int, key: str) -> None:
        self._on_pressed(number)
        self.focus_field(("dose", key))

    # --- keys -------------------------------------------------------------------------------

    def _on_key(self, number: int, event: QKeyEvent) -> None:
        """Up and down choose, with Alt they move; Enter goes to the fields."""
        spots = self._state.spots()
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if spots[number] != self._state.spot:
            self._state.choose(spots[number])
        event.accept()
        if by and modifiers == ALT:
            self.shift(by)
        elif by and not modifiers:
            self._state.choose(spots[max(0, min(len(spots) - 1, number + by))])
            self.focus_card()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not modifiers:
            self._state.choose(spots[0 if key == Qt.Key.Key_Home else -1])
            self.focus_card()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not modifiers:
            self.focus_field(())
        elif key == Qt.Key.Key_Space and not modifiers:
            self._on_pressed(number)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not modifiers:
            self.remove()
        elif key == Qt.Key.Key_D and modifiers == CTRL:
            self.duplicate()
        elif key == Qt.Key.Key_B and modifiers == CTRL:
            self.divide()
        else:
            event.ignore()

    def _on_finished(self) -> None:
        self._state.draft.seal()
        self.focus_card()

    def shift(self, by: int) -> None:
        """Moves the chosen exercise up (-1) or down (1)."""
        if self._state.spot is not None:
            changes, spot = do.step(self._state.draft.data, self._state.form, self._state.spot, by)
            if self._state.edit(changes, spot=spot):
                self.focus_card()

    def remove(self) -> None:
        """Takes the chosen exercise out of the routine."""
        if self._state.spot is not None:
            changes = do.remove(self._state.draft.data, self._state.form, self._state.spot)
            if self._state.edit(changes):
                self.focus_card()

    def duplicate(self) -> None:
        """Puts the chosen exercise there once more."""
        if self._state.spot is not None:
            changes, spot = do.duplicate(self._state.draft.data, self._state.form, self._state.spot)
            if self._state.edit(changes, spot=spot):
                self.focus_card()

    def divide(self) -> None:
        """What follows the chosen exercise in its block becomes a block of its own."""
        if self._state.spot is not None:
            data, form = self._state.draft.data, self._state.form
            kind = str(do.blocks(data, form)[self._state.spot.block].get("kind", ""))
            if self._state.edit(do.add_block(data, form, self._state.spot, kind)):
                self.focus_card()

    def _on_block(self, what: str, block: int) -> None:
        data, form = self._state.draft.data, self._state.form
        if what in ("up", "down"):
            changes = do.move_block(data, form, block, -1 if what == "up" else 1)
        elif what == "join":
            changes = do.join_block(data, form, block)
        else:
            changes = do.remove_block(form, block)
        self._state.edit(changes)
        self.focus_card()

    # --- dropping ---------------------------------------------------------------------------

    def _target(self, at: QPoint) -> tuple[Spot | None, int]:
        """The place that something dropped here would have, and where its line is drawn."""
        spots, y = self._state.spots(), 0
        for number, spot in enumerate(spots):
            card = self.cards[number]
            if at.y() < card.geometry().center().y():
                return spot, card.y() - 3
            y = card.geometry().bottom() + 3
        return None, y

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Exercises of the library, and cards."""
        data = event.mimeData()
        if data.hasFormat(editor_library.MIME) or data.hasFormat(editor_card.MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Shows where it would go."""
        self._drop_y = self._target(event.position().toPoint())[1]
        self.update()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """No line any more."""
        self._drop_y = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Adds an exercise, or moves a card."""
        self._drop_y = None
        self.update()
        before, _ = self._target(event.position().toPoint())
        data = event.mimeData()
        if data.hasFormat(editor_library.MIME):
            name = editor_library.spoken_id(bytes(data.data(editor_library.MIME).data()))
            self.add(name, before)
        elif data.hasFormat(editor_card.MIME):
            self._drop_card(bytes(data.data(editor_card.MIME).data()), before)
        event.acceptProposedAction()
        self.focus_card()

    def _drop_card(self, place: bytes, before: Spot | None) -> None:
        numbers = place.split()
        if len(numbers) != 2 or not all(part.isdigit() for part in numbers):
            return
        spot, spots = Spot(int(numbers[0]), int(numbers[1])), self._state.spots()
        if spot not in spots:
            return
        target = before or Spot(spots[-1].block, spots[-1].item + 1)
        changes, spot = do.move(self._state.draft.data, self._state.form, spot, target)
        self._state.edit(changes, spot=spot)

    def add(self, name: str, before: Spot | None = None) -> None:
        """Adds an exercise before a place, or behind the one that is chosen."""
        exercise = self._state.exercise(name)
        own = self._state.own_tables().get(name)
        if exercise is None and own is None:
            return
        data, form = self._state.draft.data, self._state.form
        if before is not None:
            changes, spot = do.insert(form, before, name)
        else:
            kind = exercise.category if exercise else "strength"
            changes, spot = do.add(data, form, self._state.spot, name, kind)
        self._state.edit(changes, spot=spot)
        QTimer.singleShot(0, self, self.show_chosen)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of the chosen card with its fields, and where something dropped would go."""
        with smooth(self) as painter:
            card = self.card()
            if card is not None and not self.form.isHidden():
                box = QRectF(card.geometry().united(self.form.geometry()))
                ground, line = self._theme.colour("surface"), self._theme.colour("accent")
                rounded(painter, box, RADIUS, ground, line)
            if self._drop_y is not None:
                mark = QRectF(0, self._drop_y - 1, self.width(), 3)
                rounded(painter, mark, 1.5, self._theme.colour("accent"))
