"""A plan, a checkpoint and results as plain JSON text, for the journal and for resuming."""

import json
from typing import Any

from hiprehab.core.events import StepFinished
from hiprehab.core.log import Outcome, SkipReason
from hiprehab.core.model import Adjust, Dose, DoseKind, ExtraDose, Phase, Side, SideRule, TempoPart
from hiprehab.core.plan import Plan, PlanItem, Step, StepKind
from hiprehab.core.state import Checkpoint


def plan_to_json(plan: Plan) -> str:
    """The plan as one line of JSON."""
    return _text(plan)


def plan_from_json(text: str) -> Plan:
    """The plan that `plan_to_json` wrote.

    Raises:
        ValueError, KeyError, TypeError: the text is not such a plan.
    """
    raw = json.loads(text)
    raw["items"] = tuple(_item(row) for row in raw["items"])
    raw["steps"] = tuple(_step(row) for row in raw["steps"])
    raw["replaced"] = tuple((number, _item(row)) for number, row in raw.get("replaced", ()))
    return Plan(**raw)


def items_from_json(text: str) -> tuple[PlanItem, ...]:
    """The exercises alone of a plan that `plan_to_json` wrote; much faster than all of it.

    Raises:
        ValueError, KeyError, TypeError: the text is not such a plan.
    """
    return tuple(_item(row) for row in json.loads(text)["items"])


def checkpoint_to_json(checkpoint: Checkpoint) -> str:
    """The checkpoint as one line of JSON."""
    return _text(checkpoint)


def checkpoint_from_json(text: str) -> Checkpoint:
    """The checkpoint that `checkpoint_to_json` wrote."""
    return Checkpoint(**json.loads(text))


def finished_to_json(event: StepFinished) -> str:
    """A finished step as one line of JSON."""
    return _text(event)


def finished_from_json(text: str) -> StepFinished:
    """The finished step that `finished_to_json` wrote."""
    raw = json.loads(text)
    raw["step"] = _step(raw["step"])
    raw["outcome"] = Outcome(raw["outcome"])
    raw["reason"] = SkipReason(raw["reason"]) if raw["reason"] else None
    return StepFinished(**raw)


def _text(value: object) -> str:
    """One line; the slots of a value become a table (asdict would copy all of it first)."""
    return json.dumps(value, default=_fields, separators=(",", ":"))


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _tempo(rows: list[dict[str, Any]]) -> tuple[TempoPart, ...]:
    return tuple(TempoPart(r["label"], r["seconds"], Phase(r["phase"])) for r in rows)


def _step(raw: dict[str, Any]) -> Step:
    changed = {
        "kind": StepKind(raw["kind"]),
        "side": Side(raw["side"]) if raw["side"] else None,
        "tempo": _tempo(raw["tempo"]),
        "work": DoseKind(raw["work"]) if raw["work"] else None,
    }
    return Step(**(raw | changed))


def _item(raw: dict[str, Any]) -> PlanItem:
    changed = {"cues": tuple(raw["cues"]), "dose": _dose(raw["dose"])}
    if "adjust" in raw:  # not in a plan of before there was such a thing
        bounds: list[Any] = [tuple(b) if isinstance(b, list) else b for b in raw["adjust"]]
        changed["adjust"] = Adjust(*bounds)
    return PlanItem(**(raw | changed))


def _dose(raw: dict[str, Any]) -> Dose:
    extra, effort = raw["extra"], raw["effort"]
    changed = {
        "kind": DoseKind(raw["kind"]),
        "reps": tuple(raw["reps"]),
        "tempo": _tempo(raw["tempo"]),
        "side": SideRule(raw["side"]),
        "extra": ExtraDose(SideRule(extra["side"]), extra["sets"]) if extra else None,
        "effort": tuple(effort) if effort else None,
    }
    return Dose(**(raw | changed))
