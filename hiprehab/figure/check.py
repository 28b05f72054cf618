"""What is wrong with a motion file, without solving it: names, limits, surfaces, tempo.

``faults`` never raises, whatever the table holds. The solver may still find no good pose for a
file without faults; whoever makes one looks at the picture.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Any

import numpy as np

from .body_table import CENTRAL_MUSCLES, PAIRED_MUSCLES
from .check_values import (
    Fault,
    Place,
    Table,
    as_number,
    guess,
    is_place,
    kind_of,
    prop_faults,
    texts,
)
from .contacts import CONTACT
from .skeleton import DOFS, HIGH, LOW
from .solve_body import contacts_named, dofs_named, shares
from .solve_keys import BASES, DIRECTIONS, NEUTRAL, RAISED

MOST_KEYS, LONGEST_LEG_S, LONGEST_REP_S = 12, 120.0, 300.0
_SLACK = 1e-6
_TEXTS = ("name", "text", "rest", "hold", "still")
_COMMON = (
    "base", "root", "root_weight", "pose", "contacts", "pin", "attach", "aim", "balance", "free",
    "stiff",
)  # fmt: skip
_TOP = (
    *_TEXTS, *_COMMON, "keys", "tempo", "cycle", "period", "ground", "slide", "step_height",
    "pin_from", "symmetric", "camera", "margin", "mat", "muscles", "arrow", "props",
)  # fmt: skip
_MUSCLES = frozenset(
    [*CENTRAL_MUSCLES, *PAIRED_MUSCLES, *(f"{m}_{s}" for m in PAIRED_MUSCLES for s in "lr")]
)
_SURFACES = RAISED | {"wall", "wallball", "wedge"}


def faults(table: Table) -> list[Fault]:
    """Everything that is wrong with a motion's table; the list ends at a hundred."""
    found: list[Fault] = []
    for fault in _Check(table).all():
        found.append(fault)
        if len(found) >= 100:
            break
    return found


