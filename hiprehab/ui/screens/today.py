"""Today, the first screen: how the hips are, what is due, and the last 14 days."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hiprehab.core.changes import Changes
from hiprehab.core.hips import NOT_ASKED, Hips, said_now
from hiprehab.core.log import Moment
from hiprehab.core.model import Side
from hiprehab.ui.screens import log_words as words
from hiprehab.ui.screens.around import Around, local_now
from hiprehab.ui.screens.checkin import CheckIn
from hiprehab.ui.screens.columns import Columns, empty
from hiprehab.ui.screens.own_routine import own_variant
from hiprehab.ui.screens.today_due import DueCard, FigureFactory
from hiprehab.ui.screens.today_state import Offers, Rating, TodayState, rated, read_state
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.cards import Card, IconDisc
from hiprehab.ui.widgets.fourteen_days import FourteenDays
from hiprehab.ui.widgets.side_badge import SideBadge
from hiprehab.ui.widgets.text import label

NOON, EVENING = 12, 18


class UnfinishedCard(QFrame):
    """An interrupted session waits here until the person says what becomes of it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "tint")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.space(20), theme.space(12), theme.space(16), theme.space(12))
        pair = QWidget()
        columns = Columns(pair, gap=theme.space(8), shares=(3, 2), least=theme.px(760))
        words_side = QWidget()
        row = QHBoxLayout(words_side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(12))
        row.addWidget(IconDisc(theme, "pause", size=44))
        self.text = label("", "strong", wrap=True)
        row.addWidget(self.text, 1)
        self.discard = Button(theme, self.tr("Discard"), kind="quiet")
        self.end = Button(theme, self.tr("End here"))
        self.end.setToolTip(self.tr("Keep what was done. It counts in part."))
        self.resume = Button(theme, self.tr("Resume"), kind="primary", icon="play")
        self.resume.setAutoDefault(True)
        buttons = QWidget()
        actions = QHBoxLayout(buttons)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(theme.space(8))
        actions.addStretch(1)
        for button in (self.discard, self.end, self.resume):
            actions.addWidget(button)
        columns.addWidget(words_side)
        columns.addWidget(buttons)
        outer.addWidget(pair)
        self.hide()

    def show_text(self, text: str) -> None:
        """Says where the session was interrupted."""
        self.text.setText(text)
        self.setAccessibleName(text)


