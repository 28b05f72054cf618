"""Words of the library: kinds of exercise, kit, conditions, cautions, parts of a tempo."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from hiprehab.core.conditions import ConditionBook
from hiprehab.core.model import Dose, DoseKind, Exercise, Routine, SideRule
from hiprehab.ui.wording import Words


def category_text(category: str) -> str:
    """A kind of exercise; one that we do not know is shown as it was written."""
    return {
        "warm-up": QCoreApplication.translate("Words", "Warm-up"),
        "mobility": QCoreApplication.translate("Words", "Mobility"),
        "stretch": QCoreApplication.translate("Words", "Stretch"),
        "strength": QCoreApplication.translate("Words", "Strength"),
        "balance": QCoreApplication.translate("Words", "Balance"),
        "self-massage": QCoreApplication.translate("Words", "Self-massage"),
        "recovery": QCoreApplication.translate("Words", "Recovery"),
        "cardio": QCoreApplication.translate("Words", "Walking, running, cycling"),
        "cool-down": QCoreApplication.translate("Words", "Cool-down"),
    }.get(category, category)


def kits() -> tuple[tuple[str, str], ...]:
    """Groups of equipment: what is looked for and what is shown."""
    return (
        ("none", QCoreApplication.translate("Words", "A mat at most")),
        ("chair", QCoreApplication.translate("Words", "Chair")),
        ("wall", QCoreApplication.translate("Words", "Wall")),
        ("band", QCoreApplication.translate("Words", "Band")),
        ("step", QCoreApplication.translate("Words", "Step")),
        ("roller", QCoreApplication.translate("Words", "Foam roller")),
        ("ball", QCoreApplication.translate("Words", "Ball")),
        ("strap", QCoreApplication.translate("Words", "Strap or towel")),
        ("cushion", QCoreApplication.translate("Words", "Cushion or pillow")),
    )


def condition_text(key: str, book: ConditionBook) -> str:
    """A condition as it is shown; one that we do not know as it was written."""
    found = book.conditions.get(key)
    return found.name if found else key


def first_upper(text: str) -> str:
    """The text with a capital letter in front."""
    return text[:1].upper() + text[1:]


def tempo_text(dose: Dose) -> str:
    """How fast a repetition is, such as "open 2 s · hold 1 s · close 2 s"."""
    seconds = QCoreApplication.translate("Words", "{label} {n} s")
    if dose.kind is not DoseKind.REPS:
        return ""
    return " · ".join(seconds.format(label=one.label, n=f"{one.seconds:g}") for one in dose.tempo)


def rest_text(dose: Dose) -> str:
    """The rests of a dose in words; nothing where there is none."""
    parts = []
    if isinstance(dose.rest_reps_s, str) or dose.rest_reps_s:
        text = QCoreApplication.translate("Words", "{} between holds")
        parts.append(text.format(_rest(dose.rest_reps_s)))
    if dose.sets > 1 and (isinstance(dose.rest_sets_s, str) or dose.rest_sets_s):
        text = QCoreApplication.translate("Words", "{} between sets")
        parts.append(text.format(_rest(dose.rest_sets_s)))
    if not parts:
        return ""
    return QCoreApplication.translate("Words", "rest: {}").format(", ".join(parts))


def _rest(rest: float | str) -> str:
    if isinstance(rest, str):
        return QCoreApplication.translate("Words", "until you are ready")
    return QCoreApplication.translate("Words", "{} s").format(f"{rest:g}")


def dose_text(said: Words, dose: Dose) -> str:
    """A dose in words; walking for 5 minutes is not 5 minutes for each side."""
    if dose.kind is DoseKind.TIME and dose.side is SideRule.ALTERNATING:
        dose = replace(dose, side=SideRule.BOTH)
    return first_upper(said.dose(dose))


def muscles_text(exercise: Exercise) -> str:
    """The muscles that work most."""
    return ", ".join(exercise.muscles)


def often_text(routine: Routine) -> str:
    """How often a routine is meant to be done."""
    schedule = routine.schedule
    low, high = schedule.days_per_week
    parts = []
    if high == 7 and low == 7:
        parts.append(QCoreApplication.translate("Words", "Every day"))
    elif high:
        days = f"{low}" if low == high else f"{low} to {high}"
        parts.append(QCoreApplication.translate("Words", "{} days a week").format(days))
    if schedule.times_per_day[1] > 1:
        low, high = schedule.times_per_day
        times = f"{low}" if low == high else f"{low} to {high}"
        parts.append(QCoreApplication.translate("Words", "{} times a day").format(times))
    if schedule.min_gap_days == 1:
        parts.append(QCoreApplication.translate("Words", "a day of rest between"))
    if parts and schedule.when.startswith(parts[0]):
        parts[0] = schedule.when
    elif schedule.when:
        parts.append(schedule.when)
    if schedule.course:
        parts.append(QCoreApplication.translate("Words", "for {}").format(schedule.course))
    return " · ".join(parts)
