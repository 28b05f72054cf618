"""The text of a pack that is being written: each edit touches only the lines that it is about.

An edit is cut out of the text as one section (the head, or one exercise or routine with its
headers), done there by tomlkit, and looked at again: when the section then does not say what it
should, it is written anew, its comments above it. Everything outside the section stays as it was,
to the byte. Loads tomlkit: import it after the first paint.
"""

import copy
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, InlineTable

from hiprehab.storage import toml_write
from hiprehab.storage.keylines import TOKEN, KeyPath
from hiprehab.storage.toml_parts import Section, end_of_table, entries, section_of

NAMED: Final = ("exercise", "routine", "motion")
"""Tables of tables: each of these is a section of its own."""


class Put(NamedTuple):
    """Sets a key of a table or an entry of a list; tables on the way are made."""

    path: KeyPath
    value: Any


class Drop(NamedTuple):
    """Takes a key or an entry away; a list that is left without entries goes too."""

    path: KeyPath


class Insert(NamedTuple):
    """Puts an entry into a list, before what stands at that place; the list is made if needed."""

    path: KeyPath
    value: Any


class Move(NamedTuple):
    """Takes an entry of a list to a place of a list, counted as it is after the taking away."""

    source: KeyPath
    target: KeyPath


Change = Put | Drop | Insert | Move


# --- plain values ---------------------------------------------------------------------------


def apply_plain(data: dict[str, Any], change: Change) -> None:
    """Does a change to plain values.

    Raises KeyError, IndexError or TypeError where the path leads nowhere.
    """
    match change:
        case Put(path, value):
            _above(data, path, make=True)[path[-1]] = copy.deepcopy(value)
        case Drop(path):
            _take(data, path)
        case Insert(path, value):
            _list_at(data, path[:-1]).insert(_index(path), copy.deepcopy(value))
        case Move(source, target):
            _list_at(data, target[:-1]).insert(_index(target), _take(data, source))


def value_at(data: Any, path: KeyPath, default: Any = None) -> Any:
    """What stands at a path, or the default when nothing does."""
    for part in path:
        in_list = isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data)
        if not in_list and not (isinstance(data, Mapping) and part in data):
            return default
        data = data[part]
    return data


def _index(path: KeyPath) -> int:
    place = path[-1]
    if not isinstance(place, int):
        raise TypeError(f"{path} is no place in a list")
    return place


def _above(data: Any, path: KeyPath, *, make: bool = False) -> Any:
    """The table or list that holds the value at the path."""
    for part in path[:-1]:
        if make and isinstance(data, dict) and isinstance(part, str) and part not in data:
            data[part] = {}
        data = data[part]
    return data


def _take(data: Any, path: KeyPath) -> Any:
    holder = _above(data, path)
    if isinstance(holder, dict):
        return holder.pop(path[-1], None)
    value = holder.pop(path[-1])
    if not holder:
        del _above(data, path[:-1])[path[-2]]
    return value


def _list_at(data: Any, path: KeyPath) -> list[Any]:
    holder = _above(data, path, make=True)
    if isinstance(holder, dict):
        holder = holder.setdefault(path[-1], [])
    else:
        holder = holder[path[-1]]
    if not isinstance(holder, list):
        raise TypeError(f"{path} is no list")
    return holder


# --- one edit -------------------------------------------------------------------------------


def root_of(path: KeyPath) -> tuple[str, ...]:
    """What a path belongs to: an exercise, a routine, or a key of the head."""
    return tuple(map(str, path[: 2 if path[0] in NAMED else 1]))


def edited(text: str, changes: Sequence[Change]) -> str:
    """The text after these changes, done one after the other."""
    for change in changes:
        text = _edited(text, change)
    return text


