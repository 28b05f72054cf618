"""What is spoken in a session, as text. Short, since a voice that talks too much is not heard.

Each function gives one way to say a thing. English phrases that are made of the shipped fixed words
can be spoken on every computer, others need the computer's own voice.
"""

from PySide6.QtCore import QCoreApplication

from hiprehab.core.model import Dose, DoseKind, Side
from hiprehab.core.plan import PlanItem, Step

MINUTE_S = 60


def say_number(number: int) -> str:
    """A number alone."""
    return str(number)


def say_side(side: Side | None) -> str:
    """The side that works, nothing when both do."""
    if side is None:
        return ""
    if side is Side.LEFT:
        return QCoreApplication.translate("Cues", "left side")
    return QCoreApplication.translate("Cues", "right side")


def say_side_briefly(side: Side) -> str:
    """The side in one word, for sides that take turns."""
    if side is Side.LEFT:
        return QCoreApplication.translate("Cues", "left")
    return QCoreApplication.translate("Cues", "right")


def say_switch(side: Side | None) -> str:
    """Turn to the other side."""
    return joined(QCoreApplication.translate("Cues", "switch sides"), say_side(side))


def say_duration(seconds: float) -> str:
    """A time in words that are easily heard."""
    whole = max(1, round(seconds))
    minutes, rest = divmod(whole, MINUTE_S) if whole > MINUTE_S else (0, whole)
    parts = []
    if minutes == 1:
        parts.append(QCoreApplication.translate("Cues", "1 minute"))
    elif minutes:
        parts.append(QCoreApplication.translate("Cues", "{} minutes").format(minutes))
    if rest == 1:
        parts.append(QCoreApplication.translate("Cues", "1 second"))
    elif rest:
        parts.append(QCoreApplication.translate("Cues", "{} seconds").format(rest))
    return " ".join(parts)


def say_dose(dose: Dose) -> str:
    """How much one set of one side is."""
    most = dose.reps[1]
    match dose.kind:
        case DoseKind.REPS | DoseKind.SELF:
            if most == 1:
                return QCoreApplication.translate("Cues", "once")
            return QCoreApplication.translate("Cues", "{} times").format(most)
        case DoseKind.HOLD if most > 1:
            return QCoreApplication.translate("Cues", "{count} holds of {time}").format(
                count=most, time=say_duration(dose.hold_s)
            )
        case DoseKind.HOLD:
            time = say_duration(dose.hold_s)
            return QCoreApplication.translate("Cues", "hold for {}").format(time)
        case DoseKind.TIME:
            return say_duration(dose.duration_s)
    return ""


def say_set(step: Step) -> str:
    """Which set it is, nothing when there is only one."""
    if step.sets < 2:
        return ""
    text = QCoreApplication.translate("Cues", "set {number} of {total}")
    return text.format(number=step.set, total=step.sets)


def say_next(first: bool) -> str:
    """What comes is announced."""
    if first:
        return QCoreApplication.translate("Cues", "first")
    return QCoreApplication.translate("Cues", "next")


def say_item(item: PlanItem, step: Step, *, first: bool, again: bool = False) -> tuple[str, ...]:
    """An exercise before it begins, from the fullest way to say it to the shortest.

    What the person has to mind goes before the cue, and is not said `again`. The last way does
    without the name: it is made of fixed words only.
    """
    opening, side, dose = say_next(first), say_side(step.side), say_dose(item.dose)
    if step.alternating and step.side is not None:
        side = QCoreApplication.translate("Cues", "both sides")
        turns = QCoreApplication.translate("Cues", "each side in turn, {} first")
        named = item.name
        full = joined(named, dose, turns.format(say_side_briefly(step.side)))
    else:
        named = joined(item.name, side)
        full = joined(named, dose)
    cue = item.cues[0] if item.cues else ""
    care = "" if again else item.caution
    minded = sentences(f"{opening}: {full}", care) if care else f"{opening}: {full}"
    return tuple(
        dict.fromkeys(
            (
                sentences(minded, cue),
                minded,
                f"{opening}: {full}",
                named,
                joined(opening, side, dose),
            )
        )
    )


def say_rest(step: Step, *, switch: bool) -> tuple[str, ...]:
    """A rest between sets; says which side comes, and first of all that it is another."""
    rest = QCoreApplication.translate("Cues", "rest")
    if switch:
        turn = say_switch(step.side)
        return (sentences(rest, joined(turn, say_set(step))), sentences(rest, turn), turn)
    place = joined(say_side(step.side), say_set(step))
    next_up = joined(say_next(False), place) if place else ""
    return tuple(dict.fromkeys((sentences(rest, next_up), rest)))


def say_when_ready() -> str:
    """A rest waits for the person."""
    return QCoreApplication.translate("Cues", "start when you are ready")


def say_go() -> str:
    """Begin."""
    return QCoreApplication.translate("Cues", "go")


def say_hold() -> str:
    """Keep still."""
    return QCoreApplication.translate("Cues", "hold")


def say_last() -> str:
    """The last repetition."""
    return QCoreApplication.translate("Cues", "last one")


def say_half_way() -> str:
    """Half of the time is over."""
    return QCoreApplication.translate("Cues", "half way")


def say_paused() -> str:
    """The session stands still."""
    return QCoreApplication.translate("Cues", "paused")


def say_get_ready() -> str:
    """It goes on in a moment."""
    return QCoreApplication.translate("Cues", "get ready")


def say_finished() -> str:
    """The session is over."""
    return QCoreApplication.translate("Cues", "session finished")


def joined(*parts: str) -> str:
    """Parts of one sentence, without the empty ones."""
    return ", ".join(part for part in parts if part)


def sentences(*parts: str) -> str:
    """Sentences one after the other, without the empty ones."""
    return " ".join(
        part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part
    )


def estimate_s(text: str) -> float:
    """About how long a text takes to speak, in seconds; rather too long than too short."""
    numbers = sum(character.isdigit() for character in text)
    breaths = sum(text.count(mark) for mark in ".:;,")
    return 0.25 + 0.062 * len(text) + 0.2 * numbers + 0.2 * breaths
