"""What can be done to a routine or an exercise that is being written: small functions.

Each looks at the plain values and returns the changes for `Draft.edit`. A **form** is the way to
what holds the blocks: `("routine", ID)`, or `("routine", ID, "variant", N)`.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple

from hiprehab.storage.draft_text import Change, Drop, Insert, Move, Put, value_at
from hiprehab.storage.keylines import KeyPath

KINDS: Final = (
    "warm-up",
    "mobility",
    "strength",
    "balance",
    "stretch",
    "self-massage",
    "recovery",
    "cardio",
    "cool-down",
)
"""Kinds of blocks that the app has words for; any other text is fine as well."""
OWN: Final = "my-clinic"
"""The first part of a pack's id when the organisation has no name yet."""


class Spot(NamedTuple):
    """The place of an exercise in a form: block and item, both from 0."""

    block: int
    item: int


# --- looking --------------------------------------------------------------------------------


def table_at(data: Any, path: KeyPath) -> dict[str, Any]:
    """The table at a path; an empty one where something else stands there."""
    found = value_at(data, path)
    return found if isinstance(found, dict) else {}


def list_at(data: Any, path: KeyPath) -> list[Any]:
    """The list at a path; an empty one where something else stands there."""
    found = value_at(data, path)
    return found if isinstance(found, list) else []


def tables_at(data: Any, path: KeyPath) -> list[dict[str, Any]]:
    """The tables in a list, an empty one for each entry that is none."""
    return [one if isinstance(one, dict) else {} for one in list_at(data, path)]


def forms(data: Mapping[str, Any], routine: str) -> list[KeyPath]:
    """The forms of a routine: its variants, or itself."""
    path = ("routine", routine, "variant")
    return [(*path, number) for number in range(len(list_at(data, path)))] or [path[:2]]


def blocks(data: Any, form: KeyPath) -> list[dict[str, Any]]:
    """The blocks of a form, as far as they are tables."""
    return tables_at(data, (*form, "block"))


