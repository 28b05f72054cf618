"""The export that holds everything: one JSON document, and the way back from it to rows.

A document is not trusted: its size, its shape, and each value are looked at before anything is
taken, by the same checks that the tables have.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from hiprehab import __version__
from hiprehab.core.dates import FIRST_YEAR
from hiprehab.storage import diary_rows as diary
from hiprehab.storage import rows
from hiprehab.storage.bounds import LAST_YEAR, oddity
from hiprehab.storage.rows import Row, clean, instant
from hiprehab.storage.sheets import KEPT
from hiprehab.storage.trouble import Kind, StorageProblem

SCHEMA: Final = "hiprehab-export/2"
KNOWN: Final = ("hiprehab-export/1", SCHEMA)
MOST_BYTES: Final = 40_000_000
MOST_VALUES: Final = 2_000_000
MOST_RECORDS: Final = 500_000
"""Ten years are about 15 MB, 800,000 values and 60,000 records. Counted before anything is read,
since small values take up to a hundred times their room in the file."""
LONGEST_TEXT: Final = 100_000
_INSIDE: Final = frozenset({"checksum", "deleted_at_utc", "prescription"})


class Part(NamedTuple):
    """A list of the document: its name, its table, the order of the rows, what belongs to it."""

    name: str
    table: str
    order: str
    deletable: bool = True
    former: bool = False


PARTS: Final[tuple[Part, ...]] = (
    Part("entries", "pain", "at_utc, id", former=True),
    Part("sessions", "session", "at_utc, id", former=True),
    Part("plan", "plan", "id"),
    Part("away", "away", "first_day, id"),
    Part("conditions", "condition", "id", deletable=False),
    Part("safety", "safety_answer", "at_utc, id"),
    Part("clearances", "clearance", "at_utc, id"),
    Part("events", "event", "at_utc, id", former=True),
    Part("activities", "activity", "id", deletable=False),
    Part("activity_ratings", "activity_rating", "at_utc, id"),
    Part("function_tests", "function_test", "at_utc, id"),
    Part("ready", "ready", "at_utc, id", deletable=False),
    Part("adjustments", "adjustment", "id", deletable=False),
)


# --- out ------------------------------------------------------------------------------------------


def head(at: datetime) -> dict[str, str]:
    """What a document begins with."""
    return {"schema": SCHEMA, "made_at_utc": instant(at), "made_by": f"HipRehab {__version__}"}


def content(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """All lists of the document, in the order of the file."""
    found: dict[str, list[Any]] = {}
    for part in PARTS:
        where = f"WHERE {KEPT}" if part.deletable else ""
        query = f"SELECT * FROM {part.table} {where} ORDER BY {part.order}"
        found[part.name] = [_plain(row) for row in connection.execute(query)]
        if part.former:
            _add_former(connection, part.table, found[part.name])
    _complete_sessions(connection, found)
    texts = connection.execute("SELECT text FROM question ORDER BY position")
    return found | {"questions": [text for (text,) in texts]}


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    return {key: row[key] for key in row.keys() if key not in _INSIDE}  # noqa: SIM118


def _add_former(connection: sqlite3.Connection, table: str, records: list[dict[str, Any]]) -> None:
    """Earlier versions of corrected records, oldest first."""
    former: dict[int, list[dict[str, Any]]] = {}
    sql = f"SELECT {table}, replaced_at_utc, former FROM {table}_history ORDER BY id"
    for record, replaced, text in connection.execute(sql):
        version = {k: v for k, v in json.loads(text).items() if k not in _INSIDE}
        former.setdefault(record, []).append({"replaced_at_utc": replaced} | version)
    for record in records:
        record["former"] = former.get(record["id"], [])


def _complete_sessions(connection: sqlite3.Connection, found: dict[str, list[Any]]) -> None:
    """Gives sessions their sets and the number of their plan, and lists the plans, each once."""
    sets: dict[int, list[dict[str, Any]]] = {}
    for row in connection.execute("SELECT * FROM set_result ORDER BY session, position"):
        plain = _plain(row)
        sets.setdefault(plain.pop("session"), []).append(plain)
        del plain["id"]
    numbers = dict(connection.execute("SELECT id, prescription FROM session").fetchall())
    for session in found["sessions"]:
        session["sets"] = sets.get(session["id"], [])
        session["prescription"] = numbers[session["id"]]
    there = {session["id"] for session in found["sessions"]}
    for entry in found["entries"]:
        for version in (entry, *entry["former"]):
            if version["session"] not in there:  # that was deleted; the rating was not
                version["session"] = None
    used = {session["prescription"] for session in found["sessions"]}
    found["prescriptions"] = [
        {"id": number, "plan": _parsed(text)}
        for number, text in connection.execute("SELECT id, plan FROM prescription ORDER BY id")
        if number in used
    ]


def _parsed(text: str) -> Any:
    """A prescribed plan as it was stored, or its text if it is no JSON."""
    try:
        plan = json.loads(text)
    except ValueError:
        return text
    return plan if isinstance(plan, dict) else text


# --- back in --------------------------------------------------------------------------------------


class Unfit(Exception):
    """A document cannot be taken; says why, without its name."""


@dataclass(slots=True)
class Source:
    """What an import brings: rows by table, as the tables have them, with the file's own numbers.

    History rows name the record in the column of its table and hold its former version as JSON.
    """

    rows: dict[str, list[Row]]
    settings: dict[str, Any] = field(default_factory=dict)
    made_at: str = ""
    made_by: str = ""


def unpack(data: bytes, name: str) -> Source:
    """The rows of a document. StorageProblem: one sentence, with the place in the document."""
    try:
        if len(data) > MOST_BYTES:
            raise Unfit(f"it is larger than {MOST_BYTES // 1_000_000} MB")
        return _source(_loaded(data))
    except Unfit as error:
        raise refused(name, str(error)) from error


def refused(name: str, reason: str) -> StorageProblem:
    """The sentence for a file that cannot be taken."""
    return StorageProblem(
        f"{name} cannot be imported: {reason}.", "Nothing was changed.", Kind.DAMAGED
    )


def _loaded(data: bytes) -> dict[str, Any]:
    if data.count(b",") > MOST_VALUES or data.count(b"{") + data.count(b"[") > MOST_RECORDS:
        raise Unfit("it holds more than 25 years could")
    try:
        found = json.loads(
            data.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_no_doubles
        )
    except RecursionError:
        raise Unfit("it is nested too deeply") from None
    except UnicodeDecodeError:
        raise Unfit("it is damaged, or no text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise Unfit(f"it is damaged, or no JSON (line {error.lineno})") from None
    except ValueError as error:
        raise Unfit(f"it is damaged, or no JSON ({str(error)[:80]})") from None
    schema = found.get("schema") if isinstance(found, dict) else None
    if not isinstance(schema, str) or not re.fullmatch(r"hiprehab-export/\d{1,4}", schema):
        raise Unfit("it is not an export of HipRehab")
    if schema not in KNOWN:
        raise Unfit(f"a newer HipRehab made it ({schema}); update HipRehab first")
    assert isinstance(found, dict)
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same name twice in one record")
    return found


def _source(document: dict[str, Any]) -> Source:
    unknown = set(document) - _TOP
    if unknown:
        raise Unfit(f'"{min(unknown)[:40]}" is not known')
    found: dict[str, list[Row]] = {"prescription": _prescriptions(document)}
    for part in PARTS:
        found[part.table] = []
        if part.former:
            found[f"{part.table}_history"] = []
    found["set_result"] = []
    for part in PARTS:
        numbers = set()
        for place, record in _records(document, part.name):
            row = _Record(part, record, place).read(found)
            if row["id"] in numbers:
                raise Unfit(f"{place} has the number of another one")
            numbers.add(row["id"])
    _check_references(found)
    found["question"] = _questions(document)
    settings = document.get("settings", {})
    if not isinstance(settings, dict):
        raise Unfit("its settings are no table")
    words = (document.get("made_at_utc", ""), document.get("made_by", ""))
    made_at, made_by = (clean(w)[:80] if isinstance(w, str) else "" for w in words)
    return Source(found, settings, made_at, made_by)


_TOP: Final = {part.name for part in PARTS} | {
    "schema",
    "made_at_utc",
    "made_by",
    "prescriptions",
    "questions",
    "settings",
}


def _records(document: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    listed = document.get(name, [])
    if not isinstance(listed, list):
        raise Unfit(f"{name} is no list")
    for number, record in enumerate(listed, start=1):
        if not isinstance(record, dict):
            raise Unfit(f"{name}, record {number} is no record")
        yield f"{name}, record {number}", record


def _prescriptions(document: dict[str, Any]) -> list[Row]:
    """The plans; in the first version of the format they stood in their sessions."""
    found: list[Row] = []
    for place, record in _records(document, "prescriptions"):
        number, plan = record.get("id"), record.get("plan")
        if not isinstance(number, int) or not isinstance(plan, dict | str):
            raise Unfit(f"{place} is no plan")
        found.append(_prescription(number, plan))
    if len({row["id"] for row in found}) < len(found):
        raise Unfit("prescriptions has a number twice")
    if document["schema"] == KNOWN[0]:
        by_digest: dict[Any, Row] = {}
        for _, session in _records(document, "sessions"):
            plan = session.pop("plan", None)
            session["prescription"] = None
            if isinstance(plan, dict | str):
                row = _prescription(len(by_digest) + 1, plan)
                session["prescription"] = by_digest.setdefault(row["digest"], row)["id"]
        found = list(by_digest.values())
    return found


def _prescription(number: int, plan: dict[str, Any] | str) -> Row:
    # As the program writes plans, so that the same one is found again.
    text = clean(plan if isinstance(plan, str) else json.dumps(plan, separators=(",", ":")))
    return {"id": number, "digest": hashlib.sha256(text.encode()).hexdigest(), "plan": text}


def _questions(document: dict[str, Any]) -> list[Row]:
    texts = document.get("questions", [])
    if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
        raise Unfit("questions is no list of texts")
    kept = [text for text in (clean(one).strip() for one in texts) if text]
    if any(len(text) > LONGEST_TEXT for text in kept):
        raise Unfit("a question is too long")
    return [{"position": place, "text": text} for place, text in enumerate(kept)]


def _check_references(found: dict[str, list[Row]]) -> None:
    known = {name: {row["id"] for row in found[name]} for name in ("session", "activity")}
    known["prescription"] = {row["id"] for row in found["prescription"]}
    for row in found["pain"]:
        if row["session"] not in known["session"]:
            row["session"] = None
    for row in found["session"]:
        if row["prescription"] is not None and row["prescription"] not in known["prescription"]:
            raise Unfit(f"session {row['id']!r} points to a plan that is not there")
    for row in found["activity_rating"]:
        if row["activity"] not in known["activity"]:
            raise Unfit(f"activity rating {row['id']!r} points to an activity that is not there")


def _missing(error: KeyError) -> str:
    return f"{str(error.args[0])[:40]!r} is missing, or not a word that is known here"


Convert = tuple[Callable[[Mapping[str, Any]], Any], Callable[[Any], Row]]

CONVERT: Final[dict[str, Convert]] = {
    "pain": (rows.former_pain, rows.pain_row),
    "session": (rows.session_record, rows.session_row),
    "plan": (rows.planned_of, rows.planned_row),
    "away": (rows.away_of, rows.away_row),
    "condition": (rows.chosen_of, rows.chosen_row),
    "safety_answer": (rows.answer_of, rows.answer_row),
    "clearance": (rows.clearance_of, rows.clearance_row),
    **{table: (diary.VALUES[table], diary.ROWS[table]) for table in diary.ROWS},
}
_TEXT_ONLY: Final = frozenset({"ended_at_utc"})
"""Moments that a value keeps apart from its row's other columns."""


