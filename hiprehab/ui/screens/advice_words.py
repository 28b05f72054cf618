"""Suggestions in words: why, what would change, and the word on the button."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication

from hiprehab.core.diary import Adjustment
from hiprehab.core.model import Library, Routine
from hiprehab.core.suggesting import Suggest, Suggestion
from hiprehab.core.weekly import Break, Week, WeekVerdict
from hiprehab.ui.screens.log_words import day_text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Advice", text)


def week_text(found: WeekVerdict) -> str:
    """What the mornings say, with their counts; "" when they say nothing to act on."""
    said: Mapping[Week, str] = {
        Week.HOLD: _tr("We suggest the same as last week, not more."),
        Week.DOWN: _tr(
            "We suggest one level down, and to ask your physiotherapist when it goes on."
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
    if found.week is Week.ASSESS or found.before is None:
        counts = _tr("Your mornings this week: {0} (n = {1}).").format(
            f"{found.now:g}", found.mornings
        )
    else:
        counts = _tr("Your mornings: {0} this week (n = {1}), {2} the week before (n = {3}).")
        counts = counts.format(
            f"{found.now:g}", found.mornings, f"{found.before:g}", found.mornings_before
        )
    return f"{counts} {said[found.week]}"


def break_text(broken: Break, routine: Routine, last: date, today: date) -> str:
    """How long it was, and what is usual after it."""
    said = {
        Break.LESS: _tr("After a week or more it is usual to begin with about two thirds of it."),
        Break.DOWN: _tr("After two weeks or more it is usual to begin one level lower."),
        Break.ANEW: _tr("After four weeks or more it is usual to begin with the first level."),
    }
    if broken not in said:
        return ""
    told = _tr("{0}: the last time was {1} days ago.").format(routine.title, (today - last).days)
    return f"{told} {said[broken]}"


def action_text(suggestion: Suggestion, library: Library) -> str:
    """The button: what it does, in a few words."""
    routine = library.routines[suggestion.routine]
    variant = routine.variant(suggestion.variant) if suggestion.variant else None
    if variant is not None:
        return _tr("Change my plan to {0}").format(variant.title)
    if suggestion.what is Suggest.LESS:
        return _tr("A third less next time")
    if suggestion.what is Suggest.AS_GIVEN:
        return _tr("Back to the routine as given")
    return _tr("Use {0}").format(move_text(suggestion.to_exercise, suggestion, library))


def move_text(name: str, suggestion: Suggestion | Adjustment, library: Library) -> str:
    """The move that takes the place: "Clamshell, level 1"."""
    exercise = library.exercises.get(name or suggestion.exercise)
    title = exercise.name if exercise else name or suggestion.exercise
    several = exercise is not None and len(exercise.levels) > 1
    if not (several and suggestion.to_level):
        return title
    return _tr("{0}, level {1}").format(title, suggestion.to_level)


def done_text(suggestion: Suggestion) -> str:
    """What is told once it was accepted."""
    return {
        Suggest.LESS: _tr("The next session has about a third less."),
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