def _edited(text: str, change: Change) -> str:
    path = change.source if isinstance(change, Move) else change.path
    root = root_of(path)
    whole = len(root) == 2 and len(path) == 2
    part = section_of(text, root)
    if whole and isinstance(change, Put) and value_at(tomllib.loads(text), root) is None:
        return _appended(text, toml_write.table(root, change.value))
    same = not isinstance(change, Move) or root_of(change.target) == root
    if part is None or not same:
        part, root = Section(0, len(text)), ()
    old = text[part.start : part.end]
    if whole and root and isinstance(change, Drop):
        return text[: part.start] + text[part.end :].lstrip("\n")
    new = _section(old, change, root)
    if text[part.end :] and not new.endswith("\n"):
        new += "\n"
    return text[: part.start] + new + text[part.end :]


def _appended(text: str, more: str) -> str:
    text = text if not text or text.endswith("\n") else text + "\n"
    return f"{text}\n{more}" if text else more


def _section(old: str, change: Change, root: tuple[str, ...]) -> str:
    """The section after the change; written anew when tomlkit does not get it right."""
    wanted = tomllib.loads(old)
    apply_plain(wanted, change)
    for attempt in (_by_headers, _by_tomlkit):
        try:
            new = attempt(old, change)
            if new is not None and tomllib.loads(new) == wanted:
                return new
        except (TOMLKitError, ValueError, KeyError, IndexError, TypeError, AttributeError):
            continue  # the next way, and in the end anew
    return _anew(old, wanted, root)


def _anew(old: str, wanted: dict[str, Any], root: tuple[str, ...]) -> str:
    """The section in our own layout; the comments that it had stand above it."""
    comments = "".join(
        f"{match.group().rstrip()}\n" for match in TOKEN.finditer(old) if match.group()[0] == "#"
    )
    if len(root) == 2:
        return comments + toml_write.table(root, wanted[root[0]][root[1]])
    head = {name: value for name, value in wanted.items() if name not in NAMED}
    text = comments + toml_write.table((), head)
    for kind in NAMED:
        for name, value in wanted.get(kind, {}).items():
            text += "\n" + toml_write.table((kind, name), value)
    return text


# --- by headers: entries of lists of tables, as lines ---------------------------------------


def _by_headers(text: str, change: Change) -> str | None:
    """Adds, takes away or moves the lines of an entry; None when it is not written so."""
    match change:
        case Drop(path) if isinstance(path[-1], int):
            found = entries(text, path[:-1])
            return _without(text, found[path[-1]]) if found else None
        case Insert(path, value) if isinstance(value, Mapping):
            at = _gap(text, path)
            if at is None:
                return None
            name = [part for part in path if isinstance(part, str)]
            lines = toml_write.table(name, value, entry=True)
            return _joined(text[:at], lines, text[at:])
        case Move(source, target):
            found = entries(text, source[:-1])
            if not found:
                return None
            part = found[_index(source)]
            left = _without(text, part)
            at = _gap(left, target)
            if at is None:
                return None
            return _joined(left[:at], text[part.start : part.end].strip("\n") + "\n", left[at:])
    return None


def _gap(text: str, path: KeyPath) -> int | None:
    """Where an entry at this path would begin; None when the list has no headers."""
    found, place = entries(text, path[:-1]), _index(path)
    if found:
        return found[place].start if place < len(found) else found[-1].end
    return end_of_table(text, path[:-2]) if path[-2] in toml_write.TABLES else None


def _without(text: str, part: Section) -> str:
    rest = text[part.end :]
    return text[: part.start] + (rest if text[: part.start] else rest.lstrip("\n"))


def _joined(before: str, lines: str, after: str) -> str:
    """Lines between others, with an empty line above and below."""
    before = before if not before or before.endswith("\n") else before + "\n"
    above = "\n" if before and not before.endswith("\n\n") else ""
    below = "\n" if after and not after.startswith("\n") else ""
    return before + above + lines + below + after


# --- tomlkit --------------------------------------------------------------------------------


def _by_tomlkit(text: str, change: Change) -> str:
    """Does a change to the parsed text, which keeps its layout."""
    document = tomlkit.parse(text)
    match change:
        case Put(path, value):
            _put(document, path, value)
        case Drop(path):
            _drop(document, path)
        case Insert(path, value):
            _insert(document, path, value)
        case Move(source, target):
            _move(document, source, target)
    return tomlkit.dumps(document)


