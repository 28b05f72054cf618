"""What a routine says beyond its doses: what may be changed, and the phases of a programme."""

from collections.abc import Iterator, Sequence
from typing import Any

from hiprehab.core.model import Adjust, Dose, DoseKind, ProgrammePhase
from hiprehab.storage.problems import did_you_mean
from hiprehab.storage.shapes import AdjustShape, AdjustWordsShape, PhaseShape

_USED_BY = {
    "reps": (DoseKind.HOLD, DoseKind.REPS, DoseKind.SELF),
    "hold_s": (DoseKind.HOLD,),
    "duration_s": (DoseKind.TIME,),
}
Fault = tuple[str, str, str]
"""Key, what is wrong with it, and the remedy."""


# --- fixed and adjustable -------------------------------------------------------------------


def adjust_of(*layers: AdjustWordsShape | AdjustShape | None) -> Adjust:
    """What may be changed, the later layers laid over the earlier ones key by key."""
    values: dict[str, Any] = {}
    for shape in layers:
        if shape is not None:
            values |= {key: getattr(shape, key) for key in shape.model_fields_set}
    return Adjust(**{key: _bound(value) for key, value in values.items()})


def _bound(value: Any) -> Any:
    if value == "free":
        return None
    return value if isinstance(value, str) else tuple(value)


def adjust_faults(
    shape: AdjustShape | None, dose: Dose, level: str, levels: Sequence[str]
) -> Iterator[Fault]:
    """Ranges that do not fit the item: its own value lies outside, or it has no such value."""
    for key in sorted(shape.model_fields_set) if shape is not None else ():
        value = getattr(shape, key)
        if isinstance(value, list):
            yield from _level_faults(value, level, levels)
        elif isinstance(value, tuple):
            yield from _range_faults(key, value, dose)


def _level_faults(names: Sequence[str], level: str, levels: Sequence[str]) -> Iterator[Fault]:
    for name in names:
        if name not in levels:
            yield "level", f'there is no level "{name}"', f"Levels: {', '.join(levels)}."
            return
    if level not in names:
        message = f'the level of this item, "{level}", is not among them'
        yield "level", message, "Add it."


def _range_faults(key: str, allowed: tuple[float, float], dose: Dose) -> Iterator[Fault]:
    if dose.kind not in _USED_BY.get(key, tuple(DoseKind)):
        message = f'a dose of kind "{dose.kind}" has no {key}'
        yield key, message, "Take it away."
        return
    value = getattr(dose, key)
    low, high = value if isinstance(value, tuple) else (value, value)
    if not allowed[0] <= low <= high <= allowed[1]:
        said = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        message = f"the dose has {said}, which is outside this range"
        yield key, message, "Widen the range, or change the dose."


# --- phases ---------------------------------------------------------------------------------


def phases_of(shapes: Sequence[PhaseShape], variants: Sequence[str]) -> tuple[ProgrammePhase, ...]:
    """The phases of a routine without faults in them."""
    named = {one.casefold(): one for one in variants}
    return tuple(
        ProgrammePhase(
            one.title,
            named[one.variant.casefold()] if one.variant else variants[0],
            one.first,
            one.to,
            one.weeks,
            one.criteria,
        )
        for one in shapes
    )


def phase_faults(
    shapes: Sequence[PhaseShape], variants: Sequence[str]
) -> list[tuple[int, str, str, str]]:
    """The number of the phase, the key, what is wrong and the remedy."""
    found = []
    for number, shape in enumerate(shapes):
        faults = [*_variant_faults(shape, variants), *_time_faults(shape)]
        if not faults:
            faults = list(_order_faults(shapes[:number], shape))
        found += [(number, *fault) for fault in faults]
    return found


def _variant_faults(shape: PhaseShape, variants: Sequence[str]) -> Iterator[Fault]:
    names = ", ".join(variants)
    if shape.variant is None:
        if len(variants) > 1:
            yield "", "variant is missing", f"Add one of: {names}."
    elif shape.variant.casefold() not in [one.casefold() for one in variants]:
        remedy = did_you_mean(shape.variant, variants, f"Variants: {names}.")
        yield "variant", f'there is no variant "{shape.variant[:40]}"', remedy


def _time_faults(shape: PhaseShape) -> Iterator[Fault]:
    if shape.weeks and (shape.first or shape.to):
        yield "weeks", "it has dates and weeks", "Keep one of the two."
    elif shape.to and not shape.first:
        yield "to", "it has an end and no beginning", "Add from."
    elif shape.first and shape.to and shape.to < shape.first:
        yield "to", "it ends before it begins", "Swap the two days."
    elif not (shape.first or shape.weeks or shape.criteria):
        yield "", "nothing is said about when", "Add from, weeks or criteria."


def _order_faults(before: Sequence[PhaseShape], shape: PhaseShape) -> Iterator[Fault]:
    """Phases stand in the order in which they come."""
    for one in before:
        if bool(one.first and shape.weeks) or bool(one.weeks and shape.first):
            yield "", "some phases have dates and some have weeks", "Use the same for all."
            return
        if one.weeks and shape.weeks and shape.weeks[0] <= one.weeks[1]:
            message = f'it begins before "{one.title}" has ended'
            yield "weeks", message, "Put the phases in order, without overlap."
            return
        if one.first and shape.first and shape.first <= (one.to or one.first):
            message = f'it begins before "{one.title}" has ended'
            yield "from", message, "Put the phases in order, without overlap."
            return
