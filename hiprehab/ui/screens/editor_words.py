"""Words of the editor: kinds of dose, sides, what a dose means, what is wrong."""

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from hiprehab.core.model import DoseKind, SideRule
from hiprehab.storage.draft_edit import KINDS, Spot
from hiprehab.storage.draft_model import Found, Preview
from hiprehab.storage.keylines import KeyPath
from hiprehab.storage.problems import Problem
from hiprehab.ui.screens import library_words, log_words
from hiprehab.ui.wording import Words

NO_BLOCKS: Final = "it has no blocks"
"""What the checker says of a routine without exercises."""
EMPTY_LIST: Final = "the list is empty"
"""What it says of a list that needs an entry."""
LACKS: Final = re.compile(r'a dose of kind "\w+" needs (sets|reps|hold_s|duration_s|tempo)')

if TYPE_CHECKING:
    from hiprehab.ui.screens.editor_state import EditorState


def kind_text(kind: DoseKind) -> str:
    """How the work of a set is timed."""
    return {
        DoseKind.HOLD: QCoreApplication.translate("Editor", "Holds"),
        DoseKind.REPS: QCoreApplication.translate("Editor", "Paced reps"),
        DoseKind.SELF: QCoreApplication.translate("Editor", "Own pace"),
        DoseKind.TIME: QCoreApplication.translate("Editor", "For a time"),
        DoseKind.OPEN: QCoreApplication.translate("Editor", "Until done"),
    }[kind]


def side_rule_text(rule: SideRule) -> str:
    """Which sides a dose is done on."""
    return {
        SideRule.BOTH: QCoreApplication.translate("Editor", "Both at once"),
        SideRule.LEFT: QCoreApplication.translate("Editor", "Left"),
        SideRule.RIGHT: QCoreApplication.translate("Editor", "Right"),
        SideRule.EACH: QCoreApplication.translate("Editor", "Each side"),
        SideRule.ALTERNATING: QCoreApplication.translate("Editor", "In turn"),
        SideRule.AFFECTED: QCoreApplication.translate("Editor", "Sore side"),
        SideRule.UNAFFECTED: QCoreApplication.translate("Editor", "Better side"),
    }[rule]


def field_text(key: str) -> str:
    """The name of a field of the dose."""
    return {
        "sets": QCoreApplication.translate("Editor", "Sets"),
        "reps": QCoreApplication.translate("Editor", "Reps"),
        "hold_s": QCoreApplication.translate("Editor", "Hold, s"),
        "duration_s": QCoreApplication.translate("Editor", "Time"),
        "tempo": QCoreApplication.translate("Editor", "Tempo"),
        "rest_reps_s": QCoreApplication.translate("Editor", "Rest: reps"),
        "rest_sets_s": QCoreApplication.translate("Editor", "Rest: sets"),
        "rest_sides_s": QCoreApplication.translate("Editor", "Rest: sides"),
        "rest_exercises_s": QCoreApplication.translate("Editor", "Rest: after"),
        "effort": QCoreApplication.translate("Editor", "Effort 0–10"),
        "load": QCoreApplication.translate("Editor", "Load"),
    }[key]


def adjust_key_text(key: str) -> str:
    """A part of the dose that can be fixed."""
    return {
        "sets": QCoreApplication.translate("Editor", "Sets"),
        "reps": QCoreApplication.translate("Editor", "Reps"),
        "hold_s": QCoreApplication.translate("Editor", "Hold"),
        "duration_s": QCoreApplication.translate("Editor", "Time"),
        "tempo": QCoreApplication.translate("Editor", "Tempo"),
        "rests": QCoreApplication.translate("Editor", "Rests"),
        "side": QCoreApplication.translate("Editor", "Side"),
        "kind": QCoreApplication.translate("Editor", "Kind"),
        "level": QCoreApplication.translate("Editor", "Level"),
    }[key]


def adjust_word(word: object) -> str:
    """Fixed or free; what is neither as it was written."""
    if word == "locked":
        return QCoreApplication.translate("Editor", "fixed")
    return QCoreApplication.translate("Editor", "free") if word == "free" else str(word)


def block_kinds() -> list[tuple[str, str]]:
    """Kinds of blocks that have a word, with it."""
    return [(kind, library_words.category_text(kind)) for kind in KINDS]


def item_sentence(preview: Preview, spot: Spot) -> str:
    """What the fields of an exercise mean, with its time; nothing while they mean nothing."""
    if preview.plan is None or spot not in preview.order:
        return ""
    item = preview.plan.items[preview.order.index(spot)]
    seconds = preview.seconds.get(spot, 0.0)
    dose = library_words.first_upper(Words().dose(item.dose, item.rounds))
    parts = [
        dose,
        library_words.tempo_text(item.dose),
        library_words.rest_text(item.dose),
        # "5 min, about 5 min" says nothing twice
        about(seconds) if dose != log_words.minutes_text(seconds) else "",
    ]
    return ", ".join(part for part in parts if part)


def about(seconds: float) -> str:
    """A length that is not exact."""
    text = QCoreApplication.translate("Editor", "about {}")
    return text.format(log_words.minutes_text(seconds))


def fault_text(problem: Problem) -> str:
    """What is wrong and what to do."""
    if problem.message == NO_BLOCKS:  # here nobody writes [[block]]
        return QCoreApplication.translate("Editor", "There is no exercise in it yet. Add one.")
    lacks = LACKS.fullmatch(problem.message)
    if lacks is not None:
        text = QCoreApplication.translate("Editor", "Fill in: {}.")
        return text.format(field_text(lacks[1]))
    message = problem.message.rstrip(".")
    return f"{message[:1].upper()}{message[1:]}. {problem.remedy}".strip()


def found_text(found: Found) -> str:
    """The same, in the words of the field that it is about."""
    if found.path[-1:] == ("cues",) and found.problem.message == EMPTY_LIST:
        return QCoreApplication.translate("Editor", "Write at least one step.")
    return fault_text(found.problem)


def found_in(state: "EditorState") -> tuple[Found, ...]:
    """The problems that the checker found last."""
    return state.checked.problems if state.checked is not None else ()


def faults_below(state: "EditorState", path: KeyPath) -> dict[KeyPath, str]:
    """Problems with a value and what is in it, by the way from there."""
    found: dict[KeyPath, str] = {}
    for one in found_in(state):
        if one.path[: len(path)] == path:
            inside = one.path[len(path) :]
            key = inside[:2] if inside[:1] in (("dose",), ("adjust",)) else inside[:1]
            if inside[:2] == ("dose", "extra"):
                key = ("dose", "extra", inside[2] if len(inside) > 2 else "side")
            found.setdefault(key, found_text(one))
    return found


def place_text(state: "EditorState", path: KeyPath) -> str:
    """Where a problem is, in the words of the screen."""
    if path[:1] == ("exercise",) and len(path) > 1:
        name = state.draft.value((*path[:2], "name"), path[1])
        return QCoreApplication.translate("Editor", "Own exercise: {}").format(name)
    if "items" in path:
        at = path.index("items")
        item = state.draft.value(path[: at + 2], {})
        name = item.get("exercise") if isinstance(item, dict) else None
        exercise = state.exercise(name)
        return exercise.name if exercise else str(name or "")
    if path[:1] == ("routine",):
        title = state.draft.value((*path[:2], "title"), "")
        return str(title) or QCoreApplication.translate("Editor", "The routine")
    return QCoreApplication.translate("Editor", "The pack")
