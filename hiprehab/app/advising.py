"""Suggestions on Today: one at a time, with the reason, and a button that does it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QObject

from hiprehab.app.accepted import (
    NOT_NOW,
    Accepted,
    accept,
    due_now,
    holding,
    rows_to_change,
    take_back,
)
from hiprehab.core.agenda import share_done
from hiprehab.core.changes import Changes
from hiprehab.core.running import ROUTINE as RUNNING
from hiprehab.core.verdicts import Kind, SessionVerdict, may_go_up
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.own_routine import held, reversible
from hiprehab.ui.screens.recent import RATING_DAYS, is_news, recent, wants_rest

if TYPE_CHECKING:  # loaded after the first paint
    from hiprehab.core.log import PainEntry
    from hiprehab.core.model import Routine
    from hiprehab.core.suggesting import Suggestion
    from hiprehab.core.weekly import WeekVerdict
    from hiprehab.ui.main_window import MainWindow
    from hiprehab.ui.screens.today_due import DueCard

SIX_WEEKS: Final = timedelta(days=41)


class Advice(NamedTuple):
    """What is told. Without a `suggestion` it is words only; `key` is what putting aside keeps.

    `why` is the reason that is kept with what was accepted. `look` is a page of the library to
    show, with the word on its button. `rest`: it speaks against a session now.
    """

    text: str
    key: str
    suggestion: "Suggestion | None" = None
    why: str = ""
    look: tuple[str, str, str] | None = None
    rest: bool = False


class Advising(QObject):
    """Shows the newest suggestion on Today's card and does what was accepted.

    What was accepted stands there in the suggestion's place, with a way back.
    """

    def __init__(self, card: "DueCard", around: Around, window: "MainWindow") -> None:
        super().__init__(card)
        self._card, self._around, self._window = card, around, window
        self._advice: Advice | None = None
        self._held: Accepted | None = None
        card.note_accepted.connect(self._on_accepted)
        card.note_put_aside.connect(self._on_put_aside)

    def show(self, waiting: str) -> None:
        """Tell why exercise waits, else the newest suggestion, else what was accepted."""
        self._advice = None if waiting else newest(self._around)
        self._held = None
        if self._advice is not None:
            advice = self._advice
            action = self._action(advice)
            self._card.show_note(advice.text, action=action, can_wait=True, rest=advice.rest)
            return
        self._held = None if waiting else holding(self._around)
        if self._held is None:
            self._card.show_note(waiting, rest=bool(waiting))
            return
        undo = self.tr("Undo")
        self._card.show_note(self._held.text, action=undo, rest=self._held.rest)

    def _action(self, advice: Advice) -> str:
        if advice.suggestion is None:
            return advice.look[2] if advice.look else ""
        from hiprehab.ui.screens.advice_words import action_text

        today = "" if advice.rest else less_today(self._around, advice.suggestion)
        return action_text(advice.suggestion, self._around.library(), today=today)

    def _on_put_aside(self) -> None:
        if self._advice is None:
            return
        key, self._advice = self._advice.key, None
        self._card.show_note("")
        self._around.live.write(lambda store: store.set_note(NOT_NOW, key), Changes.DIARY, by=self)

    def _on_accepted(self) -> None:
        advice, held = self._advice, self._held
        if held is not None:
            take_back(self._around, held.undo)
        elif advice is not None and advice.suggestion is not None:
            accept(self._around, advice.suggestion, advice.key, advice.why, self._window.tell)
        elif advice is not None and advice.look is not None:
            kind, name, _ = advice.look
            self._window.show_screen("library")
            library: Any = self._window.screen_of("library")
            library.open_page(kind, name)


def less_today(around: Around, suggestion: "Suggestion") -> str:
    """How long today's session is with a little less of it; "" where it is not due today."""
    from hiprehab.core.suggesting import Suggest

    row = due_now(around, suggestion.routine)
    routine = around.library().routines.get(suggestion.routine)
    if suggestion.what is not Suggest.LESS or row is None or routine is None:
        return ""
    from hiprehab.core.adjusting import adjusted
    from hiprehab.core.diary import Adjustment
    from hiprehab.core.plan import PlanOptions, length_s
    from hiprehab.ui.screens.log_words import minutes_text

    less = Adjustment(around.now(), routine.id, percent=suggestion.percent)
    variant = routine.variant(row.variant) or routine.variants[0]
    changed = adjusted(around.library(), variant, (*held(around, routine.id), less))
    options = PlanOptions.from_settings(around.settings())
    return minutes_text(length_s(around.library(), changed, options))


def newest(around: Around) -> Advice | None:
    """The one thing to tell now, the gravest first; None without one, or when it was put aside."""
    read, today = around.live.read, around.today()
    entries = read.pain_between(today - RATING_DAYS, today)
    found = recent(around)
    week = _week(around, entries, today)
    for make in (_session, _mornings, _running, _pause):
        advice = make(_Facts(around, today, entries, found, week))
        if advice is not None:
            return None if read.note(NOT_NOW) == advice.key else advice
    return None


class _Facts(NamedTuple):
    around: Around
    today: date
    entries: "Sequence[PainEntry]"
    found: Sequence[SessionVerdict]
    week: "WeekVerdict"


def _week(around: Around, entries: "Sequence[PainEntry]", today: date) -> "WeekVerdict":
    from hiprehab.core.weekly import week_verdict

    read = around.live.read
    first = today - SIX_WEEKS
    sessions = read.sessions_between(first, today)
    share = share_done(first, today, read.planned(), sessions, read.away())
    return week_verdict(entries, today, share=share)


