"""Words for what a clinician has laid down: what is fixed, rounds, phases, the day of a review."""

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from hiprehab.core.model import (
    FREE,
    LOCKED,
    Adjust,
    Block,
    Bound,
    Dose,
    DoseKind,
    Item,
    ProgrammePhase,
    Routine,
    SideRule,
)
from hiprehab.ui.wording import number


def _names() -> dict[str, str]:
    """What the fields of a dose are called."""
    return {
        "sets": QCoreApplication.translate("Words", "sets"),
        "reps": QCoreApplication.translate("Words", "reps"),
        "hold_s": QCoreApplication.translate("Words", "hold"),
        "duration_s": QCoreApplication.translate("Words", "time"),
        "tempo": QCoreApplication.translate("Words", "tempo"),
        "rests": QCoreApplication.translate("Words", "rests"),
        "side": QCoreApplication.translate("Words", "side"),
        "level": QCoreApplication.translate("Words", "level"),
    }


def is_prescribed(routine: str) -> bool:
    """Whether a routine came with somebody's pack; the shipped ones have bare ids."""
    return "/" in routine


def used_fields(dose: Dose) -> tuple[str, ...]:
    """The fields that mean something for this dose, in the order in which they are named."""
    paced = dose.kind in (DoseKind.HOLD, DoseKind.REPS, DoseKind.SELF)
    rests = (dose.rest_reps_s, dose.rest_sets_s, dose.rest_sides_s, dose.rest_exercises_s)
    used = {
        "sets": True,
        "reps": paced,
        "hold_s": dose.kind is DoseKind.HOLD,
        "duration_s": dose.kind is DoseKind.TIME,
        "tempo": dose.kind is DoseKind.REPS,
        "rests": any(rests),
        "side": dose.side is not SideRule.BOTH,
        "level": True,
    }
    return tuple(name for name, yes in used.items() if yes)


def fixed_text(adjust: Adjust, dose: Dose, *, short: bool = False) -> str:
    """What of an item is fixed, and what may be changed within a range; "" when all is free.

    `short` does without saying who fixed it, where a title does.
    """
    if adjust == FREE:
        return ""
    names, used = _names(), used_fields(dose)
    fixed = [names[key] for key in used if getattr(adjust, key) == LOCKED]
    ranges = [_range(key, getattr(adjust, key), names[key]) for key in used]
    ranges = [text for text in ranges if text]
    if not fixed and not ranges:
        return ""
    by = QCoreApplication.translate("Words", "Set by your physiotherapist: {}.")
    if short:
        by = QCoreApplication.translate("Words", "Fixed: {}.")
    if len(fixed) == len(used):
        return by.format(QCoreApplication.translate("Words", "all of it"))
    parts = [by.format(", ".join(fixed))] if fixed else []
    if ranges:
        text = QCoreApplication.translate("Words", "You may change: {}.")
        parts.append(text.format(", ".join(ranges)))
    if len(fixed) + len(ranges) < len(used):
        parts.append(QCoreApplication.translate("Words", "The rest is up to you."))
    return " ".join(parts)


def _range(key: str, bound: Bound | tuple[str, ...], name: str) -> str:
    if not isinstance(bound, tuple):
        return ""
    if key == "level":
        return QCoreApplication.translate("Words", "level {}").format(", ".join(map(str, bound)))
    low, high = (number(float(one)) for one in bound)
    text = QCoreApplication.translate("Words", "{name} {low} to {high}")
    if key.endswith("_s"):
        text = QCoreApplication.translate("Words", "{name} {low} to {high} s")
    return text.format(name=name, low=low, high=high)


def fixed_lines(items: Iterable[Item], name_of: dict[str, str]) -> list[str]:
    """The same for a whole routine: a line for those exercises that share it."""
    shared: dict[str, dict[str, None]] = {}
    total = 0
    for item in items:
        total += 1
        if text := fixed_text(item.adjust, item.dose, short=True):
            shared.setdefault(text, {})[name_of[item.exercise]] = None
    if len(shared) == 1 and len(next(iter(shared.values()))) == total > 1:
        return list(shared)
    line = QCoreApplication.translate("Words", "{names}. {fixed}")
    return [line.format(names=", ".join(names), fixed=text) for text, names in shared.items()]


def rounds_text(block: Block) -> str:
    """How often the moves of a block come in turn, and the rest between; "" for once."""
    if block.rounds < 2:
        return ""
    text = QCoreApplication.translate("Words", "{n} rounds, one move after the other").format(
        n=block.rounds
    )
    if not block.rest_rounds_s:
        return text
    if isinstance(block.rest_rounds_s, str):
        rest = QCoreApplication.translate("Words", "rest between rounds until you are ready")
    else:
        rest = QCoreApplication.translate("Words", "{} s of rest between rounds").format(
            number(block.rest_rounds_s)
        )
    return f"{text} · {rest}"


def date_text(day: date) -> str:
    """A day with its year."""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def review_text(routine: Routine, today: date) -> str:
    """By when the author wants to look at the routine again; "" when nothing is said."""
    if routine.review is None:
        return ""
    if routine.review < today:
        text = QCoreApplication.translate(
            "Words", "Your physiotherapist wanted to look at this routine by {}."
        )
    else:
        text = QCoreApplication.translate(
            "Words", "Your physiotherapist wants to look at this routine by {}."
        )
    return text.format(date_text(routine.review))


def phase_when(phase: ProgrammePhase) -> str:
    """When a phase is: its days, its weeks, its words."""
    parts = []
    if phase.first is not None and phase.last is not None:
        text = QCoreApplication.translate("Words", "{first} to {last}")
        parts.append(text.format(first=date_text(phase.first), last=date_text(phase.last)))
    elif phase.first is not None:
        text = QCoreApplication.translate("Words", "from {}")
        parts.append(text.format(date_text(phase.first)))
    elif phase.weeks is not None:
        parts.append(_weeks(phase.weeks))
    if phase.criteria:
        parts.append(phase.criteria)
    return " · ".join(parts)


def _weeks(weeks: Sequence[int]) -> str:
    if weeks[0] == weeks[1]:
        return QCoreApplication.translate("Words", "week {}").format(weeks[0])
    text = QCoreApplication.translate("Words", "weeks {first} to {last}")
    return text.format(first=weeks[0], last=weeks[1])
