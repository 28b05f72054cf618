"""The keys of the screens, by screen: what `?` lists beside those that work everywhere."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from hiprehab.ui.widgets.keys import Keys


def _tr(text: str) -> str:
    return QCoreApplication.translate("MainKeys", text)


def everywhere() -> Keys:
    """Keys that work on every screen."""
    return [
        ("Alt+←", _tr("screen before")),
        ("Alt+→", _tr("screen after")),
        ("Ctrl+O", _tr("open a pack")),
        ("Ctrl+N", _tr("write a routine")),
        ("Tab", _tr("next field")),
        ("Enter", _tr("press the button")),
        ("?", _tr("these keys")),
    ]


def groups_of(screen: str) -> list[tuple[str, Keys]]:
    """The groups of keys (title, keys) that a screen has of its own; none for an unknown one."""
    make = _BY_SCREEN.get(screen)
    return make() if make is not None else []


def _scale() -> tuple[str, Keys]:
    keys = [
        ("0 … 9", _tr("choose a score")),
        ("1 0", _tr("choose ten")),
        ("← →", _tr("lower, higher")),
        ("Backspace", _tr("take the score back")),
    ]
    return _tr("Pain scale"), keys


def _today() -> list[tuple[str, Keys]]:
    keys = [
        ("Enter", _tr("start what is due; once more: begin")),
        ("Esc", _tr("back from “Something else”")),
    ]
    return [(_tr("Today"), keys), _scale()]


def _library() -> list[tuple[str, Keys]]:
    cards = [
        (_tr("letters"), _tr("search")),
        ("Enter, ↓", _tr("from the search to the cards")),
        ("← → ↑ ↓", _tr("from card to card")),
        ("Page ↑ ↓", _tr("two rows up or down")),
        ("Home, End", _tr("first card, last card")),
        ("Enter", _tr("open the card")),
        ("Esc", _tr("back; clear the search")),
    ]
    figure = [
        ("← → ↑ ↓", _tr("turn the figure; its key poses: the next one")),
        ("Home", _tr("the best view")),
    ]
    return [(_tr("Library"), cards), (_tr("Figure"), figure)]


def _plan() -> list[tuple[str, Keys]]:
    return [(_tr("Plan"), [("Esc", _tr("back to the week"))])]


def _history() -> list[tuple[str, Keys]]:
    return [_scale()]


def _charts() -> tuple[str, Keys]:
    keys = [
        ("← →", _tr("a day before, after")),
        ("Page ↑ ↓", _tr("four weeks before, after")),
        ("Home, End", _tr("first day, last day")),
        ("+ −", _tr("nearer, farther")),
        ("0", _tr("the whole period")),
        ("Esc", _tr("no day")),
    ]
    return _tr("Pain and dose"), keys


def _trends() -> list[tuple[str, Keys]]:
    rest = [
        ("← → ↑ ↓", _tr("other charts: from part to part")),
        ("↑ ↓, ← →", _tr("calendar: a day, a week")),
        ("Enter", _tr("calendar: that day in History")),
        ("Delete", _tr("tests and activities: delete the row")),
    ]
    return [_charts(), (_tr("The other charts"), rest)]


def _clinic() -> list[tuple[str, Keys]]:
    from hiprehab.ui.screens.editor_head import keys

    listed = keys()
    return [(_tr("Writing a routine"), listed[:10]), (_tr("The editor"), listed[10:])]


def _review() -> list[tuple[str, Keys]]:
    keys = [
        ("Ctrl+Page ↓", _tr("next person")),
        ("Ctrl+Page ↑", _tr("person before")),
        ("Esc", _tr("back to Clinic")),
    ]
    return [(_tr("Review"), keys), _charts()]


_BY_SCREEN: dict[str, Callable[[], list[tuple[str, Keys]]]] = {
    "today": _today,
    "library": _library,
    "plan": _plan,
    "history": _history,
    "trends": _trends,
    "clinic": _clinic,
    "review": _review,
}
