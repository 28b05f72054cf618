"""The shipped tables: conditions, safety questions, the list before running again.

Read when they are first needed. They are not part of a pack: a clinician's pack cannot change them.
"""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from hiprehab.core.conditions import UNKNOWN, Ceiling, Condition, ConditionBook
from hiprehab.core.running import ReadyList, ReadyPoint
from hiprehab.core.safety import Allows, Level, Question, SafetyBook
from hiprehab.storage.trouble import Kind, StorageProblem, guarded

CONDITIONS = "conditions.toml"
SAFETY = "safety.toml"
RUNNING = "return_to_run.toml"
AGAIN = "Install HipRehab again."

T = TypeVar("T")


def read_conditions(folder: Path) -> ConditionBook:
    """The conditions in a data folder. Raises StorageProblem when the file cannot be used."""
    return _read(folder / CONDITIONS, "hiprehab-conditions/1", _conditions)


def read_safety(folder: Path) -> SafetyBook:
    """The safety questions in a data folder. Raises StorageProblem when it cannot be used."""
    return _read(folder / SAFETY, "hiprehab-safety/1", _safety)


def read_ready_list(folder: Path) -> ReadyList:
    """What to have managed before running again. Raises StorageProblem when it cannot be used."""
    return _read(folder / RUNNING, "hiprehab-return-to-run/1", _ready_list)


def _read(path: Path, schema: str, build: Callable[[Mapping[str, Any]], T]) -> T:
    failed = f"HipRehab's own file {path} cannot be used"
    with guarded(failed, path):
        data = path.read_bytes()
    try:
        raw = tomllib.loads(data.decode())
        if raw["schema"] != schema:
            raise ValueError(f"it is not {schema}")
        return build(raw)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"{type(error).__name__}: {error}"[:200]
        raise StorageProblem(f"{failed}: {reason}.", AGAIN, Kind.DAMAGED) from error


def _conditions(raw: Mapping[str, Any]) -> ConditionBook:
    ceilings = {key: Ceiling(**table) for key, table in raw["ceiling"].items()}
    conditions = {key: Condition(key, **table) for key, table in raw["condition"].items()}
    for key, ceiling in ceilings.items():
        if not 0 <= ceiling.pain <= 10:
            raise ValueError(f"ceiling.{key}.pain must be from 0 to 10")
    named = {UNKNOWN} | {n for c in conditions.values() for n in (c.ceiling, c.early, c.later)}
    if unknown := named - {""} - set(ceilings):
        raise ValueError(f"there is no ceiling {', '.join(sorted(unknown))}")
    return ConditionBook(conditions, ceilings, int(raw["early_days"]))


def _safety(raw: Mapping[str, Any]) -> SafetyBook:
    questions = tuple(
        Question(
            id=one["id"],
            level=Level(one["level"]),
            text=one["text"],
            brief=one["brief"],
            action=one["action"],
            allows=Allows(one.get("allows", Allows.ALL)),
            waits=frozenset(one.get("waits", ())),
        )
        for one in raw["question"]
    )
    if len({one.id for one in questions}) < len(questions):
        raise ValueError("two questions have one id")
    return SafetyBook(questions, frozenset(raw["gentle"]))


def _ready_list(raw: Mapping[str, Any]) -> ReadyList:
    points = tuple(
        ReadyPoint(one["key"], one["text"], one.get("exercise", "")) for one in raw["point"]
    )
    if len({one.key for one in points}) < len(points):
        raise ValueError("two points have one key")
    return ReadyList(points, tuple(raw["sources"]))
