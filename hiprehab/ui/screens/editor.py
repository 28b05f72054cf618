"""The editor of routines: the library, the routine as cards, and what the patient will see.

Three columns side by side; in a narrower window the outer two share a place, in a narrow one all
three do. The draft is always saved; it is handed over once the checker is content.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hiprehab.core.model import Exercise
from hiprehab.storage import draft_edit as do
from hiprehab.storage.keylines import KeyPath
from hiprehab.ui.screens.columns import tab_as_read
from hiprehab.ui.screens.editor_boxes import QuietChoice, connect_text
from hiprehab.ui.screens.editor_card import ItemCard
from hiprehab.ui.screens.editor_cards import CardColumn
from hiprehab.ui.screens.editor_details import DetailsPage
from hiprehab.ui.screens.editor_exercise import ExercisePage
from hiprehab.ui.screens.editor_head import (
    LIBRARY,
    PREVIEW,
    ROUTINE,
    EditorHead,
    Scrolled,
    keys,
)
from hiprehab.ui.screens.editor_library import LibraryColumn
from hiprehab.ui.screens.editor_preview import PreviewColumn
from hiprehab.ui.screens.editor_state import EditorState
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.cards import Banner
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.keys import HelpOverlay, KeyHintRow

if TYPE_CHECKING:
    from hiprehab.ui.widgets.figure_view import FigureView

THREE: Final = 980
"""From this width on, in px at 100 % text, there are three columns."""
TWO: Final = 700
AHEAD_MS: Final = 700
"""When the pages are made that are not seen yet; piece by piece, while the title is typed."""
CARDS_PAGE, DETAILS_PAGE, EXERCISE_PAGE = range(3)


class EditorScreen(QWidget):
    """Signals:
    left(): back to where it was opened from.
    rehearse_asked(speed), print_asked(), hand_over_asked(), install_asked(): with the state.
    own_asked(id): an exercise of one's own, a copy of that one; "" for a new one.
    picture_asked(id): a picture from a file for an own exercise.
    """

    left = Signal()
    rehearse_asked = Signal(float)
    print_asked = Signal()
    hand_over_asked = Signal()
    install_asked = Signal()
    own_asked = Signal(str)
    picture_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        state: EditorState,
        *,
        figure: "Callable[[], FigureView] | None",
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        """`parent` at once: whoever gets it later is styled again with all that is inside."""
        super().__init__(parent)
        self._theme, self.state = theme, state
        self._columns_now = 0
        self._side = LIBRARY
        self._help: HelpOverlay | None = None
        self._figure, self._now = figure, now
        self._details: DetailsPage | None = None
        self._own_page: ExercisePage | None = None
        self.banner = Banner(theme)
        self._build()
        self._connect()
        self._add_keys()
        self._own: dict[str, Exercise] = {}
        QTimer.singleShot(0, self, self._show_library)
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._make_ahead)
        self._ahead.start(AHEAD_MS)
        self.refresh()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        space, theme = self._theme.space, self._theme
        box = QVBoxLayout(self)
        box.setContentsMargins(space(16), space(12), space(16), space(10))
        box.setSpacing(space(10))
        self.head = EditorHead(theme, self)
        self.title, self.tabs = self.head.title, self.head.tabs
        box.addWidget(self.head)
        box.addWidget(self.banner)
        row = QHBoxLayout()
        row.setSpacing(space(16))
        box.addLayout(row, 1)
        self.library = LibraryColumn(theme, self)
        self._middle = QWidget(self)
        self._right = Scrolled(self)
        for part, share in ((self.library, 26), (self._middle, 46), (self._right, 28)):
            row.addWidget(part, share)
        self._fill_middle()
        self.preview = PreviewColumn(
            theme, self.state, figure=self._figure, now=self._now, parent=self._right.inside
        )
        self._right.hold(self.preview)
        self.hints = KeyHintRow(theme, keys()[:7])
        box.addWidget(self.hints)

    def show_keys(self) -> None:
        """All keys, over the editor."""
        if self._help is not None:
            self._help.deleteLater()
        listed = keys()
        groups = [(self.tr("The routine"), listed[:10]), (self.tr("The editor"), listed[10:])]
        self._help = HelpOverlay(self._theme, self, groups)
        self._help.toggle()

    def _fill_middle(self) -> None:
        box = QVBoxLayout(self._middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(8))
        self.routine = QuietChoice(self._theme, self.tr("Routine"))
        self.pages = ChipRow(
            self._theme,
            [
                (CARDS_PAGE, self.tr("Exercises")),
                (DETAILS_PAGE, self.tr("About the routine")),
            ],
            name=self.tr("Show"),
        )
        self.pages.set_value(CARDS_PAGE)
        self._forms_room = QVBoxLayout()
        self.forms: ChipRow | None = None
        self._form_names: list[str] = []
        box.addWidget(self.routine)
        box.addWidget(self.pages)
        box.addLayout(self._forms_room)
        self.stack = QStackedWidget(self._middle)
        box.addWidget(self.stack, 1)
        self.areas = [Scrolled(self.stack) for _ in range(3)]
        for area in self.areas:
            self.stack.addWidget(area)
        self.cards = CardColumn(self._theme, self.state, self.areas[CARDS_PAGE].inside)
        self.areas[CARDS_PAGE].hold(self.cards)

    @property
    def details(self) -> DetailsPage:
        """All about the routine that is no exercise; made when it is first wanted."""
        if self._details is None:
            area = self.areas[DETAILS_PAGE]
            self._details = DetailsPage(self._theme, self.state, area.inside)
            area.hold(self._details)
            self._details.left.connect(self.show_cards)
        return self._details

    @property
    def own(self) -> ExercisePage:
        """The page of an own exercise; made when it is first wanted."""
        if self._own_page is None:
            area = self.areas[EXERCISE_PAGE]
            self._own_page = page = ExercisePage(self._theme, self.state, area.inside)
            area.hold(page)
            page.left.connect(self.show_cards)
            page.added.connect(self._on_own_added)
            page.picture_wanted.connect(self.picture_asked)
        return self._own_page

    def _connect(self) -> None:
        state = self.state
        self.library.added.connect(self.add)
        self.library.looked_at.connect(self.preview.look_at)
        self.library.copied.connect(self.own_asked)
        self.cards.library_wanted.connect(self.go_to_library)
        self.preview.jumped.connect(self.jump)
        self.preview.item_chosen.connect(self._on_item_chosen)
        self.tabs.changed.connect(self.show_part)
        self.pages.changed.connect(self.show_page)
        self.routine.picked.connect(lambda name: state.choose_form(name, 0))
        connect_text(self.title, self._on_title, state.draft.seal)
        self.title.returnPressed.connect(self.go_to_library)
        self.head.back.clicked.connect(self.left)
        self.head.undo.clicked.connect(state.undo)
        self.head.redo.clicked.connect(state.redo)
        self.head.rehearse_asked.connect(self.rehearse_asked)
        self.head.print.clicked.connect(self.print_asked)
        self.head.install.clicked.connect(self.install_asked)
        self.head.hand_over.clicked.connect(self.hand_over_asked)
        state.changed.connect(self.refresh)
        state.looked.connect(self._on_looked)
        state.saving.connect(self._on_saving)
        self.banner.acted.connect(self.state.save_now)

    def _add_keys(self) -> None:
        for combination, act in (
            ("Ctrl+Z", self.state.undo),
            ("Ctrl+Shift+Z", self.state.redo),
            ("Ctrl+Y", self.state.redo),
            ("F6", lambda: self._next_part(1)),
            ("Shift+F6", lambda: self._next_part(-1)),
            ("Ctrl+F", self.go_to_library),
            ("Ctrl+T", self.go_to_title),
            ("Ctrl+R", self.head.open_speeds),
            ("Ctrl+P", self.print_asked.emit),
            ("Ctrl+I", self.install_asked.emit),
            ("Ctrl+E", self.hand_over_asked.emit),
            ("Ctrl+S", self.state.save_now),
            ("Ctrl+Return", self.toggle_details),
            ("F1", self.show_keys),
        ):
            shortcut = QShortcut(QKeySequence(combination), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # --- what is shown ----------------------------------------------------------------------

    def refresh(self) -> None:
        """The text has changed."""
        state = self.state
        title = state.draft.value(("routine", state.routine, "title"), "")
        if not (self.title.hasFocus() and self.title.text().strip() == title):
            self.title.show_text(str(title))
        self.head.undo.setEnabled(state.draft.can_undo)
        self.head.redo.setEnabled(state.draft.can_redo)
        if state.unsaved:
            self.head.saved.setText(self.tr("Saving …"))
        names = state.routines()
        self.routine.setVisible(len(names) > 1)
        if names:
            titles = [str(state.draft.value(("routine", one, "title"), one)) for one in names]
            self.routine.show_options(list(zip(names, titles, strict=True)), state.routine)
        self.library.show_used([str(state.item(one).get("exercise")) for one in state.spots()])
        self._show_forms()
        self._show_able()

    def _show_forms(self) -> None:
        found = do.forms(self.state.draft.data, self.state.routine)
        names = [
            str(self.state.draft.value((*form, "title"), number + 1))
            for number, form in enumerate(found)
        ]
        if names != self._form_names or self.forms is None:
            self._form_names = names
            if self.forms is not None:
                self.forms.hide()
                self.forms.deleteLater()
            self.forms = ChipRow(self._theme, list(enumerate(names)), name=self.tr("Level"))
            self.forms.changed.connect(
                lambda number: self.state.choose_form(self.state.routine, number)
            )
            self._forms_room.addWidget(self.forms)
            self.forms.setVisible(len(names) > 1)
        self.forms.set_value(self.state.form_number)

    def _show_library(self) -> None:
        checked = self.state.checked
        own = dict(checked.own) if checked is not None else {}
        self.library.show_library(self.state.bench.library(), own)
        self._own = own

    def _on_looked(self) -> None:
        checked = self.state.checked
        if checked is not None and dict(checked.own) != self._own:
            self._show_library()
        self._show_able()

    def _show_able(self) -> None:
        """Handing over and installing need a content checker."""
        playable = self.state.preview.plan is not None
        self.head.show_actions(sound=self.state.is_sound, playable=playable)

    def _on_saving(self, sentence: str) -> None:
        if sentence:
            self.head.saved.setText(self.tr("Not saved"))
            kept = self.tr("What you wrote is kept here.")
            self.banner.show_problem(sentence, kept, self.tr("Try again"))
        else:
            self.head.saved.setText(self.tr("Saved"))
            self.banner.hide()

    # --- parts ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() / self._theme.scale
        count = 3 if wide >= THREE else 2 if wide >= TWO else 1
        if count != self._columns_now:
            self._columns_now = count
            if count == 1:
                self._side = ROUTINE
            elif self._side == ROUTINE:
                self._side = LIBRARY
            self._show_parts()
        self.hints.setVisible(self.height() / self._theme.scale >= 560)

    def _show_parts(self) -> None:
        count, side = self._columns_now, self._side
        self.library.setVisible(count == 3 or side == LIBRARY)
        self._middle.setVisible(count > 1 or side == ROUTINE)
        self._right.setVisible(count == 3 or side == PREVIEW)
        self.tabs.setVisible(count < 3)
        self.tabs.chips()[1].setVisible(count == 1)
        self.tabs.set_value(side)
        self.head.fit()

    def show_part(self, part: str) -> None:
        """Brings a part into view where not all fit."""
        if self._columns_now < 3 and not (self._columns_now == 2 and part == ROUTINE):
            self._side = part
            self._show_parts()

    def _next_part(self, step: int) -> None:
        """The focus goes round: library, routine, preview."""
        focus = self.window().focusWidget()
        parts = [self.library, self._middle, self._right]
        at = next((n for n, part in enumerate(parts) if part.isAncestorOf(focus or self)), 1)
        (self.go_to_library, self.go_to_routine, self.go_to_preview)[(at + step) % 3]()

    def go_to_library(self) -> None:
        """The search is ready for typing."""
        self.show_part(LIBRARY)
        self.library.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.library.search.selectAll()

    def go_to_routine(self) -> None:
        """The card that is chosen, or the first field of the page that is shown."""
        self.show_part(ROUTINE)
        page = self.stack.currentIndex()
        if page == CARDS_PAGE:
            self.cards.focus_card()
        elif page == DETAILS_PAGE:
            self.details.focus_first()
        else:
            self.own.focus_on(("name",))

    def go_to_preview(self) -> None:
        """The first problem, else the figure."""
        self.show_part(PREVIEW)
        problems = self.preview.problems
        figure = self.preview.stage.figure
        target: QWidget | None = problems[0] if problems else figure
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_title(self) -> None:
        """The title is ready for typing."""
        self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.title.selectAll()

    def show_page(self, page: int) -> None:
        """The cards, the details or an own exercise in the middle."""
        if page == DETAILS_PAGE:
            self.details.finish()
        self.pages.set_value(page if page != EXERCISE_PAGE else None)
        self.stack.setCurrentIndex(page)
        self.show_part(ROUTINE)

    def toggle_details(self) -> None:
        """From the cards to the details and back."""
        back = self.stack.currentIndex() == DETAILS_PAGE
        self.show_page(CARDS_PAGE if back else DETAILS_PAGE)
        self.go_to_routine()

    def show_cards(self) -> None:
        """Back to the cards."""
        self.show_page(CARDS_PAGE)
        self.cards.focus_card()

    def show_own(self, name: str) -> None:
        """The page of an own exercise."""
        self.own.show_exercise(name)
        self.show_page(EXERCISE_PAGE)
        self.own.focus_on(("name",))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Cards, phases and choices are made when they are first wanted."""
        tab_as_read(self)
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back: from a page or a field to the cards, from a card out of the editor."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.stack.currentIndex() != CARDS_PAGE:
            self.show_cards()
        elif self.state.spot is not None and not isinstance(self.window().focusWidget(), ItemCard):
            self.go_to_routine()
        else:
            self.left.emit()

    # --- acting -----------------------------------------------------------------------------

    def add(self, name: str) -> None:
        """Puts an exercise into the routine; the search stays ready for the next one."""
        if self.stack.currentIndex() != CARDS_PAGE:
            self.show_page(CARDS_PAGE)
            self.show_part(LIBRARY)
        self.cards.add(name)
        self.preview.show_chosen()

    def _on_own_added(self, name: str) -> None:
        self.show_page(CARDS_PAGE)
        self.cards.add(name)
        self.cards.focus_card()

    def _on_item_chosen(self) -> None:
        self.show_page(CARDS_PAGE)
        self.cards.focus_card()

    def _on_title(self, text: str) -> None:
        state = self.state
        changes = do.retitle(state.draft.data, state.routine, text.strip())
        state.edit(changes, typing=f"title {state.routine}")

    def jump(self, path: KeyPath) -> None:
        """Goes to the field of a path: what a problem is about, or what is still to be said."""
        if path[:1] == ("exercise",) and len(path) > 1:
            self.own.show_exercise(str(path[1]))
            self.show_page(EXERCISE_PAGE)
            self.own.focus_on(path[2:])
        elif "block" in path and path[:1] == ("routine",):
            self._jump_to_block(path)
        elif path[-1:] == ("title",) and path[:2] == ("routine", self.state.routine):
            self.go_to_title()
        elif len(path) <= 2 and path[:1] == ("routine",):
            self.go_to_library()  # a routine without any exercise
        else:
            self.show_page(DETAILS_PAGE)
            if not self.details.focus_on(path):
                self.details.focus_first()

    def _jump_to_block(self, path: KeyPath) -> None:
        at = path.index("block")
        form = path[3] if path[2:3] == ("variant",) else 0
        self.state.choose_form(str(path[1]), int(form))
        self.show_page(CARDS_PAGE)
        block = int(path[at + 1]) if len(path) > at + 1 else 0
        if path[at + 2 : at + 3] == ("items",) and len(path) > at + 3:
            self.state.choose(do.Spot(block, int(path[at + 3])))
            self.cards.focus_field(path[at + 4 :])
        elif block < len(self.cards.heads):
            head = self.cards.heads[block]
            fields = {"rounds": head.rounds, "rest_rounds_s": head.rest}
            field = fields.get(str(path[at + 2]) if len(path) > at + 2 else "", head.kind)
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _make_ahead(self) -> None:
        """The pages that are not seen yet, one after the other."""
        if self._details is None:
            _ = self.details
            self._ahead.start(AHEAD_MS)
        else:
            _ = self.own

    def stop(self) -> None:
        """No timer any more."""
        self._ahead.stop()
        self.state.stop()

    def begin(self) -> None:
        """The focus where one begins: the title of a new routine, else the search."""
        if self.state.spots():
            QTimer.singleShot(0, self, self.go_to_library)
        else:
            QTimer.singleShot(0, self, self.go_to_title)