def _session(facts: _Facts) -> Advice | None:
    """How the newest session went, while it is news."""
    from hiprehab.core.suggesting import after_session
    from hiprehab.core.weekly import Week
    from hiprehab.ui.screens.advice_words import then_text
    from hiprehab.ui.screens.verdict_words import verdict_text, why_text

    if not facts.found or not is_news(facts.found[-1], facts.today):
        return None
    newest, around = facts.found[-1], facts.around
    if newest.record.routine == RUNNING:
        return None  # its steps have rules of their own
    calm = facts.week.week in (Week.GO_ON, Week.UNKNOWN)
    up = may_go_up(facts.found) and calm
    advice = Advice(
        "",
        f"session {newest.record.id} {newest.kind.value}",
        why=why_text(newest),
        rest=wants_rest(newest, facts.today),
    )
    routine = around.library().routines.get(newest.record.routine)
    if routine is None:
        return advice._replace(text=verdict_text(newest, facts.today, up=up))
    if newest.kind is Kind.HIGH:
        return _hurt(facts, newest, routine, advice)
    changes = reversible(around, held(around, routine.id))
    suggestion = after_session(newest, routine, changes, up=up)
    then = then_text(suggestion, around.library())
    text = verdict_text(newest, facts.today, up=up, then=then)
    return advice._replace(text=text, suggestion=_possible(around, suggestion))


def _hurt(facts: _Facts, newest: SessionVerdict, routine: "Routine", advice: Advice) -> Advice:
    """A move that hurt: its easier form, else its page, else the routine's page with its moves."""
    from hiprehab.core.suggesting import easier_move, worst_move
    from hiprehab.ui.screens.advice_words import hurt_text, look_text, then_text
    from hiprehab.ui.screens.verdict_words import verdict_text

    library, conditions = facts.around.library(), facts.around.conditions()
    suggestion = easier_move(newest, facts.entries, routine, library=library, conditions=conditions)
    if suggestion is not None:
        text = verdict_text(newest, facts.today, then=then_text(suggestion, library))
        return advice._replace(text=text, suggestion=suggestion)
    move = library.exercises.get(worst_move(newest, facts.entries))
    name = move.name if move else ""
    page = ("exercises", move.id) if move else ("routines", routine.id)
    text = verdict_text(newest, facts.today, then=hurt_text(name))
    return advice._replace(text=text, look=(*page, look_text(name)))


def _mornings(facts: _Facts) -> Advice | None:
    """What the week's mornings say."""
    from hiprehab.core.suggesting import after_week
    from hiprehab.ui.screens.advice_words import mornings_text, then_text, week_text

    around = facts.around
    suggestion = None
    row = due_now(around)
    routine = around.library().routines.get(row.routine) if row else None
    if row is not None and routine is not None:
        suggestion = after_week(facts.week.week, routine, row.variant)
    text = week_text(facts.week, then_text(suggestion, around.library()))
    if not text:
        return None
    year, number, _ = facts.today.isocalendar()
    key = f"week {year}-{number} {facts.week.week.value}"
    why = mornings_text(facts.week)
    return Advice(text, key, _possible(around, suggestion), why)


def _running(facts: _Facts) -> Advice | None:
    """The step that comes next, where the run-walk steps are due or were done last."""
    from hiprehab.core.running import Way, standing, variant_of
    from hiprehab.core.suggesting import Suggest, Suggestion
    from hiprehab.ui.screens.running_words import standing_text

    row = due_now(facts.around)
    news = bool(facts.found) and is_news(facts.found[-1], facts.today)
    ran_last = news and facts.found[-1].record.routine == RUNNING
    if not ran_last and (row is None or row.routine != RUNNING):
        return None
    place = standing(facts.found, facts.today)
    planned = row.variant if row is not None and row.routine == RUNNING else ""
    if place.way is Way.BEGIN or (place.way is Way.AGAIN and planned == variant_of(place.step)):
        return None
    suggestion = Suggestion(Suggest.STEP, RUNNING, variant_of(place.step))
    key = f"run {place.last} {place.way.value} {facts.today - timedelta(days=place.days or 0)}"
    if place.way in (Way.ASK, Way.FREE):
        return Advice(standing_text(place), key)
    return Advice(standing_text(place), key, _possible(facts.around, suggestion))


def _pause(facts: _Facts) -> Advice | None:
    """What days without the routine that is due suggest."""
    from hiprehab.core.suggesting import after_break as suggested
    from hiprehab.core.weekly import after_break
    from hiprehab.ui.screens.advice_words import break_text, break_why

    around, today = facts.around, facts.today
    row = due_now(around)
    routine = around.library().routines.get(row.routine) if row else None
    if row is None or routine is None or row.routine == RUNNING:
        return None
    last = around.live.read.last_session_day(row.routine)
    broken = after_break(last, today)
    suggestion = suggested(broken, routine, row.variant, held(around, routine.id))
    if last is None or suggestion is None:
        return None
    text = break_text(suggestion, last, today)
    key = f"break {row.routine} {last}"
    return Advice(text, key, _possible(around, suggestion), break_why(last))


def _possible(around: Around, suggestion: "Suggestion | None") -> "Suggestion | None":
    """A level can only be changed where the routine is in the plan; other changes always."""
    if suggestion is None or not suggestion.variant:
        return suggestion
    return suggestion if rows_to_change(around, suggestion) else None
