"""Small words that several panels of Trends share."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from hiprehab.core.model import Side


def full_date(day: date) -> str:
    """A date with its weekday and its year."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM yyyy")


def whole(count: int) -> str:
    """A count as the person's language writes it."""
    return QLocale().toString(count)


def side_title(side: Side | None) -> str:
    """The side at the beginning of a line or in a table."""
    if side is None:
        return QCoreApplication.translate("TrendText", "Both sides")
    if side is Side.LEFT:
        return QCoreApplication.translate("TrendText", "Left")
    return QCoreApplication.translate("TrendText", "Right")


def capital(text: str) -> str:
    """With a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def joined(parts: Iterable[str]) -> str:
    """The parts that are not empty, one after the other."""
    return ", ".join(part for part in parts if part)


def yes_no(value: bool | None) -> str:
    """An answer; one that was not given says so."""
    if value is None:
        return QCoreApplication.translate("TrendText", "not asked")
    if value:
        return QCoreApplication.translate("TrendText", "yes")
    return QCoreApplication.translate("TrendText", "no")
