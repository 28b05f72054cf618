"""Suggestions on Today: one at a time, with the reason, and a button that does it."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject

from hiprehab.core.agenda import Planned, due_on, share_done
from hiprehab.core.changes import Changes
from hiprehab.core.running import ROUTINE as RUNNING
from hiprehab.core.verdicts import Kind, SessionVerdict, may_go_up
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.own_routine import held, reversible
from hiprehab.ui.screens.recent import RATING_DAYS, is_news, recent

if TYPE_CHECKING:  # loaded after the first paint
    from hiprehab.core.diary import Adjustment
    from hiprehab.core.log import PainEntry
    from hiprehab.core.suggesting import Suggestion
    from hiprehab.core.weekly import WeekVerdict
    from hiprehab.storage.store import Store
    from hiprehab.ui.screens.today_due import DueCard

NOT_NOW: Final = "advice.not-now"
"""The note of the log that keeps which suggestion was put aside."""
SIX_WEEKS: Final = timedelta(days=41)
ADVICE_WEEKS: Final = timedelta(days=56)
"""Seven weeks of mornings, and a few days for the first of them."""

Told = Callable[[str, Callable[[], None] | None], None]


class Advice(NamedTuple):
    """What is told. Without a `suggestion` it is words only; `key` is what putting aside keeps."""

    text: str
    key: str
    suggestion: "Suggestion | None" = None


class Advising(QObject):
    """Shows the newest suggestion on Today's card and does what was accepted."""

    def __init__(self, card: "DueCard", around: Around, told: Told) -> None:
        super().__init__(card)
        self._card, self._around, self._told = card, around, told
        self._advice: Advice | None = None
        card.note_accepted.connect(self._on_accepted)
        card.note_put_aside.connect(self._on_put_aside)

    def show(self, waiting: str) -> None:
        """Tell why exercise waits, else the newest suggestion, else nothing."""
        self._advice = None if waiting else newest(self._around)
        if self._advice is None:
            self._card.show_note(waiting)
            return
        action = ""
        if self._advice.suggestion is not None:
            from hiprehab.ui.screens.advice_words import action_text

            action = action_text(self._advice.suggestion, self._around.library())
        self._card.show_note(self._advice.text, action=action, can_wait=True)

    def _on_put_aside(self) -> None:
        if self._advice is None:
            return
        key, self._advice = self._advice.key, None
        self._card.show_note("")
        self._around.live.write(lambda store: store.set_note(NOT_NOW, key), Changes.DIARY, by=self)

    def _on_accepted(self) -> None:
        advice = self._advice
        if advice is not None and advice.suggestion is not None:
            accept(self._around, advice.suggestion, advice.text, self._told)


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
    from hiprehab.core.suggesting import after_session, easier_move
    from hiprehab.core.weekly import Week
    from hiprehab.ui.screens.verdict_words import verdict_text

    if not facts.found or not is_news(facts.found[-1], facts.today):
        return None
    newest, around = facts.found[-1], facts.around
    if newest.record.routine == RUNNING:
        return None  # its steps have rules of their own
    calm = facts.week.week in (Week.GO_ON, Week.UNKNOWN)
    up = may_go_up(facts.found) and calm
    text = verdict_text(newest, facts.today, up=up)
    key = f"session {newest.record.id} {newest.kind.value}"
    routine = around.library().routines.get(newest.record.routine)
    if routine is None:
        return Advice(text, key)
    changes = reversible(around, held(around, routine.id))
    suggestion = after_session(newest, routine, changes, up=up)
    if newest.kind is Kind.HIGH:
        suggestion = easier_move(
            newest, facts.entries, routine, library=around.library(), conditions=around.conditions()
        )
    return Advice(text, key, _possible(around, suggestion))


def _mornings(facts: _Facts) -> Advice | None:
    """What the week's mornings say."""
    from hiprehab.core.suggesting import after_week
    from hiprehab.ui.screens.advice_words import week_text

    text = week_text(facts.week)
    if not text:
        return None
    year, number, _ = facts.today.isocalendar()
    suggestion = None
    row = _due(facts.around, facts.today)
    routine = facts.around.library().routines.get(row.routine) if row else None
    if row is not None and routine is not None:
        suggestion = after_week(facts.week.week, routine, row.variant)
    key = f"week {year}-{number} {facts.week.week.value}"
    return Advice(text, key, _possible(facts.around, suggestion))