class _Check:
    """Goes through one table; each method yields the faults of one part of it."""

    def __init__(self, table: Table) -> None:
        self._table = table
        keys = table.get("keys")
        listed = keys if isinstance(keys, list) else []
        self._keys = [key for key in listed if isinstance(key, dict)]
        self._names = [str(key.get("name")) for key in self._keys]
        props = table.get("props")
        self._props: Table = props if isinstance(props, dict) else {}

    def all(self) -> Iterator[Fault]:
        """Every fault, in the order of the file's parts."""
        yield from self._known_keys(self._table, _TOP, ())
        yield from self._texts()
        yield from self._key_list()
        yield from prop_faults(self._table)
        yield from self._posed(self._table, ())
        for number, key in enumerate(self._keys):
            place: Place = ("keys", number)
            yield from self._known_keys(key, ("name", *_COMMON), place)
            yield from self._posed(key, place)
        yield from self._contact_list(self._table, "slide", ())
        yield from self._single_values()
        yield from self._tempo()
        yield from self._cycle()
        yield from self._seen()

    def _known_keys(self, table: Table, known: Collection[str], place: Place) -> Iterator[Fault]:
        for name in table:
            if name not in known:
                remedy = guess(str(name), known, "Take it away.")
                yield Fault((*place, str(name)), "there is no such key", remedy)

    def _texts(self) -> Iterator[Fault]:
        for name in _TEXTS:
            value = self._table.get(name)
            if not isinstance(value, str) or not value.strip() or len(value) > 2000:
                yield Fault((name,), f"{name} must be a text", "Write it in quotes.")
            elif name in ("rest", "hold", "still") and value not in self._names:
                yield self._no_key((name,), value)
        text = self._table.get("text")
        if isinstance(text, str):
            plain = text.replace("{side}", "").replace("{other}", "")
            if "{" in plain or "}" in plain:
                remedy = "Use {side} and {other} only."
                yield Fault(("text",), "only two words may stand in braces", remedy)

    def _no_key(self, place: Place, value: object) -> Fault:
        listed = ", ".join(self._names[:MOST_KEYS])
        remedy = guess(str(value), self._names, f"The keys are: {listed[:80]}.")
        return Fault(place, f'"{str(value)[:40]}" is not one of the keys', remedy)

    def _key_list(self) -> Iterator[Fault]:
        keys = self._table.get("keys")
        if not isinstance(keys, list) or not keys or len(self._keys) != len(keys):
            yield Fault(("keys",), "a motion needs key poses", 'Add [[keys]] with name = "start".')
        elif len(keys) > MOST_KEYS:
            message = f"a motion has {MOST_KEYS} keys at most"
            yield Fault(("keys",), message, "Make two motions of it.")
        for number, key in enumerate(self._keys):
            name = key.get("name")
            if not isinstance(name, str) or not name:
                yield Fault(("keys", number), "each key needs a name", 'Write name = "start".')
            elif self._names.index(name) != number:
                yield Fault(("keys", number, "name"), f'"{name[:40]}" is there twice', "Rename it.")

    # -- what top level and keys share --------------------------------------------------------

    def _posed(self, table: Table, place: Place) -> Iterator[Fault]:
        base = table.get("base", "standing")
        if not isinstance(base, str) or base not in BASES:
            remedy = guess(str(base), BASES, f"Use one of: {', '.join(BASES)}.")
            yield Fault((*place, "base"), f'"{str(base)[:40]}" is no base position', remedy)
        yield from self._angles(table, place)
        yield from self._root(table, place)
        yield from self._contacts(table, place)
        for name in ("pin", "balance"):
            yield from self._contact_list(table, name, place)
        for name in ("free", "stiff"):
            yield from self._joint_list(table, name, place)
        yield from self._rows(table, place)

    def _angles(self, table: Table, place: Place) -> Iterator[Fault]:
        pose = table.get("pose", {})
        if not isinstance(pose, dict):
            yield Fault((*place, "pose"), "pose must be a table of angles", "Write [pose].")
            return
        for name, value in pose.items():
            here = (*place, "pose", name)
            try:
                found = shares(name)
            except KeyError:
                known = {*(dof.name for dof in DOFS), *NEUTRAL, "hip.flex", "knee.flex"}
                remedy = guess(name, known, "See the table of joints in docs/figure.md.")
                yield Fault(here, "there is no such joint angle", remedy)
                continue
            degrees = as_number(value)
            if degrees is None:
                yield Fault(here, "an angle must be a number of degrees", "Write a number.")
                continue
            yield from self._within(here, degrees, found)

    def _within(
        self, place: Place, degrees: float, found: list[tuple[int, float]]
    ) -> Iterator[Fault]:
        for number, share in found:
            low, high = np.degrees((LOW[number], HIGH[number])) / share
            if not low - _SLACK <= degrees <= high + _SLACK:
                joint = DOFS[number].name
                message = (
                    f"{degrees:g} degrees is past the limit of {joint} ({low:.0f} to {high:.0f})"
                )
                yield Fault(place, message, f"Stay within {low:.0f} to {high:.0f}.")
                return

    def _root(self, table: Table, place: Place) -> Iterator[Fault]:
        root = table.get("root", {})
        known = ("pitch", "roll", "turn", "yaw")
        if not isinstance(root, dict):
            yield Fault((*place, "root"), "root must be a table", "Write root = { pitch = 10 }.")
            return
        yield from self._known_keys(root, known, (*place, "root"))
        for name, value in root.items():
            if name in known and as_number(value) is None:
                yield Fault((*place, "root", name), "this must be a number", "Write degrees.")
        weight = table.get("root_weight", 1.5)
        if (as_number(weight) or 0) <= 0:
            yield Fault((*place, "root_weight"), "this must be above 0", "Usual: 1.5 to 12.")

    def _contact(self, place: Place, name: object) -> Iterator[Fault]:
        try:
            contacts_named(str(name))
        except KeyError:
            groups = ("foot", "foot_l", "foot_r", "hand", "forearm", "pelvis", "upper_back")
            remedy = guess(str(name), {*CONTACT, *groups}, "See docs/figure.md.")
            yield Fault(place, f'"{str(name)[:40]}" is no place of the body', remedy)

    def _sphere(self, place: Place, name: object) -> Iterator[Fault]:
        if not isinstance(name, str) or name not in CONTACT:
            remedy = guess(str(name), CONTACT, 'Name one place and its side: "heel_r".')
            yield Fault(place, f'"{str(name)[:40]}" is not one place of the body', remedy)

    def _contacts(self, table: Table, place: Place) -> Iterator[Fault]:
        named = table.get("contacts", {})
        if not isinstance(named, dict):
            yield Fault((*place, "contacts"), "contacts must be a table", "Write [contacts].")
            return
        for name, surface in named.items():
            here = (*place, "contacts", name)
            yield from self._contact(here, name)
            if isinstance(surface, bool) or surface in ("floor", "mid", "none"):
                continue
            prop = self._props.get(surface) if isinstance(surface, str) else None
            kind = str(kind_of(prop))
            if prop is None:
                remedy = guess(str(surface), self._props, "Use true (the floor) or a prop's name.")
                yield Fault(here, f'"{str(surface)[:40]}" is no surface', remedy)
            elif kind not in _SURFACES and not (kind == "pillow" and "height" in prop):
                message = f"nothing can rest on a {kind}"
                yield Fault(here, message, "Use a step, chair, wall or the like.")

    def _contact_list(self, table: Table, name: str, place: Place) -> Iterator[Fault]:
        yield from self._names_in(table, name, place, self._contact)

    def _joint_list(self, table: Table, name: str, place: Place) -> Iterator[Fault]:
        yield from self._names_in(table, name, place, self._joint)

    def _joint(self, place: Place, name: object) -> Iterator[Fault]:
        try:
            dofs_named(str(name))
        except KeyError:
            joints = {dof.name.partition(".")[0].removesuffix("_l") for dof in DOFS}
            remedy = guess(str(name), joints, f"Joints are: {', '.join(sorted(joints))[:120]}.")
            yield Fault(place, f'"{str(name)[:40]}" is no joint', remedy)

    def _names_in(
        self, table: Table, name: str, place: Place,
        check: Callable[[Place, object], Iterator[Fault]],
    ) -> Iterator[Fault]:  # fmt: skip
        if name not in table:
            return
        listed = texts(table[name])
        if listed is None:
            yield Fault((*place, name), f"{name} must be a list of names", 'Write ["foot"].')
            return
        for number, one in enumerate(listed):
            yield from check((*place, name, number), one)

    def _rows(self, table: Table, place: Place) -> Iterator[Fault]:
        for name, check in (("attach", self._attach), ("aim", self._aim)):
            rows = table.get(name, [])
            if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
                yield Fault(
                    (*place, name), f"{name} must be a list of lists", "See docs/figure.md."
                )
                continue
            for number, row in enumerate(rows):
                yield from check((*place, name, number), row)

    def _attach(self, place: Place, row: list[Any]) -> Iterator[Fault]:
        if len(row) not in (2, 3, 4):
            yield Fault(place, "two places and how they touch are needed", 'Write ["a", "b"].')
            return
        for name in row[:2]:
            yield from self._sphere(place, name)
        for more in row[2:]:
            if isinstance(more, str):
                words = [word for word in more.split("+") if word not in DIRECTIONS]
                if words or len(set(more.split("+"))) > 2:
                    remedy = f"Use {', '.join(DIRECTIONS)}, or two of them with a +."
                    yield Fault(place, f'"{more[:40]}" is no side', remedy)
            elif (gap := as_number(more)) is None or abs(gap) > 1:
                yield Fault(place, "the gap must be in metres", "Write a number such as 0.01.")

    def _aim(self, place: Place, row: list[Any]) -> Iterator[Fault]:
        goal = row[1] if len(row) in (2, 3) else None
        if not isinstance(goal, list) or [as_number(x) is None for x in goal] != [False] * 3:
            remedy = 'Write ["heel_r", [0.1, 0.0, 0.3]].'
            yield Fault(place, "a place of the body and three numbers are needed", remedy)
            return
        yield from self._sphere(place, row[0])
        if len(row) == 3 and (as_number(row[2]) or 0) <= 0:
            yield Fault(place, "the weight must be above 0", "Usual: 10 to 30.")

    # -- time and looks -----------------------------------------------------------------------

    def _tempo(self) -> Iterator[Fault]:
        tempo = self._table.get("tempo")
        if tempo is None:
            if len(self._keys) > 1 and "cycle" not in self._table:
                remedy = 'Write tempo = [["down", "up", 2.0], ["up", "down", 2.0]].'
                yield Fault((), "a motion of several keys needs a tempo", remedy)
            return
        if not isinstance(tempo, list) or not tempo:
            yield Fault(("tempo",), "tempo must be a list of lists", "See docs/motions.md.")
            return
        total = 0.0
        for number, leg in enumerate(tempo):
            place: Place = ("tempo", number)
            whole = isinstance(leg, list) and len(leg) in (2, 3, 4)
            seconds = as_number(leg[-1]) if whole else None
            if seconds is None or not 0 < seconds <= LONGEST_LEG_S:
                remedy = 'Write ["down", "up", 2.0]: keys, then seconds.'
                yield Fault(place, f"a part takes up to {LONGEST_LEG_S:.0f} seconds", remedy)
                continue
            total += seconds
            for name in leg[:-1]:
                if name not in self._names:
                    yield self._no_key(place, name)
        if total > LONGEST_REP_S:
            yield Fault(("tempo",), "the repetition is too long", "Stay below five minutes.")

    def _single_values(self) -> Iterator[Fault]:
        for name, high in (("margin", 0.4), ("step_height", 0.5)):
            value = as_number(self._table.get(name, 0))
            if value is None or not 0 <= value <= high:
                yield Fault((name,), f"{name} is a number from 0 to {high}", "Correct it.")
        for name in ("mat", "symmetric", "ground"):
            if not isinstance(self._table.get(name, False), bool):
                yield Fault((name,), f"{name} is true or false", "Correct it.")
        if "pin_from" in self._table and self._table["pin_from"] not in self._names:
            yield self._no_key(("pin_from",), self._table["pin_from"])

    def _cycle(self) -> Iterator[Fault]:
        if "cycle" not in self._table:
            return
        cycle, period = self._table["cycle"], as_number(self._table.get("period"))
        if period is None or not 0.2 <= period <= 20:
            yield Fault(("period",), "a cycle needs a period", "Write period = 1.1 (seconds).")
            return
        listed = cycle if isinstance(cycle, list) else []
        rows = [row for row in listed if isinstance(row, list) and len(row) == 2]
        times = [at for at in (as_number(row[1]) for row in rows) if at is not None]
        rising = times == sorted(set(times)) and len(times) == len(listed) > 2
        if not rising or times[0] < 0 or times[-1] >= period:
            message = "a cycle is a list of three or more keys with rising seconds below the period"
            yield Fault(("cycle",), message, 'Write [["a", 0.0], ["b", 0.4], ["c", 0.8]].')
            return
        for number, (name, _) in enumerate(rows):
            if name not in self._names:
                yield self._no_key(("cycle", number), name)

    def _seen(self) -> Iterator[Fault]:
        camera = self._table.get("camera", {})
        if not isinstance(camera, dict) or any(as_number(x) is None for x in camera.values()):
            remedy = "Write camera = { yaw = -60, pitch = 10 }."
            yield Fault(("camera",), "the camera needs two numbers", remedy)
        muscles = self._table.get("muscles", {})
        for name, value in muscles.items() if isinstance(muscles, dict) else [("", None)]:
            here: Place = ("muscles", name) if name else ("muscles",)
            strength = as_number(value)
            if strength is None or not 0 <= strength <= 1:
                yield Fault(here, "how much a muscle works is 0 to 1", "Write glute_max = 1.0.")
            elif name not in _MUSCLES:
                yield Fault(here, "there is no such muscle", guess(name, _MUSCLES, "Leave it out."))
        arrows = self._table.get("arrow", [])
        for number, arrow in enumerate(arrows if isinstance(arrows, list) else [arrows]):
            place: Place = ("arrow", number) if isinstance(arrows, list) else ("arrow",)
            yield from self._arrow(place, arrow)

    def _arrow(self, place: Place, arrow: object) -> Iterator[Fault]:
        if not isinstance(arrow, dict):
            yield Fault(place, "an arrow is a table", "Write { point, from, to } with keys' names.")
            return
        yield from self._sphere(place, arrow.get("point"))
        if "dir" in arrow and not is_place(arrow["dir"]):
            yield Fault(place, "the direction is three numbers", "Write dir = [0, 0.1, 0].")
        ends = [arrow["at"]] if "at" in arrow else []
        ends += [] if "dir" in arrow else [arrow.get("from"), arrow.get("to")]
        for name in ends:
            if name not in self._names:
                yield self._no_key(place, name)
