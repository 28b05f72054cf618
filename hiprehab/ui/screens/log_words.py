"""Words for dates, times and the choices of the log, shared by the screens."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from hiprehab.core.log import Measure, Moment, PainEntry, SkipReason, Status
from hiprehab.core.model import Routine, Side, Variant
from hiprehab.core.places import in_order, split


def clock_text(local: datetime) -> str:
    """The time of day as the person's language writes it."""
    return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)


def day_text(day: date, today: date, *, long: bool = False) -> str:
    """Today, Yesterday, or the date; the year only when it is another one."""
    if day == today:
        return QCoreApplication.translate("Words", "Today")
    if (today - day).days == 1:
        return QCoreApplication.translate("Words", "Yesterday")
    form = "dddd, d MMMM" if long else "ddd d MMM"
    if day.year != today.year:
        form += " yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def date_text(day: date) -> str:
    """The date itself, for what is read again on another day."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM")


def minutes_text(seconds: float) -> str:
    """Whole minutes, at least one."""
    minutes = max(1, round(seconds / 60))
    return QCoreApplication.translate("Words", "{} min").format(minutes)


def weekday_text(number: int, *, long: bool = False) -> str:
    """The name of a weekday; 0 is Monday."""
    form = QLocale.FormatType.LongFormat if long else QLocale.FormatType.ShortFormat
    return QLocale().standaloneDayName(number + 1, form)


def side_text(side: Side | None) -> str:
    """The side as a word."""
    if side is None:
        return QCoreApplication.translate("Words", "both sides")
    if side is Side.LEFT:
        return QCoreApplication.translate("Words", "left")
    return QCoreApplication.translate("Words", "right")


def measure_text(measure: Measure, *, past: bool = False) -> str:
    """What a score stands for."""
    if past and measure is Measure.NOW:
        return QCoreApplication.translate("Words", "At that time")
    return {
        Measure.NOW: QCoreApplication.translate("Words", "Right now"),
        Measure.WORST: QCoreApplication.translate("Words", "At its worst"),
        Measure.AVERAGE: QCoreApplication.translate("Words", "On average"),
        Measure.NIGHT: QCoreApplication.translate("Words", "At night"),
    }[measure]


def moment_text(moment: Moment) -> str:
    """When a rating was given, seen from a session; a plain rating has no word."""
    return {
        Moment.DAY: "",
        Moment.BEFORE: QCoreApplication.translate("Words", "before the session"),
        Moment.DURING: QCoreApplication.translate("Words", "during the session"),
        Moment.AFTER: QCoreApplication.translate("Words", "after the session"),
        Moment.NEXT_MORNING: QCoreApplication.translate("Words", "the morning after"),
    }[moment]


def status_text(status: Status) -> str:
    """How a session stands."""
    return {
        Status.UNFINISHED: QCoreApplication.translate("Words", "Interrupted"),
        Status.DONE: QCoreApplication.translate("Words", "Done"),
        Status.PARTIAL: QCoreApplication.translate("Words", "Done in part"),
        Status.DISCARDED: QCoreApplication.translate("Words", "Discarded"),
        Status.MANUAL: QCoreApplication.translate("Words", "Done without the app"),
    }[status]


def reason_text(reason: SkipReason) -> str:
    """Why something was left out."""
    return {
        SkipReason.PAIN: QCoreApplication.translate("Words", "pain"),
        SkipReason.TIRED: QCoreApplication.translate("Words", "tired"),
        SkipReason.TIME: QCoreApplication.translate("Words", "no time"),
        SkipReason.EQUIPMENT: QCoreApplication.translate("Words", "no equipment"),
        SkipReason.OTHER: QCoreApplication.translate("Words", "another reason"),
    }[reason]


def places() -> tuple[tuple[str, str], ...]:
    """Where it can hurt: what is stored and what is shown, in the order of lists."""
    return (
        ("groin", QCoreApplication.translate("Words", "Groin")),
        ("front-hip", QCoreApplication.translate("Words", "Front of the hip")),
        ("outer-hip", QCoreApplication.translate("Words", "Outer side of the hip")),
        ("buttock", QCoreApplication.translate("Words", "Buttock")),
        ("sit-bone", QCoreApplication.translate("Words", "Sit bone")),
        ("pubic-bone", QCoreApplication.translate("Words", "Pubic bone")),
        ("pelvic-rim", QCoreApplication.translate("Words", "Rim of the pelvis")),
        ("lower-belly", QCoreApplication.translate("Words", "Lower belly")),
        ("low-back", QCoreApplication.translate("Words", "Low back")),
        ("tailbone", QCoreApplication.translate("Words", "Tailbone")),
        ("front-thigh", QCoreApplication.translate("Words", "Front of the thigh")),
        ("inner-thigh", QCoreApplication.translate("Words", "Inner thigh")),
        ("outer-thigh", QCoreApplication.translate("Words", "Outer thigh")),
        ("back-thigh", QCoreApplication.translate("Words", "Back of the thigh")),
        ("knee", QCoreApplication.translate("Words", "Knee")),
        ("lower-leg", QCoreApplication.translate("Words", "Lower leg or foot")),
        ("elsewhere", QCoreApplication.translate("Words", "Elsewhere")),
    )


def place_text(place: str) -> str:
    """A stored place as it is shown, all of its regions; a word that we do not know stays."""
    names = dict(places())
    shown = [names.get(key, key) for key in in_order(split(place))]
    # Only the first begins with a capital: the rest follow after a comma.
    return ", ".join(shown[:1] + [text[:1].lower() + text[1:] for text in shown[1:]])


def routine_text(routine: Routine, variant: Variant) -> str:
    """Title with its level, where there is a choice of levels."""
    if len(routine.variants) < 2:
        return routine.title
    return QCoreApplication.translate("Words", "{} – {}").format(routine.title, variant.title)


def level_name() -> str:
    """What the variants of a routine are called."""
    return QCoreApplication.translate("Words", "Level")


def score_text(entry: PainEntry) -> str:
    """A side with its score; a rating without a number says so."""
    side = side_text(entry.side)
    if entry.score is None:
        return QCoreApplication.translate("Words", "{} no score").format(side)
    return QCoreApplication.translate("Words", "{} {}").format(side, entry.score)