def _item(value: Any) -> Any:
    """A value as an item on one line (a list of tables over several)."""
    text = toml_write.listed(value) if isinstance(value, list) else toml_write.inline(value)
    return tomlkit.parse(f"x = {text}\n").item("x")


def _one_liner(document: Any, path: KeyPath) -> int | None:
    """How far the path goes into the first table that is written on one line."""
    here = document
    for length, part in enumerate(path[:-1], start=1):
        if isinstance(here, dict) and part not in here:
            return None
        here = here[part]
        if isinstance(here, InlineTable):
            return length
    return None


def _put(document: Any, path: KeyPath, value: Any) -> None:
    length = _one_liner(document, path)
    if length is not None:  # such a table is small: written again as a whole
        _rewrite(document, path[:length], Put(path[length:], value))
        return
    holder = document
    for depth, part in enumerate(path[:-1]):
        if isinstance(holder, dict) and part not in holder:
            for name in reversed(path[depth + 1 :]):
                value = {name: value}
            holder[part] = _item(value)
            return
        holder = holder[part]
    _place(holder, path[-1], value)


def _place(holder: Any, where: Any, value: Any) -> None:
    old = holder.get(where) if isinstance(holder, dict) else None
    if isinstance(old, Array) and isinstance(value, list) and _kept_list(old, value):
        return
    made = _item(value)
    if isinstance(holder, dict):
        made.trivia.trail = "\n"
    holder[where] = made


def _kept_list(old: Array, new: list[Any]) -> bool:
    """Changes only the entries of a list that differ, so that the others keep their comments."""
    before = old.unwrap()
    if not before or not new or any(isinstance(one, dict | list) for one in (*before, *new)):
        return False
    shared = min(len(before), len(new))
    head = next((n for n in range(shared) if before[n] != new[n]), shared)
    tail = next((n for n in range(shared - head) if before[-1 - n] != new[-1 - n]), shared - head)
    first, last, end = head, len(before) - tail, len(new) - tail
    for number in range(first, max(last, end)):
        if number < last and number < end:
            old[number] = new[number]
        elif number < end:
            old.insert(number, new[number])
        else:
            del old[end]
    return True


def _rewrite(document: Any, path: KeyPath, change: Change) -> None:
    """Writes a table of one line again, changed."""
    holder = _above(document, path)
    plain = {"x": holder[path[-1]].unwrap()}
    apply_plain(plain, _inside(change))
    holder[path[-1]] = _item(plain["x"])
    if isinstance(holder, dict):
        holder[path[-1]].trivia.trail = "\n"


def _inside(change: Change) -> Change:
    """The same change with paths that begin at "x"."""
    if isinstance(change, Move):
        return Move(("x", *change.source), ("x", *change.target))
    return change._replace(path=("x", *change.path))


def _drop(document: Any, path: KeyPath) -> None:
    length = _one_liner(document, path)
    if length is not None:
        _rewrite(document, path[:length], Drop(path[length:]))
        return
    holder = _above(document, path)
    if isinstance(holder, list) and len(holder) == 1:
        del _above(document, path[:-1])[path[-2]]
    elif not isinstance(holder, dict) or path[-1] in holder:
        del holder[path[-1]]


def _insert(document: Any, path: KeyPath, value: Any) -> None:
    length = _one_liner(document, path)
    if length is not None:
        _rewrite(document, path[:length], Insert(path[length:], value))
        return
    above = _above(document, path[:-1])
    name = path[-2]
    if isinstance(above, dict) and not above.get(name):
        above[name] = _item([value])
    else:
        above[name].insert(_index(path), _item(value))


def _move(document: Any, source: KeyPath, target: KeyPath) -> None:
    value = _above(document, source)[source[-1]].unwrap()
    _drop(document, source)
    _insert(document, target, value)
