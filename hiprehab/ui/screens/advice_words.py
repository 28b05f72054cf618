"""Suggestions in words: why, what would change, and the word on the button."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication

from hiprehab.core.diary import Adjustment
from hiprehab.core.model import Library
from hiprehab.core.suggesting import Suggest, Suggestion
from hiprehab.core.weekly import Week, WeekVerdict
from hiprehab.ui.screens.log_words import date_text, day_text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Advice", text)


def week_text(found: WeekVerdict, then: str = "") -> str:
    """What the mornings say, with their counts; "" when they say nothing to act on.

    `then` is what is really offered, such as "one level down, to Level 1".
    """
    then = then or _tr("a little less")
    said: Mapping[Week, str] = {
        Week.HOLD: _tr("We suggest the same as last week, not more."),
        Week.DOWN: _tr("We suggest {0}, and to ask your physiotherapist when it goes on.").format(
            then
        ),
        Week.CLINICIAN: _tr(
            "It has been higher for two weeks. Please talk to your physiotherapist or doctor."
        ),
        Week.ASSESS: _tr(
            "After six weeks of regular exercise there is no clear change. It may be time to have"
            " it looked at again."
        ),
    }
    if found.week not in said or found.now is None:
        return ""
    return f"{_first_upper(mornings_text(found))}. {said[found.week]}"


def mornings_text(found: WeekVerdict) -> str:
    """The usual morning of this week and of the one before, with their counts."""
    if found.week is Week.ASSESS or found.before is None:
        text = _tr("your mornings this week: {0} (n = {1})")
        return text.format(f"{found.now:g}", found.mornings)
    text = _tr("your mornings: {0} this week (n = {1}), {2} the week before (n = {3})")
    return text.format(f"{found.now:g}", found.mornings, f"{found.before:g}", found.mornings_before)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def break_text(suggestion: Suggestion, last: date, today: date) -> str:
    """How long it was, and what is usual after it: what is offered, and nothing else.

    It stands below the routine's title.
    """
    said = {
        Suggest.LESS: _tr("After a week or more it is usual to begin with about two thirds of it."),
        Suggest.DOWN: _tr("After two weeks or more it is usual to begin one level lower."),
        Suggest.FIRST: _tr("After four weeks or more it is usual to begin with the first level."),
    }
    told = _tr("The last time was {0} days ago.").format((today - last).days)
    return f"{told} {said[suggestion.what]}"


def break_why(last: date) -> str:
    """The same as a reason that is read again on other days."""
    return _tr("the break since {0}").format(date_text(last))


def then_text(suggestion: Suggestion | None, library: Library) -> str:
    """What is offered, for the middle of a sentence; "" without anything."""
    if suggestion is None:
        return ""
    if suggestion.what is Suggest.EASIER_MOVE:
        move = move_text(suggestion.to_exercise, suggestion, library)
        before = library.exercises.get(suggestion.exercise)
        name = before.name if before else suggestion.exercise
        return _tr("We suggest an easier form of {0}: {1}.").format(name, move)
    routine = library.routines[suggestion.routine]
    variant = routine.variant(suggestion.variant) if suggestion.variant else None
    level = variant.title if variant else ""
    return {
        Suggest.LESS: _tr("about a third less"),
        Suggest.DOWN: _tr("one level down, to {0}").format(level),
        Suggest.UP: _tr("go one level up, to {0}").format(level),
        Suggest.AS_GIVEN: _tr("go back to the routine as it was given"),
    }.get(suggestion.what, "")


def hurt_text(move: str) -> str:
    """What is said where no easier form can be offered; `move` is the one that hurt, if known."""
    if move:
        text = _tr("{0} has no easier form here: we suggest less of it, or to leave it out.")
        return text.format(move)
    return _tr(
        "Which move hurt was not entered. If you know it, its page shows whether it has an easier"
        " form."
    )


def look_text(move: str) -> str:
    """The button that shows the move, or the moves where nobody knows which one it was."""
    return _tr("Show {0}").format(move) if move else _tr("Show its moves")


def action_text(suggestion: Suggestion, library: Library, *, today: str = "") -> str:
    """The button: what it does, in a few words.

    `today` is the length that a little less would have, where it is for today.
    """
    routine = library.routines[suggestion.routine]
    variant = routine.variant(suggestion.variant) if suggestion.variant else None
    if variant is not None:
        return _tr("Change my plan to {0}").format(variant.title)
    if suggestion.what is Suggest.LESS:
        if today:
            return _tr("A third less today ({0})").format(today)
        return _tr("A third less next time")
    if suggestion.what is Suggest.AS_GIVEN:
        return _tr("Back to the routine as given")
    return _tr("Use {0}").format(move_text(suggestion.to_exercise, suggestion, library))


def held_text(change: Adjustment, library: Library, *, today: bool, rest: bool) -> str:
    """An accepted change, with its reason, for as long as it is news.

    Args:
        change: what holds.
        library: for the names of moves.
        today: whether the routine is due today.
        rest: whether days without load come first.
    """
    if change.percent < 100:
        now = today and not rest
        said = _tr("Today about a third less") if now else _tr("Next time about a third less")
    else:
        said = _tr("From now on {0}").format(move_text(change.to_exercise, change, library))
        before = library.exercises.get(change.exercise)
        if change.to_exercise and before is not None:
            said = _tr("{0} in place of {1}").format(said, before.name)
    return _because(said, change.reason, rest=rest)


def level_text(level: str, since: date, why: str, *, rest: bool) -> str:
    """An accepted change of level, with its reason."""
    said = _tr("Your plan has {0} since {1}").format(level, date_text(since))
    return _because(said, why, rest=rest)


def _because(said: str, why: str, *, rest: bool) -> str:
    text = _tr("{0}, because of {1}.").format(said, why.rstrip(".")) if why else f"{said}."
    if rest:
        text += " " + _tr("We suggest one or two days without load first.")
    return text


def move_text(name: str, suggestion: Suggestion | Adjustment, library: Library) -> str:
    """The move that takes the place: "Clamshell, level 1"."""
    exercise = library.exercises.get(name or suggestion.exercise)
    title = exercise.name if exercise else name or suggestion.exercise
    several = exercise is not None and len(exercise.levels) > 1
    if not (several and suggestion.to_level):
        return title
    return _tr("{0}, level {1}").format(title, suggestion.to_level)


def done_text(suggestion: Suggestion, *, today: bool = False) -> str:
    """What is told once it was accepted; `today` when it is for a session of today."""
    return {
        Suggest.LESS: _tr("Today's session has about a third less.")
        if today
        else _tr("The next session has about a third less."),
        Suggest.AS_GIVEN: _tr("The routine is as it was given."),
        Suggest.EASIER_MOVE: _tr("The easier form is used from now on."),
    }.get(suggestion.what, _tr("Your plan was changed from today on."))


def change_text(change: Adjustment, library: Library, today: date) -> str:
    """A change that holds, for the list of them."""
    routine = library.routines.get(change.routine)
    title = routine.title if routine else change.routine
    since = day_text(change.stamp.day, today)
    if change.percent < 100:
        return _tr("{0}: the next session has {1} % of the sets ({2})").format(
            title, change.percent, since
        )
    moved = move_text(change.to_exercise, change, library)
    if not change.to_exercise:
        return _tr("{0}: {1} ({2})").format(title, moved, since)
    before = library.exercises.get(change.exercise)
    return _tr("{0}: {1} in place of {2} ({3})").format(
        title, moved, before.name if before else change.exercise, since
    )
