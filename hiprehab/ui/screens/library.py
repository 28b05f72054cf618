"""The library: every exercise and routine as cards, found by what it is called or what it is.

A card opens a page of its own in the same place; Escape, Backspace or its Back button return to
the cards as they were left.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hiprehab.core.changes import Changes
from hiprehab.core.model import Library, Routine
from hiprehab.core.search import (
    BLOCKS_ALL,
    Finder,
    Wanted,
    exercise_entry,
    routine_entry,
    text_entry,
)
from hiprehab.storage.learn import LearnCard
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.library_cards import CardMaker
from hiprehab.ui.screens.library_filters import FilterBar
from hiprehab.ui.screens.library_grid import CardGrid
from hiprehab.ui.screens.pages import scroll_place, scroll_to
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import EmptyState
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import label

if TYPE_CHECKING:
    from hiprehab.ui.screens.exercise_page import ExercisePage
    from hiprehab.ui.screens.learn_map import LearnMap
    from hiprehab.ui.screens.learn_page import LearnPage
    from hiprehab.ui.screens.routine_page import RoutinePage
    from hiprehab.ui.widgets.figure_view import FigureView

ORDER: Final = (
    "warm-up",
    "mobility",
    "strength",
    "balance",
    "stretch",
    "self-massage",
    "recovery",
    "cardio",
)
"""The order of cards that are equally good answers."""
FIRST: Final = (
    "pre-run-warm-up",
    "post-run-stretch",
    "daily-hip-mobility",
    "glute-strength-a",
    "glute-strength-b",
    "desk-break-5",
    "roll-and-release",
    "yin-hips",
    "timer-ice",
    "timer-heat",
)
"""Routines for everybody; those for something that a clinician named come after them."""
NARROW: Final = 860
"""Width, in px at 100 % text, below which the body map does not fit beside the cards."""
EXERCISES, ROUTINES, LEARN = "exercises", "routines", "learn"


class LibraryScreen(QWidget):
    """Signals:
    start_requested(routine, variant): begin a session (values of the model).
    plan_requested(routine, variant): choose the days of a routine (ids).
    print_requested(what, form): an exercise or routine is wanted on paper, at a level or in a form.
    file_requested(): choose a pack's file to look at.
    new_requested(), copy_requested(routine id): write a routine, or one from another.
    trends_requested(exercise): what was done of it, over time (its id).
    told(text, undo): a short message with a call that takes it back.
    """

    start_requested = Signal(object, object)
    plan_requested = Signal(str, str)
    print_requested = Signal(object, str)
    file_requested = Signal()
    new_requested = Signal()
    copy_requested = Signal(str)
    trends_requested = Signal(str)
    told = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        around: Around,
        *,
        figure: "Callable[[], FigureView] | None" = None,
        cards: Callable[[], Sequence[LearnCard]] = tuple,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._around = around
        self._figure = figure
        self._maker = CardMaker(around)
        self._shown: Library | None = None
        self._way: list[tuple[str, str]] = []
        self._left_at = 0
        self._exercise_page: ExercisePage | None = None
        self._routine_page: RoutinePage | None = None
        self._learn_page: LearnPage | None = None
        self._learn_map: LearnMap | None = None
        self._read_cards = cards
        self._build()
        self.refresh()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._home = QWidget()
        self._box = QVBoxLayout(self._home)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(self._theme.space(14))
        self._box.addLayout(self._build_head())
        self.grid = CardGrid(self._theme, self._figure)
        self.grid.setAccessibleName(self.tr("Cards"))
        self.grid.opened.connect(self._on_opened)
        self.grid.typed.connect(self._on_typed)
        self.nothing = EmptyState(
            self._theme, "search", self.tr("Nothing fits"), "", self.tr("Show all")
        )
        self.nothing.acted.connect(self.clear)
        self.stop = EmptyState(
            self._theme,
            "warning",
            self.tr("No exercise for now"),
            self.tr(
                "With a bone stress injury, or when somebody suspects one, nothing here is for "
                "you yet. See a doctor before you run or exercise."
            ),
            self.tr("Show all"),
        )
        self.stop.acted.connect(self.clear)
        # The body map comes before the cards, or to the right of them where there is room.
        self._beside = QBoxLayout(QBoxLayout.Direction.RightToLeft)
        self._beside.setSpacing(self._theme.space(14))
        self._beside.addWidget(self.grid, 1)
        self._box.addLayout(self._beside)
        for part in (self.nothing, self.stop):
            self._box.addWidget(part)
        self._box.addStretch(1)
        self._outer.addWidget(self._home)

    def _build_head(self) -> QVBoxLayout:
        theme = self._theme
        head = QVBoxLayout()
        head.setSpacing(theme.space(10))
        row = QHBoxLayout()
        row.setSpacing(theme.space(16))
        row.addWidget(label(self.tr("Library"), "heading"))
        self.sections = ChipRow(
            theme,
            [
                (EXERCISES, self.tr("Exercises")),
                (ROUTINES, self.tr("Routines")),
                (LEARN, self.tr("Learn")),
            ],
            name=self.tr("Show"),
        )
        self.sections.set_value(EXERCISES)
        self.sections.changed.connect(self._on_section)
        row.addWidget(self.sections, 1)
        self.open_file = Button(theme, self.tr("Open a file …"), icon="folder")
        self.open_file.setToolTip(self.tr("A routine that somebody gave you (Ctrl+O)"))
        self.open_file.clicked.connect(self.file_requested)
        self.new = Button(theme, self.tr("New routine"), icon="plus")
        self.new.setToolTip(self.tr("Write a routine (Ctrl+N)"))
        self.new.clicked.connect(self.new_requested)
        row.addWidget(self.new, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.open_file, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(row)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search: a name, a muscle, a place …"))
        self.search.setAccessibleName(self.tr("Search the library"))
        self.search.setMaxLength(80)
        self.search.setAcceptDrops(False)  # a file is for the window, not a word to search
        self._glass = QAction(self.tr("Search"), self)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._on_search)
        self.search.installEventFilter(self)
        head.addWidget(self.search)
        self.filters = FilterBar(theme, self._around.library(), self._around.book())
        self.filters.changed.connect(self._show_cards)
        head.addWidget(self.filters)
        self.count = label("", "small")
        head.addWidget(self.count)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        return head

    def _on_theme_changed(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "muted"))

    # --- what is shown ----------------------------------------------------------------------

    def refresh(self) -> None:
        """Indexes the library when it is another one than before, and shows the cards."""
        library = self._around.library()
        if library is not self._shown:
            self._shown = library
            exercises = [library.exercises[name] for name in library.exercises]
            place = {kind: number for number, kind in enumerate(ORDER)}
            exercises.sort(key=lambda one: (place.get(one.category, len(place)), one.name))
            routines = [library.routines[name] for name in library.routines]
            routines.sort(key=lambda one: FIRST.index(one.id) if one.id in FIRST else len(FIRST))
            self._finders = {
                EXERCISES: Finder(exercise_entry(one) for one in exercises),
                ROUTINES: Finder(
                    routine_entry(one, self._names_of(one, library)) for one in routines
                ),
            }
            self.grid.redraw()
            for finder in self._finders.values():
                QTimer.singleShot(0, self, finder.prepare)
        self._show_cards()

    @staticmethod
    def _names_of(routine: Routine, library: Library) -> list[str]:
        used = dict.fromkeys(item.exercise for one in routine.variants for item in one.items)
        return [library.exercises[name].name for name in used if name in library.exercises]

    def on_changed(self, changes: Changes, by: object = None) -> None:
        """Something was saved or installed somewhere."""
        if changes & (Changes.LIBRARY | Changes.SETTINGS | Changes.CONDITIONS):
            self._maker = CardMaker(self._around)
            self.grid.redraw()
            self.refresh()
        if self._exercise_page is not None and changes & Changes.SESSIONS:
            self._exercise_page.read_history()
        if changes & (Changes.CONDITIONS | Changes.DIARY | Changes.SESSIONS):
            for page in (self._exercise_page, self._routine_page):
                if page is not None:
                    page.refresh()

    @property
    def section(self) -> str:
        """Which cards are shown."""
        return str(self.sections.value)

    @cached_property
    def _cards(self) -> dict[str, LearnCard]:
        """The Learn cards; read when they are first wanted."""
        return {card.id: card for card in self._read_cards()}

    def _finder(self, section: str) -> Finder:
        if section not in self._finders:
            self._finders[section] = Finder(
                text_entry(one.id, one.title, one.summary, one.text) for one in self._cards.values()
            )
        return self._finders[section]

    def found(self) -> tuple[str, ...]:
        """Ids of the cards that are shown, the best answer first."""
        hits = self._finder(self.section).find(self.search.text())
        wanted, library = self.filters.wanted, self._around.library()
        if self.section == LEARN or wanted == Wanted():
            return hits
        if self.section == ROUTINES:
            fits = self._maker.routine_fits
            return tuple(name for name in hits if fits(library.routines[name], wanted))
        return tuple(
            name for name in hits if self._maker.exercise_fits(library.exercises[name], wanted)
        )

    def _show_cards(self) -> None:
        self.filters.setVisible(self.section != LEARN)
        self.new.setVisible(self.section == ROUTINES)
        ids, library = self.found(), self._around.library()
        condition, mine = self.filters.wanted.condition, self._around.conditions()
        if self.section == EXERCISES:
            entries = [
                self._maker.exercise(library.exercises[name], condition, mine) for name in ids
            ]
        elif self.section == ROUTINES:
            entries = [self._maker.routine(library.routines[name]) for name in ids]
        else:
            entries = [self._maker.learn(self._cards[name]) for name in ids]
        stopped = self.section != LEARN and condition == BLOCKS_ALL
        self._show_map(self.section == LEARN and not self.search.text().strip())
        self.grid.show_entries(entries)
        self.grid.setVisible(bool(ids))
        self.stop.setVisible(stopped)
        self.nothing.setVisible(not ids and not stopped)
        self.count.setText(self._count_text(len(ids)))
        self.count.setVisible(bool(ids))

    def _show_map(self, shown: bool) -> None:
        """The body map as an index of the Learn cards; made when it is first wanted."""
        if shown and self._learn_map is None:
            from hiprehab.ui.screens.learn_map import LearnMap

            self._learn_map = LearnMap(self._theme, tuple(self._cards.values()))
            self._learn_map.opened.connect(self.open_card)
            self._beside.insertWidget(0, self._learn_map, 0, Qt.AlignmentFlag.AlignTop)
        if self._learn_map is not None:
            self._learn_map.setVisible(shown)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < self._theme.px(NARROW)
        ways = QBoxLayout.Direction
        self._beside.setDirection(ways.TopToBottom if narrow else ways.RightToLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other only where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _count_text(self, count: int) -> str:
        if self.section == LEARN:
            text = self.tr("1 card") if count == 1 else self.tr("{} cards").format(count)
        elif self.section == ROUTINES:
            text = self.tr("1 routine") if count == 1 else self.tr("{} routines").format(count)
        else:
            text = self.tr("1 exercise") if count == 1 else self.tr("{} exercises").format(count)
        if self.section != LEARN and self.filters.wanted.condition:
            more = self.tr("Left out: what is advised against. Your clinician decides.")
            text = f"{text} · {more}"
        return text

    # --- searching --------------------------------------------------------------------------

    def _on_search(self) -> None:
        self._show_cards()

    def _on_section(self, _: object) -> None:
        self._show_cards()

    def _on_typed(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.setText(self.search.text() + text)
        scroll_to(self, 0)

    def clear(self) -> None:
        """Everything again."""
        self.filters.reset()
        self.search.clear()
        self._show_cards()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back, or clears the search; Down goes from the search to the cards."""
        key = event.key()
        if self._way and key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.back()
        elif key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return) and self.search.hasFocus():
            self.grid.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The search is ready for typing."""
        super().showEvent(event)
        if not self._way:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- pages ------------------------------------------------------------------------------

    def show_pack(self, routines: Sequence[str]) -> None:
        """What an installed pack brought: its only routine, the routines, or the exercises."""
        self._way = []
        self._show_only(self._home)
        self.sections.set_value(ROUTINES if routines else EXERCISES)
        self.clear()
        if len(routines) == 1:
            self._on_opened(routines[0])

    def _on_opened(self, name: str) -> None:
        self._left_at = scroll_place(self)
        self._way = []
        self.open_page(self.section, name)

    def open_page(self, kind: str, name: str) -> None:
        """The page of an exercise, a routine or a Learn card; an unknown one is left alone."""
        ways = {EXERCISES: self.open_exercise, ROUTINES: self.open_routine, LEARN: self.open_card}
        ways[kind](name)

    def open_exercise(self, name: str) -> None:
        """The page of an exercise."""
        exercise = self._around.library().exercises.get(name)
        if exercise is None:
            return
        kind, routine = self._way[-1] if self._way else ("", "")
        self._way.append((EXERCISES, name))
        page = self.exercise_page
        of_it = self.routine_page.variant.id if kind == ROUTINES else ""
        page.show_exercise(exercise, (routine, of_it) if kind == ROUTINES else None)
        self._show_only(page)

    @property
    def exercise_page(self) -> "ExercisePage":
        """The page of an exercise; made when it is first wanted."""
        if self._exercise_page is None:
            from hiprehab.ui.screens.exercise_page import ExercisePage

            page = ExercisePage(
                self._theme,
                self._around,
                figure=self._figure,
                cards=lambda: tuple(self._cards.values()),
            )
            page.card_requested.connect(self.open_card)
            page.back.clicked.connect(self.back)
            page.exercise_requested.connect(self.open_exercise)
            page.routine_requested.connect(self.open_routine)
            page.trends_requested.connect(self.trends_requested)
            page.told.connect(self.told)
            page.start_requested.connect(self.start_requested)
            page.print_requested.connect(self.print_requested)
            page.hide()
            self._outer.addWidget(page)
            self._exercise_page = page
        return self._exercise_page

    def open_routine(self, name: str) -> None:
        """The page of a routine."""
        routine = self._around.library().routines.get(name)
        if routine is None:
            return
        self._way.append((ROUTINES, name))
        self.routine_page.show_routine(routine)
        self._show_only(self.routine_page)

    @property
    def routine_page(self) -> "RoutinePage":
        """The page of a routine; made when it is first wanted."""
        if self._routine_page is None:
            from hiprehab.ui.screens.routine_page import RoutinePage

            page = RoutinePage(self._theme, self._around)
            page.back.clicked.connect(self.back)
            page.exercise_requested.connect(self.open_exercise)
            page.told.connect(self.told)
            page.start_requested.connect(self.start_requested)
            page.copy_requested.connect(self.copy_requested)
            page.print_requested.connect(self.print_requested)
            page.plan_requested.connect(self.plan_requested)
            page.hide()
            self._outer.addWidget(page)
            self._routine_page = page
        return self._routine_page

    def open_card(self, name: str) -> None:
        """The page of a Learn card."""
        card = self._cards.get(name)
        if card is None:
            return
        self._way.append((LEARN, name))
        self.learn_page.show_card(card)
        self._show_only(self.learn_page)

    @property
    def learn_page(self) -> "LearnPage":
        """The page of a Learn card; made when it is first wanted."""
        if self._learn_page is None:
            from hiprehab.ui.screens.learn_page import LearnPage

            page = LearnPage(self._theme, self._around)
            page.back.clicked.connect(self.back)
            page.linked.connect(self._on_linked)
            page.hide()
            self._outer.addWidget(page)
            self._learn_page = page
        return self._learn_page

    def _on_linked(self, kind: str, name: str) -> None:
        self.open_page({"exercise": EXERCISES, "routine": ROUTINES}.get(kind, LEARN), name)

    def _pages(self) -> list[QWidget]:
        made = (self._exercise_page, self._routine_page, self._learn_page)
        return [one for one in made if one is not None]

    def _show_only(self, page: QWidget) -> None:
        for one in (self._home, *self._pages()):
            one.setVisible(one is page)
        scroll_to(self, 0)
        back: Button | None = getattr(page, "back", None)
        if back is not None:
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """The page before, or the cards as they were left."""
        if self._way:
            self._way.pop()
        if self._way:
            kind, name = self._way.pop()
            self.open_page(kind, name)
            return
        self._show_only(self._home)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        place = self._left_at
        QTimer.singleShot(0, self, lambda: scroll_to(self, place))
