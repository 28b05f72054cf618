"""Brings rows from outside into a log without doubles, all or nothing.

A record of the file is the same as one of the log when they were made at the same moment about the
same thing; former versions count too. What the log has stays, unless the log's record is a former
version of the file's. Nothing is deleted. The caller makes a backup first.
"""

import json
import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from hiprehab.storage import backup
from hiprehab.storage.checksum import Value
from hiprehab.storage.database import RowRefused
from hiprehab.storage.document import PARTS, Source, refused
from hiprehab.storage.rows import Row
from hiprehab.storage.store import BACKUPS, Store

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "prescription": ("digest",),
    "session": ("at_utc", "routine", "title"),
    "pain": ("at_utc", "side", "moment", "measure", "exercise"),
    "plan": ("routine", "variant", "weekdays", "times_per_day", "since"),
    "away": ("first_day", "last_day"),
    "condition": ("at_utc", "key"),
    "safety_answer": ("at_utc", "question"),
    "clearance": ("at_utc", "question"),
    "event": ("at_utc", "kind", "first_day"),
    "activity": ("name",),
    "activity_rating": ("at_utc", "activity"),
    "function_test": ("at_utc", "kind", "side"),
    "ready": ("at_utc", "key"),
    "adjustment": ("at_utc", "routine", "exercise"),
}
"""What makes a record the same as another one, by table, in the order of their references."""

_REFERENCES: Final[Mapping[str, tuple[str, str]]] = {
    "session": ("prescription", "prescription"),
    "pain": ("session", "session"),
    "activity_rating": ("activity", "activity"),
}
_ASIDE: Final = frozenset({"id", "checksum", "deleted_at_utc", "session", "prescription"})
_FORMER: Final = tuple(part.table for part in PARTS if part.former)
_DELETABLE: Final = frozenset(part.table for part in PARTS if part.deletable)


class Share(NamedTuple):
    """One kind of record in a file: how many are new here, there already, newer, or different.

    NEWER ones replace the log's, which becomes a former version; of DIFFERENT ones the log's stays.
    """

    name: str
    new: int
    there: int
    newer: int
    different: int

    @property
    def total(self) -> int:
        """All of this kind in the file."""
        return self.new + self.there + self.newer + self.different


class Preview(NamedTuple):
    """What an import would do, or did."""

    shares: tuple[Share, ...]
    first: date | None
    last: date | None
    made_at: str
    made_by: str
    empty: bool
    settings: Mapping[str, Any]

    @property
    def changes(self) -> int:
        """How many records come in or are corrected."""
        return sum(share.new + share.newer for share in self.shares)


class _Work(NamedTuple):
    """The rows to insert and to change, with the log's numbers."""

    insert: dict[str, list[Row]]
    change: list[tuple[str, int, Row]]
    preview: Preview


def prove(source: Source, name: str) -> None:
    """Lets an empty log take the rows, so that nothing is offered that the tables refuse."""
    with Store.memory(datetime(2000, 1, 1, tzinfo=UTC)) as store:
        try:
            _check_types(store._connection, source.rows)
            with store.atomic():
                _write(store, source.rows, sealed=False)
        except RowRefused as error:
            known = {part.table: part.name for part in PARTS} | {"set_result": "sets"}
            place = f"{known.get(error.table, error.table)}, record {error.number}"
            reason = error.reason.removeprefix("CHECK constraint failed: ").replace("\n", " ")
            raise refused(name, f"{place} is not allowed ({reason[:80]})") from error


_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "TEXT": (str,),
    "INTEGER": (int,),
    "REAL": (int, float),
}


def _check_types(connection: sqlite3.Connection, rows: Mapping[str, Sequence[Row]]) -> None:
    """Refuses what SQLite would turn into another kind of value, and what is no number."""
    for table, listed in rows.items():
        kinds = {
            row["name"]: _KINDS[row["type"]]
            for row in connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,))
        }
        for number, row in enumerate(listed, start=1):
            for name, value in row.items():
                if value is None:
                    continue
                if not isinstance(value, kinds[name]):
                    raise RowRefused(table, number, f"{name} is of another kind")
                if isinstance(value, float) and not math.isfinite(value):
                    raise RowRefused(table, number, f"{name} is no number")


def preview(log: Path, source: Source, at: datetime) -> Preview:
    """What taking the file would do to the log as it is at that time."""
    with Store.open(log, at=at, read_only=True) as store:
        return _work(store._connection, source).preview


