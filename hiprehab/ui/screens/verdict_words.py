"""A session's verdict in words: what was rated, and a suggestion for the next time."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from hiprehab.core.verdicts import Kind, SessionVerdict, Sign
from hiprehab.ui.screens.log_words import day_text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Verdict", text)


def verdict_text(found: SessionVerdict, today: date, *, up: bool = False) -> str:
    """The reason, then the suggestion; empty while a rating is missing.

    Args:
        found: the verdict.
        today: the day it is read on.
        up: whether one level up is worth a thought.
    """
    if found.kind is Kind.OPEN:
        return ""
    when = day_text(found.record.stamp.day, today)
    head = f"{when}, {found.record.title}: {_reason(found)}"
    return f"{head} {_suggestion(found, up)}"


def _reason(found: SessionVerdict) -> str:
    parts = []
    if found.during is not None:
        parts.append(_tr("pain up to {0} in it").format(found.during))
    parts += [_sign(sign) for sign in found.signs]
    if found.day_morning is not None:
        parts.append(_morning(found))
    if found.kind is Kind.PAUSE:
        parts.append(_tr("and not for the first time this week"))
    return ", ".join(parts) + "."


def _morning(found: SessionVerdict) -> str:
    text = _tr("{0} the morning after").format(found.day_morning)
    if found.baseline is None:
        return text
    usual = f"{found.baseline:g}"
    compared = _tr("(before it: {0})") if found.provisional else _tr("(usual: {0})")
    return text + " " + compared.format(usual)


def _sign(sign: Sign) -> str:
    return {
        Sign.SHARP: _tr("it was sharp"),
        Sign.CATCHING: _tr("it caught"),
        Sign.GIVING_WAY: _tr("the hip gave way"),
        Sign.LIMP: _tr("you limped"),
        Sign.WOKEN: _tr("it woke you at night"),
    }[sign]


def _suggestion(found: SessionVerdict, up: bool) -> str:
    if found.kind is Kind.GREEN and up:
        return _tr(
            "Two good sessions: if you like, try one level up, or a little more of one move."
        )
    return {
        Kind.GREEN: _tr("That went well. The same again is fine."),
        Kind.SETTLED: _tr("That was all right. We suggest the same again, not more."),
        Kind.FLARE: _tr(
            "We suggest 48 hours before the same exercises, and then about a third less or one"
            " level down."
        ),
        Kind.HIGH: _tr(
            "That is above {0}, your limit. We suggest an easier form of the move that hurt."
        ).format(found.ceiling),
        Kind.RED: _tr(
            "That was too much. We suggest one or two days without load, then one level down."
        ),
        Kind.PAUSE: _tr(
            "We suggest to pause this routine and to ask your physiotherapist or doctor. Easy"
            " walking is fine while pain stays at 2 or less."
        ),
    }[found.kind]
