"""A dose as one sentence for paper, with everything that a person without the app has to know."""

from hiprehab.core.model import (
    READY,
    Dose,
    DoseKind,
    ExtraDose,
    Rest,
    SideRule,
)
from hiprehab.report.words import tr


def sentence(dose: Dose) -> str:
    """Such as "3 sets of 10 each side, hold 5 s, rest 30 s between sets"."""
    parts = [_work(dose), *_tempo(dose), *_rests(dose)]
    if dose.extra is not None:
        parts.append(_extra(dose.extra))
    if dose.load:
        parts.append(tr("load: {load}").format(load=dose.load))
    if dose.effort is not None:
        parts.append(tr("effort {n} of 10").format(n=span(*dose.effort)))
    return ", ".join(part for part in parts if part)


def span(low: int, high: int) -> str:
    """One number, or from one to another."""
    return f"{low}" if low == high else tr("{low} to {high}").format(low=low, high=high)


def seconds(value: float) -> str:
    """Seconds, or minutes where they are whole or many."""
    if value >= 60 and value % 60 == 0:
        return tr("{n} min").format(n=f"{value / 60:g}")
    if value > 90:
        return tr("{n} min").format(n=f"{value // 60:.0f}:{value % 60:02.0f}")
    return tr("{n} s").format(n=f"{value:g}")


def _work(dose: Dose) -> str:
    """How much: sets, repetitions or time, and on which side."""
    many = dose.sets > 1
    reps = span(*dose.reps)
    if dose.kind in (DoseKind.TIME, DoseKind.OPEN):
        text = seconds(dose.duration_s) if dose.duration_s else tr("as long as you like")
        text = tr("{n} times {time}").format(n=dose.sets, time=text) if many else text
    elif many and dose.reps == (1, 1):
        text = tr("{n} times").format(n=dose.sets)
    elif many:
        text = tr("{n} sets of {reps}").format(n=dose.sets, reps=reps)
    else:
        text = tr("once") if dose.reps == (1, 1) else tr("{n} times").format(n=reps)
    return f"{text} {_side(dose)}".strip()


def _side(dose: Dose) -> str:
    if dose.side is SideRule.ALTERNATING and dose.kind is DoseKind.TIME:
        return ""  # whoever walks need not be told
    return {
        SideRule.BOTH: "",
        SideRule.EACH: tr("each side"),
        SideRule.ALTERNATING: tr("each side, in turn"),
        SideRule.LEFT: tr("on the left"),
        SideRule.RIGHT: tr("on the right"),
        SideRule.AFFECTED: tr("on the sore side"),
        SideRule.UNAFFECTED: tr("on the better side"),
    }[dose.side]


def _tempo(dose: Dose) -> list[str]:
    """How long each repetition is held, or how fast its parts are."""
    if dose.kind is DoseKind.HOLD:
        return [tr("hold {time}").format(time=seconds(dose.hold_s))]
    if dose.kind is DoseKind.SELF and not dose.tempo:
        return [tr("at your own pace")]
    return [f"{part.label} {seconds(part.seconds)}" for part in dose.tempo]


def _rests(dose: Dose) -> list[str]:
    """The rests that take time; a single set has none between sets."""
    found = []
    if dose.kind is DoseKind.HOLD and dose.reps[1] > 1:
        found.append(_rest(dose.rest_reps_s, tr("rest {time} between holds")))
    if dose.sets > 1:
        found.append(_rest(dose.rest_sets_s, tr("rest {time} between sets")))
    return found


def _rest(rest: Rest, form: str) -> str:
    if rest == READY:
        return form.format(time=tr("until you are ready"))
    return form.format(time=seconds(float(rest))) if rest else ""


def _extra(extra: ExtraDose) -> str:
    side = _side(Dose(DoseKind.SELF, side=extra.side))
    if extra.sets == 1:
        return tr("1 more set {side}").format(side=side)
    return tr("{n} more sets {side}").format(n=extra.sets, side=side)