def take(store: Store, source: Source, at: datetime) -> Preview:
    """Takes the file into the log, after a backup, in one transaction; says what was done.

    Raises StorageProblem; then nothing was changed.
    """
    nothing = _work(store._connection, source).preview
    if not nothing.changes:
        return nothing
    backup.make(store.path, store.path.parent / BACKUPS, at, kind=backup.BEFORE_IMPORT)
    with store.atomic():
        work = _work(store._connection, source)
        for table, number, row in work.change:
            store._change(table, number, row)
            if table == "session":
                store._connection.execute("DELETE FROM set_result WHERE session = ?", (number,))
        _write(store, work.insert)
    return work.preview


def _write(store: Store, rows: Mapping[str, Sequence[Row]], *, sealed: bool = True) -> None:
    for table in KEYS:
        store._insert_all(table, rows.get(table, ()), sealed=sealed)
        if table in _FORMER:
            store._insert_all(f"{table}_history", rows.get(f"{table}_history", ()), sealed=sealed)
    for table in ("set_result", "question"):
        store._insert_all(table, rows.get(table, ()), sealed=sealed)


# --- what is there, and what is new -----------------------------------------------------------


def _work(connection: sqlite3.Connection, source: Source) -> _Work:
    with closing(connection.cursor()) as cursor:
        empty = not any(
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")').fetchone()[0]
            for table in (*KEYS, "question")
        )
        numbers: dict[str, dict[Value, int]] = {}
        insert: dict[str, list[Row]] = {"set_result": []}
        change: list[tuple[str, int, Row]] = []
        shares = []
        for table in KEYS:
            side = _Table(cursor, table, source, numbers, empty)
            side.match()
            numbers[table] = side.numbers
            insert |= {table: side.new, **side.more}
            insert["set_result"] += side.sets
            change += side.changes
            if table != "prescription":
                shares.append(side.share())
        insert["question"], asked = _questions(cursor, source)
    shares.append(asked)
    days = sorted(day for table in ("pain", "session") for day in _days(source.rows.get(table, ())))
    settings = source.settings if empty else {}
    return _Work(insert, change, Preview(
        tuple(share for share in shares if share.total),
        days[0] if days else None, days[-1] if days else None,
        source.made_at, source.made_by, empty, settings,
    ))  # fmt: skip


def _days(rows: Iterable[Row]) -> Iterable[date]:
    return (date.fromisoformat(str(row["day"])) for row in rows)


def _questions(cursor: sqlite3.Cursor, source: Source) -> tuple[list[Row], Share]:
    mine = [row["text"] for row in cursor.execute("SELECT text FROM question ORDER BY position")]
    theirs = [row["text"] for row in source.rows.get("question", ())]
    new = [text for text in theirs if text not in mine]
    rows: list[Row] = [
        {"position": len(mine) + place, "text": text} for place, text in enumerate(new)
    ]
    return rows, Share("questions", len(new), len(theirs) - len(new), 0, 0)


Content = tuple[Any, ...]


