"""The way back to running in words: where the person stands, and what is suggested."""

from PySide6.QtCore import QCoreApplication

from hiprehab.core.running import BREAK_DAYS, Standing, Way


def _tr(text: str) -> str:
    return QCoreApplication.translate("Running", text)


def standing_text(found: Standing) -> str:
    """What happened, then the suggestion."""
    if found.way is Way.BEGIN:
        return _tr("Begin with step 0, a brisk walk of 30 minutes, once the list below is done.")
    return " ".join(part for part in (_facts(found), _suggestion(found)) if part)


def _facts(found: Standing) -> str:
    facts = _tr("Your last run was step {0}, {1} days ago.").format(found.last, found.days)
    if found.days == 0:
        facts = _tr("You did step {0} today.").format(found.last)
    elif found.days == 1:
        facts = _tr("You did step {0} yesterday.").format(found.last)
    if found.good and found.way in (Way.AGAIN, Way.ON, Way.FREE):
        times = _tr("once") if found.good == 1 else _tr("{0} times").format(found.good)
        facts += " " + _tr("It went well {0}.").format(times)
    elif found.pain is not None and found.way in (Way.BACK, Way.BACK_TWO, Way.ASK):
        facts += " " + _tr("Pain went up to {0}.").format(found.pain)
    return facts


def _suggestion(found: Standing) -> str:
    if found.way is Way.AGAIN and found.waiting:
        return _tr("How the next morning is will tell more. Until then the same step again.")
    if found.way is Way.BACK_TWO and (found.days or 0) >= BREAK_DAYS:
        return _tr("After a week or two off we suggest to go on with step {0}.").format(found.step)
    said = {
        Way.AGAIN: _tr("Each step is done at least twice: step {0} again."),
        Way.ON: _tr("If you like, go on with step {0}."),
        Way.BACK: _tr("We suggest step {0} next."),
        Way.BACK_TWO: _tr("We suggest 48 hours off, then step {0}."),
        Way.ANEW: _tr("After more than two weeks off we suggest to begin anew with step {0}."),
        Way.ASK: _tr(
            "Please see your physiotherapist or doctor before you run again. After that step {0}"
            " would come next."
        ),
        Way.FREE: _tr("From here first add days, then length, then pace, then hills."),
    }
    return said[found.way].format(found.step)


def ready_text(open_points: int, points: int) -> str:
    """How much of the list is done."""
    if not open_points:
        return _tr("All {0} points are done.").format(points)
    text = _tr("{0} of {1} points are open. We suggest to wait with running until all are done.")
    return text.format(open_points, points)
