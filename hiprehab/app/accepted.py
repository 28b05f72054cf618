"""Suggestions that were accepted: done from then on, told while they are news, and taken back."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from hiprehab.core.agenda import Planned, due_on
from hiprehab.core.changes import Changes
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.own_routine import held, reversible
from hiprehab.ui.screens.recent import TOLD_DAYS, recent, wants_rest

if TYPE_CHECKING:  # loaded after the first paint
    from hiprehab.core.diary import Adjustment
    from hiprehab.core.suggesting import Suggestion
    from hiprehab.storage.store import Store

NOT_NOW: Final = "advice.not-now"
"""The note of the log that keeps which suggestion was put aside, or accepted."""
LEVEL: Final = "advice.level"
"""The note with the newest accepted change of a level: the rows of the plan, and why."""

Told = Callable[[str, Callable[[], None] | None], None]


class Undo(NamedTuple):
    """What was done: a change, changes that were ended, or rows (new id, the row before)."""

    adjustment: int | None = None
    ended: "tuple[Adjustment, ...]" = ()
    rows: tuple[tuple[int, Planned], ...] = ()


class Accepted(NamedTuple):
    """What holds, in words. `rest`: days without load come first."""

    text: str
    undo: Undo
    rest: bool


# --- what is due ------------------------------------------------------------------------------


def due_now(around: Around, routine: str = "") -> Planned | None:
    """The first row of the plan that is due today and not done yet, of one routine or of any."""
    read, today = around.live.read, around.today()
    due = due_on(today, read.planned(), read.sessions_between(today, today), read.away())
    return next(
        (one.planned for one in due if one.left and routine in ("", one.planned.routine)), None
    )


def rows_to_change(around: Around, suggestion: "Suggestion") -> list[Planned]:
    """The rows of the plan from today on whose level would change."""
    today = around.today()
    return [
        row
        for row in around.live.read.planned()
        if row.routine == suggestion.routine
        and row.variant != suggestion.variant
        and (row.until is None or row.until >= today)
    ]


# --- accepting --------------------------------------------------------------------------------


def accept(around: Around, suggestion: "Suggestion", key: str, why: str, told: Told) -> None:
    """Do it from now on, do not suggest it again, and offer to take it back.

    Args:
        around: log, clock and library.
        suggestion: what is done.
        key: what the suggestion is known by.
        why: its reason, for later days.
        told: says that it is done, with the way back.
    """
    from hiprehab.core.diary import Adjustment
    from hiprehab.core.suggesting import Suggest, accepted
    from hiprehab.ui.screens.advice_words import done_text

    now_held = reversible(around, held(around, suggestion.routine))
    change = accepted(suggestion, Adjustment(around.now(), suggestion.routine, reason=why))
    rows, today, at = rows_to_change(around, suggestion), around.today(), around.clock.utcnow()
    is_due = due_now(around, suggestion.routine) is not None

    def work(store: "Store") -> Undo:
        with store.atomic():
            store.set_note(NOT_NOW, key)
            if change is not None:
                return Undo(adjustment=store.adjust(change))
            if suggestion.what is Suggest.AS_GIVEN:
                for one in now_held:
                    store.end_adjustment(_id(one.id), at)
                return Undo(ended=now_held)
            level = suggestion.variant
            changed = tuple(_changed(store, row, level, today) for row in rows)
            pairs = [(new, old.id, old.until and old.until.isoformat()) for new, old in changed]
            store.set_note(LEVEL, json.dumps([today.isoformat(), why, pairs]))
            return Undo(rows=changed)

    def done(undo: Undo) -> None:
        told(done_text(suggestion, today=is_due), partial(take_back, around, undo))

    around.live.write(work, Changes.PLAN | Changes.DIARY, done=done)


def _changed(store: "Store", row: Planned, variant: str, today: date) -> tuple[int, Planned]:
    store.plan_end(_id(row.id), today - timedelta(days=1))
    return store.plan_add(replace(row, variant=variant, since=today, id=None)), row


def take_back(around: Around, undo: Undo) -> None:
    """As it was before; the suggestion is open again."""
    today, at = around.today(), around.clock.utcnow()

    def work(store: "Store") -> None:
        with store.atomic():
            store.set_note(NOT_NOW, "")
            if undo.adjustment is not None and _holds(store, undo.adjustment):
                store.end_adjustment(undo.adjustment, at)
            for one in undo.ended:
                store.adjust(one._replace(ended=None, id=None))
            for new, row in undo.rows:
                store.plan_end(new, today - timedelta(days=1))
                store.plan_add(replace(row, since=max(row.since, today), id=None))
            if undo.rows:
                store.set_note(LEVEL, "")

    around.live.insist(work, Changes.PLAN | Changes.DIARY)


def _holds(store: "Store", adjustment: int) -> bool:
    """Whether it was not taken back in another place already."""
    ended: dict[int | None, datetime | None] = {one.id: one.ended for one in store.adjustments()}
    return adjustment in ended and ended[adjustment] is None


def _id(number: int | None) -> int:
    assert number is not None, "a row of the log has a number"
    return number


# --- what was accepted ------------------------------------------------------------------------


def holding(around: Around) -> Accepted | None:
    """What was accepted and is still news: less of the next session, a move, a level."""
    found = recent(around)
    rest = bool(found) and wants_rest(found[-1], around.today())
    return _change(around, rest=rest) or _level(around, rest=rest)


def _change(around: Around, *, rest: bool) -> Accepted | None:
    today = around.today()
    everything = around.live.read.adjustments()
    routines = dict.fromkeys(one.routine for one in everything if not one.ended)
    news = [
        one
        for routine in routines
        for one in held(around, routine)
        if one.reason and (one.percent < 100 or (today - one.stamp.day).days <= TOLD_DAYS)
    ]
    if not news:
        return None
    from hiprehab.ui.screens.advice_words import held_text

    newest = max(news, key=lambda one: one.stamp.at)
    is_due = due_now(around, newest.routine) is not None
    text = held_text(newest, around.library(), today=is_due, rest=rest)
    return Accepted(text, Undo(adjustment=newest.id), rest)


def _level(around: Around, *, rest: bool) -> Accepted | None:
    kept = around.live.read.note(LEVEL)
    if not kept:
        return None
    day, why, pairs = json.loads(kept)
    since, today = date.fromisoformat(day), around.today()
    rows = {row.id: row for row in around.live.read.planned()}
    changed = [
        (rows[new], replace(rows[old], until=date.fromisoformat(until) if until else None))
        for new, old, until in pairs
        if new in rows and old in rows
    ]
    holds = all(row.until is None or row.until >= today for row, _ in changed)
    if not changed or not holds or (today - since).days > TOLD_DAYS:
        return None
    row = changed[0][0]
    routine = around.library().routines.get(row.routine)
    variant = routine.variant(row.variant) if routine else None
    if variant is None:
        return None
    from hiprehab.ui.screens.advice_words import level_text

    undo = Undo(rows=tuple((_id(new.id), old) for new, old in changed))
    return Accepted(level_text(variant.title, since, why, rest=rest), undo, rest)