class _Record:
    """One record of a document on its way to a row."""

    def __init__(self, part: Part, record: dict[str, Any], place: str) -> None:
        self.part, self.record, self.place = part, record, place

    def read(self, found: dict[str, list[Row]]) -> Row:
        """The record's row, added with all that belongs to it."""
        table = self.part.table
        record = self.record
        former = self._list("former") if self.part.former else []
        sets = self._list("sets") if table == "session" else []
        prescription = record.pop("prescription", None) if table == "session" else None
        row = self._row(record, self.place)
        number = row["id"]
        if table == "session":
            if prescription is not None and not isinstance(prescription, int):
                raise Unfit(f"{self.place}: prescription is no number")
            row["prescription"] = prescription
            found["set_result"] += [self._set(number, n, one) for n, one in enumerate(sets)]
        found[table].append(row)
        for version in former:
            replaced = version.pop("replaced_at_utc", None)
            kept = self._row(version, f"{self.place}, a former version")
            found[f"{table}_history"].append({
                table: number,
                "replaced_at_utc": self._moment(replaced),
                "former": json.dumps(kept, ensure_ascii=False),
            })  # fmt: skip
        return row

    def _list(self, name: str) -> list[dict[str, Any]]:
        listed = self.record.pop(name, [])
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise Unfit(f"{self.place}: {name} is no list of records")
        return listed

    def _moment(self, text: object) -> str:
        try:
            found = rows.moment_of(text)  # type: ignore[arg-type]  # caught below
            if not FIRST_YEAR <= found.year <= LAST_YEAR:
                raise ValueError
            return instant(found)
        except (TypeError, ValueError, OverflowError):
            raise Unfit(f"{self.place}: {str(text)[:40]!r} is no moment") from None

    def _row(self, record: dict[str, Any], place: str) -> Row:
        """The columns in their order and form, by way of the value that the program works with."""
        value_of, row_of = CONVERT[self.part.table]
        for name, given in record.items():
            if isinstance(given, bool | list | dict):
                raise Unfit(f"{place}: {name[:40]} is no text or number")
            if isinstance(given, str) and len(given) > LONGEST_TEXT:
                raise Unfit(f"{place}: {name[:40]} is too long")
            if isinstance(given, int) and abs(given) >= 2**53:
                raise Unfit(f"{place}: {name[:40]} is too large")
        try:
            value = value_of(record)
            row = row_of(value)
            odd = oddity(value, row)
        except KeyError as error:
            raise Unfit(f"{place}: {_missing(error)}") from None
        except (TypeError, ValueError, OverflowError, AttributeError) as error:
            raise Unfit(f"{place}: {str(error)[:80]}") from None
        if odd:
            raise Unfit(f"{place}: {odd}")
        number = record["id"]
        if not isinstance(number, int) or number < 1:
            raise Unfit(f"{place}: id is no number from 1")
        for name in _TEXT_ONLY & (record.keys() - row.keys()):
            given = record[name]
            row[name] = None if given is None else self._moment(given)
        unknown = record.keys() - row.keys() - {"id"}
        if unknown:
            raise Unfit(f'{place}: "{min(unknown)[:40]}" is not known')
        return {"id": number} | row

    def _set(self, session: Any, position: int, given: dict[str, Any]) -> Row:
        place = f"{self.place}, set {position + 1}"
        if given.pop("position", None) != position:
            raise Unfit(f"{place} is not in its place")
        try:
            value = rows.set_result(given)
            row = rows.result_row(session, position, value)
            odd = oddity(value, row)
        except KeyError as error:
            raise Unfit(f"{place}: {_missing(error)}") from None
        except (TypeError, ValueError, AttributeError) as error:
            raise Unfit(f"{place}: {str(error)[:80]}") from None
        if odd:
            raise Unfit(f"{place}: {odd}")
        if given.keys() - row.keys():
            raise Unfit(f'{place}: "{min(given.keys() - row.keys())[:40]}" is not known')
        return row
