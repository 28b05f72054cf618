"""What stands at the beginning: the first run's choices, and a session that was cut off."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication

from hiprehab.app.profile import Profile
from hiprehab.core.agenda import COUNTED, Planned, spread_days
from hiprehab.core.log import SessionRecord, Stamp, Status
from hiprehab.core.model import Library, Routine
from hiprehab.core.plan import PlanOptions
from hiprehab.core.settings import Settings
from hiprehab.core.verdicts import baseline
from hiprehab.storage.sessions import OpenSession
from hiprehab.ui.clock import Clock
from hiprehab.ui.journal import opened
from hiprehab.ui.live import Read
from hiprehab.ui.run_parts import RunOptions
from hiprehab.ui.screens.first_run import FirstRunResult, RoutineChoice, Routines
from hiprehab.ui.screens.log_words import minutes_text
from hiprehab.ui.screens.today_state import Offers

_FIRST: Final = (
    "daily-hip-mobility",
    "glute-strength-a",
    "hip-oa-starter",
    "pre-run-warm-up",
    "post-run-stretch",
)
_MOST_OWN: Final = 4
_USUAL: Final = 3
"""Days a week where the routine names none."""


def usual_days(routine: Routine) -> frozenset[int]:
    """The weekdays (0 = Monday) to offer: the fewest that the routine asks for, spread out."""
    schedule = routine.schedule
    fewest = schedule.days_per_week[0] or schedule.days_per_week[1] or _USUAL
    return spread_days(fewest, schedule.min_gap_days)


def routine_choices(library: Library, *, everything: bool = False) -> list[RoutineChoice]:
    """The routines that a new person may begin with: those of installed packs, which somebody put
    there for them, then the gentlest of the built-in ones, or all."""
    own = [name for name in library.routines if "/" in name]
    shown = list(library.routines) if everything else [*own[:_MOST_OWN], *_FIRST]
    found = [library.routines[name] for name in shown if name in library.routines]
    return [
        RoutineChoice(
            one.id,
            one.title,
            one.for_who or one.summary,
            usual_days(one),
            one.schedule.min_gap_days,
        )
        for one in found
    ]


def routine_source(profile: Profile) -> Routines:
    """Where the first run's tiles come from."""

    def facts(name: str) -> str:
        routine = profile.library.routines[name]
        offers = Offers(lambda: profile.library, lambda: profile.settings)
        offer = offers.offer(routine, routine.variants[0])
        if offer is None:
            return ""
        return " · ".join(filter(None, (minutes_text(offer.seconds), ", ".join(offer.kit))))

    return Routines(
        again=lambda: routine_choices(profile.library),
        everything=lambda: routine_choices(profile.library, everything=True),
        facts=facts,
        total=len(profile.library.routines),
    )


def first_plan(
    result: FirstRunResult, profile: Profile, today: date
) -> tuple[Settings, Planned | None]:
    """The settings and the plan that the first run's answers amount to."""
    settings = replace(
        profile.settings,
        first_run_done=True,
        affected=result.affected or profile.settings.affected,
    )
    if result.routine is None or not result.weekdays:
        return settings, None
    variant = profile.library.routines[result.routine].variants[0]
    return settings, Planned(result.routine, variant.id, result.weekdays, 1, today)


def morning_baseline(read: Read, today: date) -> float | None:
    """The usual morning level: the median of the last seven mornings' worse side, if known."""
    return baseline(read.pain_between(today - timedelta(days=30), today), today)


def gap_text(read: Read, routine: Routine, now: Stamp) -> str:
    """What to tell before a start that comes too soon after the last one; empty when it does not.

    Only for routines that name a gap in hours, such as the ice timer.
    """
    gap = timedelta(hours=routine.schedule.min_gap_hours)
    if not gap:
        return ""
    sessions = read.sessions_between(now.day - timedelta(days=2), now.day)
    ends = [
        one.ended_at or one.stamp.at + timedelta(seconds=one.active_s)
        for one in sessions
        if one.routine == routine.id and one.status in COUNTED
    ]
    if not ends or now.at - max(ends) >= gap:
        return ""
    since = max(0, round((now.at - max(ends)) / timedelta(minutes=1)))
    ready = replace(now, at=max(ends) + gap).local
    text = _tr("The last time was {0} min ago. Leave at least {1} h between two: until {2}.")
    return text.format(since, f"{routine.schedule.min_gap_hours:g}", f"{ready:%H:%M}")


def interrupted_text(found: OpenSession) -> str:
    """Where it was cut off: "Not finished: Clamshell, set 2, left, 12 s left · begun 10:42"."""
    begun = found.record.stamp.local.strftime("%H:%M")
    try:
        session = opened(found).restored(_NO_OPTIONS)
    except (ValueError, KeyError, TypeError):
        return _tr("Not finished: {0} · begun {1}").format(found.record.title, begun)
    step = session.step
    words = [session.plan.item_of(step).name, _tr("set {0}").format(step.set)]
    if step.side:
        words.append(_tr("left") if step.side == "left" else _tr("right"))
    if session.length is not None:
        left = max(0.0, session.length - session.checkpoint().elapsed)
        words.append(_tr("{0} s left").format(round(left)))
    return _tr("Not finished: {0} · begun {1}").format(", ".join(words), begun)


def as_partial(found: OpenSession, profile: Profile, clock: Clock) -> SessionRecord:
    """The record of a session that was cut off and is not gone on with."""
    record = replace(
        found.record,
        status=Status.PARTIAL,
        active_s=found.active_s,
        ended_at=found.journal[-1].at if found.journal else clock.utcnow(),
    )
    try:
        session = opened(found).restored(_NO_OPTIONS)
    except (ValueError, KeyError, TypeError):
        return record
    session.stop(0.0)
    return replace(record, results=session.set_results(), planned_s=session.plan.total_s)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Openings", text)


_NO_OPTIONS: Final = RunOptions(Library({}, {}), PlanOptions())