def items(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The items of a block, as far as they are tables."""
    return tables_at(block, ("items",))


def spots(data: Any, form: KeyPath) -> list[Spot]:
    """The places of all items, in order."""
    return [
        Spot(number, place)
        for number, block in enumerate(blocks(data, form))
        for place in range(len(items(block)))
    ]


def item_path(form: KeyPath, spot: Spot) -> KeyPath:
    """The way to an item."""
    return (*form, "block", spot.block, "items", spot.item)


# --- items ----------------------------------------------------------------------------------


def add(
    data: Any, form: KeyPath, after: Spot | None, exercise: str, kind: str
) -> tuple[list[Change], Spot]:
    """Adds an exercise behind another one, or at the end.

    It goes into the block of that one, unless the block is of a known kind other than `kind`: then
    into the next block of its kind, or into a new one.
    """
    found = blocks(data, form)
    item = {"exercise": exercise}
    if not found:
        return [Insert((*form, "block", 0), {"kind": kind, "items": [item]})], Spot(0, 0)
    at = after.block if after is not None else len(found) - 1
    if found[at].get("kind") not in KINDS or found[at].get("kind") == kind:
        place = after.item + 1 if after is not None else len(items(found[at]))
        spot = Spot(at, place)
        return [Insert(item_path(form, spot), item)], spot
    for number in range(at + 1, len(found)):
        if found[number].get("kind") == kind:
            spot = Spot(number, len(items(found[number])))
            return [Insert(item_path(form, spot), item)], spot
    new = {"kind": kind, "items": [item]}
    return [Insert((*form, "block", at + 1), new)], Spot(at + 1, 0)


def insert(form: KeyPath, before: Spot, exercise: str) -> tuple[list[Change], Spot]:
    """Puts an exercise at a place; what is there goes behind it."""
    return [Insert(item_path(form, before), {"exercise": exercise})], before


def remove(data: Any, form: KeyPath, spot: Spot) -> list[Change]:
    """Takes an item away, and its block with it when it was the only one."""
    if len(items(blocks(data, form)[spot.block])) == 1:
        return [Drop((*form, "block", spot.block))]
    return [Drop(item_path(form, spot))]


def duplicate(data: Any, form: KeyPath, spot: Spot) -> tuple[list[Change], Spot]:
    """Puts the same item behind an item."""
    new = Spot(spot.block, spot.item + 1)
    return [Insert(item_path(form, new), value_at(data, item_path(form, spot)))], new


def move(data: Any, form: KeyPath, spot: Spot, target: Spot) -> tuple[list[Change], Spot]:
    """Takes an item to a place, counted before it is taken away; a block left empty goes."""
    found = blocks(data, form)
    place = target.item
    if target.block == spot.block and place > spot.item:
        place -= 1
    goal = Spot(target.block, place)
    if goal == spot:
        return [], spot
    changes: list[Change] = [Move(item_path(form, spot), item_path(form, goal))]
    if goal.block != spot.block and len(items(found[spot.block])) == 1:
        changes.append(Drop((*form, "block", spot.block)))
        goal = Spot(goal.block - (goal.block > spot.block), goal.item)
    return changes, goal


def step(data: Any, form: KeyPath, spot: Spot, by: int) -> tuple[list[Change], Spot]:
    """Moves an item one place up (-1) or down (1), into the next block at a block's end."""
    found = blocks(data, form)
    last = len(items(found[spot.block])) - 1
    if by < 0:
        if spot.item:
            return move(data, form, spot, Spot(spot.block, spot.item - 1))
        if not spot.block:
            return [], spot
        return move(data, form, spot, Spot(spot.block - 1, len(items(found[spot.block - 1]))))
    if spot.item < last:
        return move(data, form, spot, Spot(spot.block, spot.item + 2))
    if spot.block == len(found) - 1:
        return [], spot
    return move(data, form, spot, Spot(spot.block + 1, 0))


def put(data: Any, path: KeyPath, value: Any) -> list[Change]:
    """Sets a value, or takes it away when it is None; a table left empty goes as well."""
    if value is not None:
        return [Put(path, value)] if value_at(data, path) != value else []
    if value_at(data, path) is None:
        return []
    above = value_at(data, path[:-1])
    if isinstance(above, dict) and len(above) == 1 and len(path) > 3:
        return [Drop(path[:-1])]
    return [Drop(path)]


# --- blocks ---------------------------------------------------------------------------------


def add_block(data: Any, form: KeyPath, after: Spot | None, kind: str) -> list[Change]:
    """Divides a block behind an item: what follows it there becomes a block of its own."""
    found = blocks(data, form)
    if after is None or not found:
        return []
    rest = items(found[after.block])[after.item + 1 :]
    if not rest:
        return []
    drops: list[Change] = [Drop(item_path(form, Spot(after.block, after.item + 1))) for _ in rest]
    return [*drops, Insert((*form, "block", after.block + 1), {"kind": kind, "items": rest})]


def join_block(data: Any, form: KeyPath, block: int) -> list[Change]:
    """Puts the items of a block behind those of the block before it."""
    found = blocks(data, form)
    first = len(items(found[block - 1]))
    inserts: list[Change] = [
        Insert(item_path(form, Spot(block - 1, first + place)), one)
        for place, one in enumerate(items(found[block]))
    ]
    return [*inserts, Drop((*form, "block", block))]


def remove_block(form: KeyPath, block: int) -> list[Change]:
    """Takes a block away with all that is in it."""
    return [Drop((*form, "block", block))]


def move_block(data: Any, form: KeyPath, block: int, by: int) -> list[Change]:
    """Moves a block with its items one place up (-1) or down (1)."""
    target = block + by
    if not 0 <= target < len(blocks(data, form)):
        return []
    return [Move((*form, "block", block), (*form, "block", target))]


# --- forms and phases -----------------------------------------------------------------------


def add_form(data: Any, routine: str, number: int, word: str) -> list[Change]:
    """Adds a level to a routine, as a copy of the form of that number.

    A routine without levels becomes one with two. `word` is such as "Level {}".
    """
    path = ("routine", routine)
    variants = tables_at(data, (*path, "variant"))
    if variants:
        taken = {str(one.get("id", "")) for one in variants}
        count = next(n for n in range(len(variants) + 1, 99) if f"L{n}" not in taken)
        copied = variants[number].get("block", [])
        new = {"id": f"L{count}", "title": word.format(count), "block": copied}
        return [Insert((*path, "variant", len(variants)), new)]
    listed = list_at(data, (*path, "block"))
    forms_of = [{"id": f"L{n}", "title": word.format(n), "block": listed} for n in (1, 2)]
    drop: list[Change] = [Drop((*path, "block"))] if listed else []
    return [*drop, *(Insert((*path, "variant", n), one) for n, one in enumerate(forms_of))]


def remove_form(data: Any, routine: str, number: int) -> list[Change]:
    """Takes a level away; the last one stays as the routine itself."""
    path = ("routine", routine)
    variants = tables_at(data, (*path, "variant"))
    if len(variants) > 2:
        return [Drop((*path, "variant", number))]
    kept = tables_at(variants[1 - number], ("block",)) if len(variants) == 2 else []
    inserts: list[Change] = [Insert((*path, "block", n), one) for n, one in enumerate(kept)]
    return [Drop((*path, "variant")), *inserts]


def add_routine(data: Any, title: str) -> tuple[list[Change], str]:
    """Adds an empty routine to the pack; its id comes with the changes."""
    taken = table_at(data, ("routine",))
    name = free_id("routine", taken, "routine")
    return [Put(("routine", name), {"title": title})], name


def add_phase(data: Any, routine: str, title: str) -> list[Change]:
    """Adds a phase to a routine's programme."""
    path = ("routine", routine, "phase")
    count = len(list_at(data, path))
    phase: dict[str, Any] = {"title": title.format(count + 1)}
    variants = tables_at(data, ("routine", routine, "variant"))
    if variants:
        phase["variant"] = str(variants[min(count, len(variants) - 1)].get("id", ""))
    phase["weeks"] = [2 * count + 1, 2 * count + 2]
    return [Insert((*path, count), phase)]


# --- titles and ids -------------------------------------------------------------------------


def slug(text: str, otherwise: str) -> str:
    """A text as an id: small letters and digits joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or otherwise


def pack_id(title: str, organisation: str) -> str:
    """The id of a pack, from the organisation and the title."""
    owner = slug(organisation, OWN)
    owner = owner if owner[0].isalpha() else f"x-{owner}"
    return f"{owner}.{slug(title, 'routine')}"


def free_id(name: str, taken: Collection[str], otherwise: str) -> str:
    """An id made from a name that nothing else has."""
    first = slug(name, otherwise)
    number, found = 2, first
    while found in taken:
        found, number = f"{first}-{number}", number + 1
    return found


def _organisation(data: Any) -> str:
    found = value_at(data, ("author", "organisation"), "")
    return found if isinstance(found, str) else ""


def retitle(data: Any, routine: str, title: str) -> list[Change]:
    """Another title of a routine; the pack's title and id follow while they come from the old."""
    path = ("routine", routine, "title")
    old = value_at(data, path, "")
    changes = put(data, path, title)
    if data.get("title") == old:
        changes += put(data, ("title",), title)
        if data.get("id") == pack_id(str(old), _organisation(data)):
            changes += put(data, ("id",), pack_id(title, _organisation(data)))
    return changes


def reauthor(data: Any, key: str, value: str) -> list[Change]:
    """A field of the author; the pack's id follows the organisation while it comes from it."""
    changes = put(data, ("author", key), value or None)
    if key == "organisation":
        title = str(data.get("title", ""))
        if data.get("id") == pack_id(title, _organisation(data)):
            changes += put(data, ("id",), pack_id(title, value))
    return changes


def next_version(version: object) -> str:
    """The version after this one; "1.0.0" for what is none."""
    parts = str(version).split(".")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 5 for part in parts):
        return "1.0.0"
    return f"{parts[0]}.{parts[1]}.{int(parts[2]) + 1}"