class TodayScreen(QWidget):
    """Signals:
    start_requested(routine, variant, shorter): begin a session.
    more_requested(routine, variant): begin one that is not due, with values of the model.
    file_requested(): somebody gave the person a file.
    resume_requested(), end_partial_requested(), discard_requested(): the interrupted session.
    open_plan(): make or change the plan.
    open_library(): look for something among all exercises and routines.
    safety_requested(): something is new; go through the safety questions.
    told(text, undo): a short message, with a call that takes it back or None.
    """

    start_requested = Signal(str, str, bool)
    more_requested = Signal(object, object)
    file_requested = Signal()
    resume_requested = Signal()
    end_partial_requested = Signal()
    discard_requested = Signal()
    open_plan = Signal()
    open_library = Signal()
    safety_requested = Signal()
    told = Signal(str, object)

    def __init__(
        self, theme: Theme, around: Around, *, figure: FigureFactory | None = None
    ) -> None:
        super().__init__()
        self._theme = theme
        self._around = around
        self._offers = Offers(around.library, around.settings)
        self._skipped_morning: date | None = None
        self._day: date | None = None
        self._stale = True
        self.greeting = label("", "heading")
        self.date_text = label("", "muted")
        self.something_new = Button(theme, self.tr("Something new?"), kind="quiet")
        self.something_new.setToolTip(self.tr("A new sign or a change: go through the questions."))
        self.unfinished = UnfinishedCard(theme)
        self.checkin = CheckIn(theme, around)
        self.not_now = Button(theme, self.tr("Skip this question"), kind="quiet")
        self.due = DueCard(theme, figure)
        self.strip = FourteenDays(theme)
        self._legend = label("", "small", wrap=True)
        self._ratings = QVBoxLayout()
        self._home = QWidget()
        self._others: QWidget | None = None
        self._said = NOT_ASKED
        self._then: Callable[[], None] | None = None
        self._build()
        self._connect()
        self.refresh()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        space = self._theme.space
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        box = QVBoxLayout(self._home)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(14))
        head = QHBoxLayout()
        head.addWidget(self.greeting)
        head.addSpacing(space(10))
        head.addWidget(self.date_text, 1, Qt.AlignmentFlag.AlignBottom)
        box.addLayout(head)
        box.addWidget(self.unfinished)
        middle = QWidget()
        self._columns = Columns(
            middle, gap=space(16), shares=(69, 31), least=self._theme.px(980), stacked=(1, 0)
        )
        self._columns.addWidget(self._build_left())
        self._columns.addWidget(self.due)
        box.addWidget(middle)
        box.addStretch(1)
        self._outer.addWidget(self._home)

    def _build_left(self) -> QWidget:
        """The check-in over the last days, each as high as it has to be."""
        left = QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(14))
        box.addWidget(self._build_checkin())
        box.addWidget(self._build_strip())
        box.addStretch(1)
        return left

    def _build_checkin(self) -> QWidget:
        card = Card(self._theme)
        card.setAccessibleName(self.tr("Check-in"))
        self._ratings.setSpacing(0)
        card.body.setSpacing(self._theme.space(4))
        card.body.addWidget(self.checkin)
        self.checkin.quiet_actions.addWidget(self.not_now)
        self.checkin.quiet_actions.addWidget(self.something_new)
        card.body.addLayout(self._ratings)
        return card

    def _build_strip(self) -> QWidget:
        card = Card(self._theme)
        card.body.setSpacing(self._theme.space(6))
        head = QHBoxLayout()
        head.setSpacing(self._theme.space(8))
        head.addWidget(label(self.tr("The last 14 days"), "title"))
        head.addSpacing(self._theme.space(8))
        head.addWidget(self._legend, 1, Qt.AlignmentFlag.AlignBottom)
        for side in Side:
            head.addWidget(SideBadge(self._theme, side, size="small"))
        card.body.addLayout(head)
        card.body.addWidget(self.strip)
        return card

    def _connect(self) -> None:
        self.due.start_requested.connect(self.start_requested)
        self.due.more_requested.connect(self.more_requested)
        self.due.given_file.connect(self.file_requested)
        self.due.others_requested.connect(self._show_others)
        self.due.open_plan.connect(self.open_plan)
        self.something_new.clicked.connect(self.safety_requested)
        self.unfinished.resume.clicked.connect(self.resume_requested)
        self.unfinished.end.clicked.connect(self.end_partial_requested)
        self.unfinished.discard.clicked.connect(self.discard_requested)
        self.not_now.clicked.connect(self._on_not_now)
        self.checkin.saved.connect(self._on_saved)
        self.checkin.not_saved.connect(self._go_on)
        self._around.live.leaving.connect(self._on_leaving)
        self._theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self._columns.set_least(self._theme.px(980))

    # --- state ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the log and shows it; what is being entered stays."""
        stamp = self._around.now()
        self._day, self._stale = stamp.day, False
        led = self._leading()
        hour = local_now(self._around.clock).hour
        own = partial(own_variant, self._around)
        state = read_state(self._around.live.read, self._offers, stamp.day, hour, own)
        self.greeting.setText(self._greeting(hour))
        today = QDate(stamp.day.year, stamp.day.month, stamp.day.day)
        self.date_text.setText(QLocale().toString(today, "dddd, d MMMM"))
        self.due.show_state(state)
        self.strip.show_days(state.days, state.today)
        nothing = not any(day.done or day.planned or rated(day) for day in state.days)
        self._legend.setText(
            self.tr("Your ratings and sessions will show here.")
            if nothing
            else self.tr("Marks: pain of the day. Bars: exercise done, of what was planned.")
        )
        self._show_question(state)
        self._show_ratings(state)
        focused = self.focusWidget()
        entering = focused is not None and self.checkin.isAncestorOf(focused)
        if self.isVisible() and self._leading() is not led and not entering:
            self._take_focus()

    def on_changed(self, changes: Changes, by: object = None) -> None:
        """Something was saved somewhere; a hidden screen waits until it is shown."""
        self._stale = True
        if self.isVisible():
            self.refresh()

    def show_unfinished(self, text: str | None) -> None:
        """Says that a session was interrupted; None when there is none (any more)."""
        self.unfinished.setVisible(text is not None)
        self.due.set_leading(text is None)
        if text is not None:
            self.unfinished.show_text(text)
        self._take_focus()

    def showEvent(self, event: QShowEvent) -> None:
        """Enter does the most likely thing at once."""
        super().showEvent(event)
        if self._stale or self._day != self._around.today():
            self.refresh()
        self._take_focus()

    def _take_focus(self) -> None:
        button = self._leading()
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leading(self) -> Button | None:
        """What Enter does: the most likely thing that is there."""
        choices = (self.unfinished.resume, self.due.start, self.due.plan)
        return next((button for button in choices if button.isVisibleTo(self)), None)

    def _greeting(self, hour: int) -> str:
        if 4 <= hour < NOON:
            return self.tr("Good morning")
        return self.tr("Good afternoon") if NOON <= hour < EVENING else self.tr("Good evening")

    def _show_question(self, state: TodayState) -> None:
        session = state.yesterday
        if session is None or self._skipped_morning == state.today:
            self.checkin.ask(self.tr("How are your hips?"))
            self.not_now.hide()
            return
        text = self.tr("Yesterday: {}. How are your hips this morning?").format(session.title)
        self.checkin.ask(text, Moment.NEXT_MORNING, session.id)
        self.not_now.show()

    def _on_not_now(self) -> None:
        self._skipped_morning = self._around.today()
        self.refresh()

    # --- ratings of today -------------------------------------------------------------------

    def _show_ratings(self, state: TodayState) -> None:
        empty(self._ratings)
        for rating in state.ratings[-3:]:
            self._ratings.addWidget(self._rating_row(rating))

    def _rating_row(self, rating: Rating) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        first = next(iter(rating.values()))
        scores = ", ".join(words.score_text(rating[side]) for side in Side if side in rating)
        time = words.clock_text(first.stamp.local)
        text = self.tr("Rated at {}: {}").format(time, scores)
        more = [words.moment_text(first.moment)]
        if first.measure.value != "now":
            more.append(words.measure_text(first.measure).lower())
        more = [part for part in more if part]
        if more:
            text += f" ({', '.join(more)})"
        box.addWidget(label(text, "muted", wrap=True), 1)
        edit = Button(self._theme, self.tr("Edit"), kind="quiet", icon="edit")
        edit.setAccessibleName(self.tr("Edit the rating of {}").format(time))
        edit.clicked.connect(lambda: self._edit(rating))
        box.addWidget(edit)
        return row

    def _edit(self, rating: Rating) -> None:
        from hiprehab.ui.screens.rating_dialog import RatingDialog

        dialog = RatingDialog(self._theme, self, self._around, rating)
        dialog.told.connect(self.told)
        dialog.open_at(800, 620)

    def _on_saved(self, _entries: object) -> None:
        ids, live, clock = self.checkin.saved_ids, self._around.live, self._around.clock

        def undo() -> None:
            live.insist(lambda store: store.delete_pain(ids, clock.utcnow()), Changes.PAIN)

        if self._then is None:  # else the check before the session says so, in full sight
            self.told.emit(self.tr("Saved."), undo)
        if self._said.scores and self.checkin.moment is Moment.DAY:
            self._said = self._said._replace(kept=ids)
        self._go_on()

    # --- on the way into a session ----------------------------------------------------------

    def settle(self, then: Callable[[], None]) -> None:
        """Saves what is chosen and not saved yet, then goes on; `take_said` hands it over.

        Where the log refuses it, it stays on the screen with the reason, and the session is not
        held up.
        """
        self._said = NOT_ASKED
        entries = self.checkin.entries()
        if not entries or self.checkin.saving:
            then()
            return
        self._said, self._then = said_now(entries, self._around.now()), then
        self.checkin.save()

    def take_said(self) -> Hips:
        """What `settle` saved of how the hips are now, once."""
        said, self._said = self._said, NOT_ASKED
        return said

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _on_leaving(self) -> None:
        """The window goes: chosen scores are an answer."""
        self.checkin.save()
        if self.checkin.is_stuck:
            self._around.live.hold(
                self.tr("What you wrote on Today is not saved: it needs a score and a past time.")
            )

    # --- something else ---------------------------------------------------------------------

    def prepare(self) -> Iterator[None]:
        """What may be added to a rating, and what the list of all routines says, beforehand."""
        _ = self.checkin.details
        yield
        for routine in tuple(self._around.library().routines.values()):
            self._offers.offer(routine, routine.variants[0])
            yield

    def _show_others(self) -> None:
        if self._others is None:
            self._others = self._build_others()
            self._outer.addWidget(self._others)
        self.routines.refresh()
        self._home.hide()
        self._others.show()
        self.routines.take_focus()

    def _build_others(self) -> QWidget:
        from hiprehab.ui.screens.routine_list import RoutineList

        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.space(14))
        back = Button(self._theme, self.tr("Back to Today"), kind="quiet", icon="chevron-left")
        back.clicked.connect(self.show_home)
        box.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Something else"), "heading", wrap=True), 1)
        look = Button(self._theme, self.tr("Look in the Library"), icon="library")
        look.clicked.connect(self._on_look)
        head.addWidget(look)
        box.addLayout(head)
        self.routines = RoutineList(
            self._theme, self._around.library, self._offers, action=self.tr("Start")
        )
        self.routines.picked.connect(self._on_picked)
        box.addWidget(self.routines)
        box.addStretch(1)
        return page

    def _on_look(self) -> None:
        self.show_home()
        self.open_library.emit()

    def _on_picked(self, routine: str, variant: str) -> None:
        self.show_home()
        self.start_requested.emit(routine, variant, False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the list of all routines."""
        if event.key() == Qt.Key.Key_Escape and self._home.isHidden():
            self.show_home()
        else:
            super().keyPressEvent(event)

    def show_home(self) -> None:
        """Back from the list of all routines."""
        if self._others is not None:
            self._others.hide()
        self._home.show()
        self._take_focus()
