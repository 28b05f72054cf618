"""What a draft comes to: the checker's problems with their places, and what can be played of it.

The problems are those of `hiprehab check`. What is sound of a draft with problems is still worked
out, for the sentences and times beside it. Loads pydantic, and belongs on a worker thread.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hiprehab.core.model import Block, Exercise, Item, Library, Routine, Variant
from hiprehab.core.plan import PlanOptions, StepKind, compile_plan
from hiprehab.storage.convert import Base, Converter, Part
from hiprehab.storage.convert import Draft as Tables
from hiprehab.storage.draft_edit import Spot, blocks, forms, items
from hiprehab.storage.draft_model import NOTHING, Checked, Found, Preview, path_of
from hiprehab.storage.draft_store import FILE
from hiprehab.storage.draft_text import value_at
from hiprehab.storage.index import joined
from hiprehab.storage.keylines import KeyPath, Lines
from hiprehab.storage.library import MotionCheck, read_pack_text
from hiprehab.storage.packfile import Document
from hiprehab.storage.pictures import FOLDER as PICTURES
from hiprehab.storage.problems import Problem
from hiprehab.storage.shapes import WORDS, AdjustWordsShape, ExerciseShape, RoutineShape

_NOWHERE = Document("", {}, Lines(""))


def checked(
    text: str, home: Path | None, base: Base, motions: MotionCheck | None = None
) -> Checked:
    """Looks at the text of a draft.

    Args:
        home: the folder of the draft, beside whose text its pictures lie.
        base: the built-in exercises and motions.
    """
    loaded = read_pack_text(text, FILE, base, motions, home=home)
    problems = tuple(Found(one, _place(one)) for one in loaded.problems)
    data = tomllib.loads(text)
    own = {
        name: replace(one, picture=str(home / PICTURES / one.picture))
        if one.picture and home
        else one
        for name, one in _own_exercises(data, base).items()
    }
    library = joined(Library(own, {}), Library(base.exercises, {}))
    previews = {
        form: _preview(data, form, own, library, base)
        for name, _ in _tables(data, "routine")
        for form in forms(data, name)
    }
    return Checked(text, problems, own, library, previews)


def _place(problem: Problem) -> KeyPath:
    """The way to the value; for a dose that lacks something, to what it lacks."""
    path = path_of(problem.key)
    lacks = re.fullmatch(r'a dose of kind "\w+" needs (\w+)', problem.message)
    return (*path, lacks[1]) if lacks and path[-1:] == ("dose",) else path


def _tables(data: Mapping[str, Any], kind: str) -> list[tuple[str, dict[str, Any]]]:
    found = data.get(kind)
    if not isinstance(found, Mapping):
        return []
    return [(name, table) for name, table in found.items() if isinstance(table, dict)]


def _own_exercises(data: Mapping[str, Any], base: Base) -> dict[str, Exercise]:
    """The draft's own exercises that are sound."""
    tables = Tables(motions={name for name, _ in _tables(data, "motion")})
    for name, table in _tables(data, "exercise"):
        try:
            shape = ExerciseShape.model_validate(table)
        except ValidationError:
            tables.broken.add(name)
        else:
            tables.exercises[name] = Part(name, shape, _NOWHERE)
    found = Converter(tables, base, cautions_needed=False).exercises()
    return {one.id: one for one in found}


def _preview(
    data: Any, form: KeyPath, own: Mapping[str, Exercise], library: Library, base: Base
) -> Preview:
    found = _sound_items(data, form, Base({**base.exercises, **own}, base.motions))
    seconds: dict[Spot, float] = {}
    shown, order = [], []
    for number, block in enumerate(blocks(data, form)):
        places = [spot for spot in found if spot.block == number]
        if places:
            shown.append(_block(block, tuple(found[spot] for spot in places)))
            order += places
    if not shown:
        return NOTHING
    variant = Variant("standard", "", tuple(shown))
    title = str(value_at(data, ("routine", form[1], "title"), ""))
    routine = Routine(str(form[1]), title, (variant,))
    plan = compile_plan(library, routine, variant, PlanOptions())
    for step in plan.steps:
        if step.kind is not StepKind.GET_READY:
            spot = order[step.item]
            seconds[spot] = seconds.get(spot, 0.0) + step.expected_s
    return Preview(found, seconds, tuple(order), plan, routine)


def _sound_items(data: Any, form: KeyPath, base: Base) -> dict[Spot, Item]:
    """The items that are whole doses of known exercises: each read as a routine of its own."""
    tables = Tables()
    adjust = _adjust(data.get("adjust"), value_at(data, (*form[:2], "adjust")))
    for number, block in enumerate(blocks(data, form)):
        for place, item in enumerate(items(block)):
            one = {"title": "-", "adjust": adjust, "block": [{"kind": "-", "items": [item]}]}
            name = f"{number} {place}"
            try:
                tables.routines[name] = Part(name, RoutineShape.model_validate(one), _NOWHERE)
            except ValidationError:
                continue
    converter = Converter(tables, base, cautions_needed=False)
    converter.exercises()
    found = {}
    for routine in converter.routines():
        listed = routine.variants[0].items if routine.variants else ()
        if listed:
            number, place = map(int, routine.id.split())
            found[Spot(number, place)] = listed[0]
    return found


def _adjust(*laid_over: object) -> dict[str, str]:
    """What the pack and then the routine say about changes, as far as it can be used."""
    found: dict[str, str] = {}
    for value in laid_over:
        if isinstance(value, str) and value in WORDS:
            found |= dict.fromkeys(AdjustWordsShape.model_fields, value)
        elif isinstance(value, dict):
            known = AdjustWordsShape.model_fields
            found |= {key: one for key, one in value.items() if key in known and one in WORDS}
    return found


def _block(table: Mapping[str, Any], listed: tuple[Item, ...]) -> Block:
    """The block as the plan needs it; rounds that are no number count as one."""
    block = Block(str(table.get("kind", "")), listed)
    rounds, rest = table.get("rounds"), table.get("rest_rounds_s")
    if isinstance(rounds, int) and not isinstance(rounds, bool) and 1 <= rounds <= 20:
        block = replace(block, rounds=rounds)
        if isinstance(rest, int | float) and not isinstance(rest, bool) and 0 <= rest <= 900:
            block = replace(block, rest_rounds_s=float(rest))
        elif rest == "ready":
            block = replace(block, rest_rounds_s="ready")
    return block