def _running(facts: _Facts) -> Advice | None:
    """The step that comes next, where the run-walk steps are due or were done last."""
    from hiprehab.core.running import Way, standing, variant_of
    from hiprehab.core.suggesting import Suggest, Suggestion
    from hiprehab.ui.screens.running_words import standing_text

    row = _due(facts.around, facts.today)
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
    from hiprehab.ui.screens.advice_words import break_text

    around, today = facts.around, facts.today
    row = _due(around, today)
    routine = around.library().routines.get(row.routine) if row else None
    if row is None or routine is None or row.routine == RUNNING:
        return None
    last = around.live.read.last_session_day(row.routine)
    broken = after_break(last, today)
    suggestion = suggested(broken, routine, row.variant, held(around, routine.id))
    if last is None or suggestion is None:
        return None
    text = break_text(broken, routine, last, today)
    return Advice(text, f"break {row.routine} {last}", _possible(around, suggestion))


def _due(around: Around, today: date) -> Planned | None:
    """The first row of the plan that is due today and not done yet."""
    read = around.live.read
    due = due_on(today, read.planned(), read.sessions_between(today, today), read.away())
    return next((one.planned for one in due if one.left), None)


def _possible(around: Around, suggestion: "Suggestion | None") -> "Suggestion | None":
    """A level can only be changed where the routine is in the plan; other changes always."""
    if suggestion is None or not suggestion.variant:
        return suggestion
    return suggestion if _rows(around, suggestion) else None


def _rows(around: Around, suggestion: "Suggestion") -> list[Planned]:
    """The rows of the plan from today on whose level would change."""
    today = around.today()
    return [
        row
        for row in around.live.read.planned()
        if row.routine == suggestion.routine
        and row.variant != suggestion.variant
        and (row.until is None or row.until >= today)
    ]


def accept(around: Around, suggestion: "Suggestion", reason: str, told: Told) -> None:
    """Do it from now on, and offer to take it back."""
    from hiprehab.core.diary import Adjustment
    from hiprehab.core.suggesting import Suggest, accepted
    from hiprehab.ui.screens.advice_words import done_text

    now_held = reversible(around, held(around, suggestion.routine))
    change = accepted(suggestion, Adjustment(around.now(), suggestion.routine, reason=reason))
    rows, today, at = _rows(around, suggestion), around.today(), around.clock.utcnow()

    def work(store: "Store") -> "_Undo":
        with store.atomic():
            if change is not None:
                return _Undo(adjustment=store.adjust(change))
            if suggestion.what is Suggest.AS_GIVEN:
                for one in now_held:
                    store.end_adjustment(_id(one.id), at)
                return _Undo(ended=now_held)
            level = suggestion.variant
            return _Undo(rows=tuple(_changed(store, row, level, today) for row in rows))

    def done(undo: "_Undo") -> None:
        told(done_text(suggestion), partial(_take_back, around, undo))

    around.live.write(work, Changes.PLAN | Changes.DIARY, done=done)


class _Undo(NamedTuple):
    """What was done: a change, changes that were ended, or rows (new id, the row before)."""

    adjustment: int | None = None
    ended: "tuple[Adjustment, ...]" = ()
    rows: tuple[tuple[int, Planned], ...] = ()


def _changed(store: "Store", row: Planned, variant: str, today: date) -> tuple[int, Planned]:
    from dataclasses import replace

    store.plan_end(_id(row.id), today - timedelta(days=1))
    return store.plan_add(replace(row, variant=variant, since=today, id=None)), row


def _take_back(around: Around, undo: _Undo) -> None:
    today, at = around.today(), around.clock.utcnow()

    def work(store: "Store") -> None:
        from dataclasses import replace

        with store.atomic():
            if undo.adjustment is not None:
                store.end_adjustment(undo.adjustment, at)
            for one in undo.ended:
                store.adjust(one._replace(ended=None, id=None))
            for new, row in undo.rows:
                store.plan_end(new, today - timedelta(days=1))
                store.plan_add(replace(row, since=max(row.since, today), id=None))

    around.live.insist(work, Changes.PLAN | Changes.DIARY)


def _id(number: int | None) -> int:
    assert number is not None, "a row of the log has a number"
    return number
