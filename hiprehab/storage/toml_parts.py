"""Where the parts of a TOML text stand: sections, and the entries of lists of tables.

Comments and empty lines above a [header] belong to it. Standard library only.
"""

from typing import NamedTuple

from hiprehab.storage.keylines import TOKEN, KeyPath, unquoted


class Section(NamedTuple):
    """A run of lines about one thing, as places in the text."""

    start: int
    end: int


class Header(NamedTuple):
    """A [header]: where its line begins, its name, and the way to its table, list places too."""

    start: int
    name: tuple[str, ...]
    path: KeyPath


def headers(text: str) -> list[Header]:
    """All headers in order; the text is sound TOML."""
    found, depth, begins = [], 0, True
    name: list[str] | None = None
    start = brackets = 0
    last: dict[KeyPath, int] = {}
    for match in TOKEN.finditer(text):
        token = match.group()
        if token[0] == "#" or not token.strip(" \t\r"):
            continue
        if name is not None:
            if token == "\n":
                found.append(_header(start, name, brackets > 1, last))
                name, begins = None, True
            elif token == "[":
                brackets += 1
            elif token not in "].":
                name.append(unquoted(token.strip()))
        elif token == "\n":
            begins = depth == 0
        elif begins and token == "[":
            name, brackets, start = [], 1, text.rfind("\n", 0, match.start()) + 1
        else:
            depth += (token in "[{") - (token in "]}")
            begins = False
    if name is not None:
        found.append(_header(start, name, brackets > 1, last))
    return found


def _header(start: int, name: list[str], entry: bool, last: dict[KeyPath, int]) -> Header:
    path: KeyPath = ()
    for number, part in enumerate(name, 1):
        path += (part,)
        if entry and number == len(name):
            last[path] = last.get(path, -1) + 1
        if path in last:
            path += (last[path],)
    return Header(start, tuple(name), path)


def section_of(text: str, root: tuple[str, ...]) -> Section | None:
    """The lines of a root when they stand together; None when they do not, or there are none.

    A root is the name of a table, or a key of the head.
    """
    found = headers(text)
    starts = [one.start for one in found] + [len(text)]
    mine = [n for n, one in enumerate(found) if one.name[: len(root)] == root]
    if not mine:
        return Section(0, trimmed(text, 0, starts[0])) if len(root) == 1 else None
    first, last = mine[0], mine[-1]
    if mine != list(range(first, last + 1)) or found[first].name != root:
        return None
    return Section(starts[first], trimmed(text, starts[first], starts[last + 1]))


def entries(text: str, path: KeyPath) -> list[Section]:
    """The entries of a list of tables that have headers; each with the comments above it.

    Empty when the list is written otherwise, or an entry is scattered.
    """
    found = headers(text)
    starts = [one.start for one in found] + [len(text)]
    parts: list[Section] = []
    while True:
        here = (*path, len(parts))
        mine = [n for n, one in enumerate(found) if one.path[: len(here)] == here]
        if not mine:
            return parts
        first, last = mine[0], mine[-1]
        if mine != list(range(first, last + 1)):
            return []
        before = starts[first - 1] if first else 0
        begin = trimmed(text, before, starts[first])
        parts.append(Section(begin, trimmed(text, starts[first], starts[last + 1])))


def end_of_table(text: str, path: KeyPath) -> int | None:
    """Where a table that has a header ends, with all that is in it; None when it has none."""
    found = headers(text)
    starts = [one.start for one in found] + [len(text)]
    mine = [n for n, one in enumerate(found) if one.path[: len(path)] == path]
    if not mine or found[mine[0]].path != path or mine != list(range(mine[0], mine[-1] + 1)):
        return None
    return trimmed(text, starts[mine[0]], starts[mine[-1] + 1])


def trimmed(text: str, start: int, end: int) -> int:
    """Where the last line between these places ends that is not empty and no comment."""
    found = end
    while found > start:
        line = max(text.rfind("\n", start, found - 1) + 1, start)
        words = text[line:found].strip()
        if words and not words.startswith("#"):
            break
        found = line
    return found
