"""Doses as they are written: their values, and what is wrong with those that make no dose."""

from collections.abc import Mapping
from typing import Any

from hiprehab.core.model import READY, DoseKind, ExtraDose, Phase, SideRule, TempoPart
from hiprehab.storage.shapes import DoseShape

SHORTEST_REP_S = 0.5


def dose_values(shape: DoseShape) -> dict[str, Any]:
    """The fields that are given, as the core has them."""
    values = {key: getattr(shape, key) for key in shape.model_fields_set}
    if "kind" in values:
        values["kind"] = DoseKind(values["kind"])
    if "side" in values:
        values["side"] = SideRule(values["side"])
    if "tempo" in values:
        values["tempo"] = tempo(values["tempo"])
    if "extra" in values:
        values["extra"] = ExtraDose(SideRule(values["extra"].side), values["extra"].sets)
    return values


def tempo(parts: list[tuple[str, float]]) -> tuple[TempoPart, ...]:
    """Labels to phases: holds and pauses hold, the others go and come back in turn."""
    named = []
    moves = 0
    for label, seconds in parts:
        if label.casefold().startswith(("hold", "pause")):
            phase = Phase.HOLD
        else:
            phase = Phase.RETURN if moves % 2 else Phase.MOVE
            moves += 1
        if seconds:
            named.append(TempoPart(label, seconds, phase))
    return tuple(named)


def dose_fault(values: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Key, message and remedy when these values make no dose."""
    kind = values.get("kind")
    if kind is None:
        return "kind", "kind is missing", "Add kind: hold, reps, self, time or open."
    needed = {
        DoseKind.HOLD: ("hold_s", "hold_s = 30"),
        DoseKind.REPS: ("tempo", 'tempo = [["lift", 2], ["lower", 2]]'),
        DoseKind.SELF: ("reps", "reps = 10"),
        DoseKind.TIME: ("duration_s", "duration_s = 60"),
    }
    key, example = needed.get(kind, ("kind", ""))
    if key not in values or values[key] == 0.0:
        return key, f'a dose of kind "{kind}" needs {key}', f"Add {example}."
    if kind is DoseKind.TIME:
        return _timed_fault(values)
    if kind is not DoseKind.REPS:
        return None
    if "reps" not in values:
        return "reps", 'a dose of kind "reps" needs reps', "Add reps = 10, or reps = [8, 12]."
    if sum(part.seconds for part in values["tempo"]) < SHORTEST_REP_S:
        message = f"a repetition takes less than {SHORTEST_REP_S} s"
        return "tempo", message, "Give its parts more time."
    if values.get("rest_reps_s") == READY:
        message = 'paced repetitions cannot wait with "ready"'
        return "rest_reps_s", message, 'Write seconds, or use kind = "self".'
    return None


def _timed_fault(values: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """The same for the limit and the reminder of timed work."""
    most, seconds = values.get("most_s"), values["duration_s"]
    if most and seconds > most:
        return "most_s", f"the work takes {seconds:g} s, more than most_s", "Make it shorter."
    if bool(values.get("check_s")) != bool(values.get("check")):
        message = "check_s and check belong together"
        return "check_s", message, 'Write both, such as check_s = 300, check = "Look at your skin."'
    return None
