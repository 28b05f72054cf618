"""A session's verdict in words: what was rated, and a suggestion for the next time."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from hiprehab.core.verdicts import Kind, SessionVerdict, Sign
from hiprehab.ui.screens.log_words import date_text, day_text
from hiprehab.ui.screens.recent import wants_rest


def _tr(text: str) -> str:
    return QCoreApplication.translate("Verdict", text)


def verdict_text(found: SessionVerdict, today: date, *, up: bool = False, then: str = "") -> str:
    """The reason, then the suggestion; empty while a rating is missing.

    Args:
        found: the verdict.
        today: the day it is read on.
        up: whether one level up is worth a thought.
        then: what is really offered, such as "about a third less"; "" leaves it general.
    """
    if found.kind is Kind.OPEN:
        return ""
    when = day_text(found.record.stamp.day, today)
    head = f"{when}, {found.record.title}: {_reason(found)}."
    if found.kind is Kind.GREEN:
        return f"{head} {_green(up, then)}"
    return f"{head} {_suggestion(found, wants_rest(found, today), then)}"


def why_text(found: SessionVerdict) -> str:
    """The reason alone, with its date: it is read again on other days, after "because of"."""
    reason = f"{date_text(found.record.stamp.day)}: {_reason(found)}"
    if found.kind is Kind.HIGH:
        reason += _tr(", above {0}, your limit").format(found.ceiling)
    return reason


def _reason(found: SessionVerdict) -> str:
    parts = []
    if found.during is not None:
        parts.append(_tr("pain up to {0} in it").format(found.during))
    parts += [_sign(sign) for sign in found.signs]
    if found.day_morning is not None:
        parts.append(_morning(found))
    if found.kind is Kind.PAUSE:
        parts.append(_tr("and not for the first time this week"))
    return ", ".join(parts)


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


def _green(up: bool, then: str) -> str:
    if up and then:
        return _tr("Two good sessions: if you like, {0}.").format(then)
    if up:
        return _tr("Two good sessions: if you like, try a little more of one move.")
    return _tr("That went well. The same again is fine.")


def _suggestion(found: SessionVerdict, rest: bool, then: str) -> str:
    """What is suggested; `rest` is so while the days without load are not over."""
    if found.kind is Kind.HIGH:
        then = then or _tr("We suggest less of what hurt.")
        return _tr("That is above {0}, your limit. {1}").format(found.ceiling, then)
    then = then or _tr("less than the last time")
    if found.kind is Kind.FLARE:
        text = _tr("We suggest 48 hours before the same exercises, and then {0}.")
        return (text if rest else _tr("We suggest {0} when you do the same again.")).format(then)
    if found.kind is Kind.RED:
        text = _tr("That was too much. We suggest one or two days without load, then {0}.")
        return (text if rest else _tr("That was too much. We suggest {0} now.")).format(then)
    return {
        Kind.SETTLED: _tr("That was all right. We suggest the same again, not more."),
        Kind.PAUSE: _tr(
            "We suggest to pause this routine and to ask your physiotherapist or doctor. Easy"
            " walking is fine while pain stays at 2 or less."
        ),
    }[found.kind]