class _Table:
    """One table of the log beside the same one of the file."""

    def __init__(
        self,
        cursor: sqlite3.Cursor,
        table: str,
        source: Source,
        numbers: Mapping[str, Mapping[Value, int]],
        empty: bool,
    ) -> None:
        self.table, self.key = table, KEYS[table]
        where = "WHERE deleted_at_utc IS NULL" if table in _DELETABLE else ""
        self.mine = [dict(row) for row in cursor.execute(f'SELECT * FROM "{table}" {where}')]
        self.theirs = source.rows.get(table, [])
        self.known = numbers
        self.numbers: dict[Value, int] = {}
        self.new: list[Row] = []
        self.changes: list[tuple[str, int, Row]] = []
        self.counts = {"new": 0, "there": 0, "newer": 0, "different": 0}
        self.sets: list[Row] = []
        history = f"{table}_history"
        self.more: dict[str, list[Row]] = {history: []} if table in _FORMER else {}
        self.their_former = _by_owner(source.rows.get(history, ()), table)
        self.my_former: dict[Value, list[Row]] = {}
        if table in _FORMER:
            found = [dict(row) for row in cursor.execute(f"SELECT * FROM {history} ORDER BY id")]
            self.my_former = _by_owner(found, table)
        self.their_sets: dict[Value, list[Row]] = {}
        self.my_sets: dict[Value, list[Row]] = {}
        if table == "session":
            self.their_sets = _by_owner(source.rows.get("set_result", ()), table)
            found = [dict(row) for row in cursor.execute("SELECT * FROM set_result ORDER BY id")]
            self.my_sets = _by_owner(found, table)
        last = cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        self.next = None if empty else (last[0] if last else 0) + 1

    def match(self) -> None:
        """Finds for each record of the file the one of the log, if there is one."""
        if not self.theirs:
            return
        columns = [name for name in self.theirs[0] if name not in _ASIDE]

        def content(row: Mapping[str, Any], sets: Sequence[Row] = ()) -> Content:
            whole = tuple(tuple(v for k, v in one.items() if k not in _SET_ASIDE) for one in sets)
            return (*(row.get(name) for name in columns), whole)

        exact: dict[Content, list[dict[str, Any]]] = {}
        for one in reversed(self.mine):
            exact.setdefault(content(one, self.my_sets.get(one["id"], ())), []).append(one)
        used: set[int] = set()
        rest = []
        for given in self.theirs:
            row = self._referenced(given)
            found = exact.get(content(row, self.their_sets.get(row["id"], ())))
            if found:
                used.add(found[-1]["id"])
                self._settle("there", row, found.pop()["id"])
            else:
                rest.append(row)
        by_key = self._by_key(used) if rest else {}
        for row in rest:
            former = [_values(one) for one in self.their_former.get(row["id"], ())]
            keys = dict.fromkeys(self._key(one) for one in (row, *former))
            mine = next((m for k in keys for m in by_key.get(k, ()) if m["id"] not in used), None)
            if mine is None:
                self._settle("new", row, None)
                continue
            used.add(mine["id"])
            my_former = {content(_values(one)) for one in self.my_former.get(mine["id"], ())}
            if content(row) in my_former:
                self._settle("there", row, mine["id"])
            elif content(mine) in {content(one) for one in former}:
                self._settle("newer", row, mine["id"], my_former, content)
            else:
                self._settle("different", row, mine["id"])

    def _key(self, row: Mapping[str, Any]) -> Content:
        return tuple(row.get(name) for name in self.key)

    def _by_key(self, used: set[int]) -> dict[Content, list[dict[str, Any]]]:
        """The log's records that are still free, by their key and by those they had before."""
        found: dict[Content, list[dict[str, Any]]] = {}
        for mine in self.mine:
            if mine["id"] not in used:
                former = (_values(one) for one in self.my_former.get(mine["id"], ()))
                for key in {self._key(one) for one in (mine, *former)}:
                    found.setdefault(key, []).append(mine)
        return found

    def _referenced(self, given: Row) -> Row:
        """The row with the log's number in place of the file's where it points to another one."""
        column, table = _REFERENCES.get(self.table, ("", ""))
        if not column or given[column] is None:
            return given
        return given | {column: self.known[table][given[column]]}

    def _settle(
        self, how: str, row: Row, mine: int | None, my_former: Any = (), content: Any = None
    ) -> None:
        self.counts[how] += 1
        theirs = row["id"]
        number = mine if mine is not None else self._number(theirs)
        self.numbers[theirs] = number
        if how not in ("new", "newer"):
            return
        placed = row | {"id": number}
        if how == "new":
            self.new.append(placed)
        else:
            self.changes.append((self.table, number, placed))
        for one in self.their_former.get(theirs, ()):
            if not content or content(_values(one)) not in my_former:
                self.more[f"{self.table}_history"].append(self._former(one, number))
        self.sets += [one | {"session": number} for one in self.their_sets.get(theirs, ())]

    def _number(self, theirs: Value) -> int:
        """The file's own number in an empty log, else the next one that was never used."""
        if self.next is None:
            assert isinstance(theirs, int)
            return theirs
        self.next += 1
        return self.next - 1

    def _former(self, one: Row, number: int) -> Row:
        version = _values(one) | {"id": number}
        if self.table == "pain" and version.get("session") is not None:
            version["session"] = self.known["session"].get(version["session"])
        text = json.dumps(version, ensure_ascii=False)
        return {self.table: number, "replaced_at_utc": one["replaced_at_utc"], "former": text}

    def share(self) -> Share:
        """How many of each kind there were."""
        return Share(_NAMES[self.table], *self.counts.values())


_SET_ASIDE: Final = frozenset({"id", "session", "checksum"})
_NAMES: Final = {part.table: part.name for part in PARTS}


def _by_owner(rows: Iterable[Row], column: str) -> dict[Value, list[Row]]:
    found: dict[Value, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _values(history: Row) -> dict[str, Any]:
    """The former version that a history row holds."""
    values: dict[str, Any] = json.loads(str(history["former"]))
    return values
