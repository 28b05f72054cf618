"""Commands about the person's log: pain, sessions, backup, restore, doctor."""

import argparse
import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hiprehab.cli.doctor import run_doctor
from hiprehab.cli.parser import (
    UsageError,
    add_command,
    add_group,
    add_json,
    folders,
    print_json,
    print_table,
    some,
)
from hiprehab.core.dates import FIRST_YEAR, MOST_OFFSET_MIN
from hiprehab.core.log import Measure, Moment, PainEntry, SessionRecord, stamp
from hiprehab.core.model import Side
from hiprehab.storage import keys
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.problems import printable
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

Clock = Callable[[], datetime]
LONGEST_NOTE = 2000
PAIN_ADD = """\
A hip that you do not name stays unrated; it does not count as 0.

examples:
  hiprehab pain add --left 3 --right 0
  hiprehab pain add --left 5 --measure worst --at "yesterday 21:00" --note stairs
  hiprehab pain add --right 2 --moment after --at 2026-03-01T08:30
"""
RESTORE = """\
Close HipRehab first. The log that it replaces is kept among the backups.
"""
DOCTOR = """\
Prints what is there and then each problem with a remedy. Nothing is changed. Send what it prints
when you ask for help: it holds names of folders and counts, but nothing that you entered.
"""
_WORDS = {"today": 0, "yesterday": 1}
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


def local_now() -> datetime:
    """The time here and now: the one clock of the command line."""
    return datetime.now(UTC).astimezone()  # noqa: TID251  # handed to every command as `clock`


def register(commands: Any, clock: Clock = local_now) -> None:
    """Adds the commands; `clock` gives an aware local time."""
    _register_pain(commands, clock)
    kinds = add_group(commands, "sessions", "list what you did")
    _listing(kinds, "list sessions, oldest first", clock, list_sessions)

    text = "make a copy of the log and check it"
    backup = add_command(commands, "backup", text, run=run_backup, clock=clock)
    backup.add_argument(
        "--out", type=Path, metavar="FILE",
        help="write it to this new file; without it, into the folder of the backups",
    )  # fmt: skip

    text = "put a backup in the place of the log"
    restore = add_command(commands, "restore", text, more=RESTORE, run=run_restore, clock=clock)
    restore.add_argument("file", type=Path, metavar="FILE", help="a backup")
    restore.add_argument("--yes", action="store_true", help="do it; without this it is only shown")

    text = "check folders, log, backups, settings and packs"
    doctor = add_command(commands, "doctor", text, more=DOCTOR, run=run_doctor, clock=clock)
    add_json(doctor)


def _register_pain(commands: Any, clock: Clock) -> None:
    kinds = add_group(commands, "pain", "rate your pain, list your ratings")
    text = "save a rating of one hip or both"
    add = add_command(kinds, "add", text, more=PAIN_ADD, run=add_pain, clock=clock)
    for side in Side:
        text = f"pain in the {side} hip, 0 (none) to 10 (worst you can think of)"
        add.add_argument(f"--{side}", type=_score, metavar="N", help=text)
    add.add_argument(
        "--moment", choices=[m.value for m in Moment], default=Moment.DAY.value,
        help="day (the usual one), or before, during or after a session, or the morning after it",
    )  # fmt: skip
    add.add_argument(
        "--measure", choices=[m.value for m in Measure], default=Measure.NOW.value,
        help="now (the usual one), or at its worst, on average or at night",
    )  # fmt: skip
    add.add_argument(
        "--at", metavar="WHEN", help="when it was; without it, now. See the examples below"
    )
    add.add_argument("--note", default="", metavar="TEXT", help="a note of your own")
    _listing(kinds, "list ratings, oldest first", clock, list_pain)


def _listing(kinds: Any, text: str, clock: Clock, run: Callable[[argparse.Namespace], int]) -> None:
    parser = add_command(kinds, "list", text, run=run, clock=clock)
    first = "from this day on, such as 2026-03-01"
    parser.add_argument(
        "--from", dest="first", type=_day, default=_FIRST, metavar="DAY", help=first
    )
    last = "up to and with this day"
    parser.add_argument("--to", dest="last", type=_day, default=_LAST, metavar="DAY", help=last)
    add_json(parser)


def _score(text: str) -> int:
    if re.fullmatch(r"\d{1,2}", text, re.ASCII) and int(text) <= 10:
        return int(text)
    raise argparse.ArgumentTypeError(f"a score is a whole number from 0 to 10, not {text[:20]!r}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"a day is written as 2026-03-01, not {text[:20]!r}"
        ) from None


def when(text: str | None, now: datetime) -> datetime:
    """The moment meant by --at, aware. A bare day means its noon, today means now.

    A time without an offset is the local time of that day, with that day's summer time.
    """
    if text is None:
        return now
    words = text.strip().lower().split(maxsplit=1)
    try:
        if words and words[0] in _WORDS:
            day = now.date() - timedelta(days=_WORDS[words[0]])
            if len(words) == 1:
                return now if day == now.date() else _local(datetime.combine(day, time(12)), now)
            meant = _local(datetime.combine(day, _clock_time(words[1])), now)
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
            day = date.fromisoformat(text.strip())
            if day == now.date():
                return now
            meant = _local(datetime.combine(day, time(12)), now)
        else:
            meant = _local(datetime.fromisoformat(text.strip()), now)
    except (ValueError, OverflowError):
        raise UsageError(
            f'"{text[:40]}" is no time I know. Write 2026-03-01T08:30, "today 8:30" or'
            ' "yesterday 21:00".'
        ) from None
    if meant > now:
        raise UsageError(
            f"{meant:%Y-%m-%d %H:%M} is still to come. Rate the pain when it is there."
        )
    offset = meant.utcoffset() or timedelta()
    if meant.year < FIRST_YEAR or abs(offset) > timedelta(minutes=MOST_OFFSET_MIN):
        raise UsageError(
            f'"{text[:40]}" cannot be: the years begin with {FIRST_YEAR}, and no place is more'
            f" than {MOST_OFFSET_MIN // 60} hours from UTC."
        )
    return meant


def _clock_time(text: str) -> time:
    hours, _, minutes = text.partition(":")
    return time(int(hours), int(minutes or 0))


def _local(meant: datetime, now: datetime) -> datetime:
    """A time without a zone as a local one: by the clock's zone, else by the system's."""
    if meant.tzinfo is not None:
        return meant
    if type(now.tzinfo).__name__ == "timezone":  # only an offset; the system knows the zone
        return meant.astimezone()
    return meant.replace(tzinfo=now.tzinfo)


def _store(arguments: argparse.Namespace) -> Store:
    return Store.open(folders(arguments).database, at=arguments.clock())


def _reading(arguments: argparse.Namespace) -> Store:
    """The store, also where nothing can be written."""
    try:
        return _store(arguments)
    except StorageProblem as problem:
        if problem.kind is not Kind.READ_ONLY:
            raise
        path = folders(arguments).database
        return Store.open(path, at=arguments.clock(), read_only=True)


def add_pain(arguments: argparse.Namespace) -> int:
    """Saves what was given; a side that was not named stays unrated."""
    scores = {side: getattr(arguments, side.value) for side in Side}
    if all(score is None for score in scores.values()):
        raise UsageError("Name at least one side: --left N or --right N.")
    if len(arguments.note) > LONGEST_NOTE:
        raise UsageError(f"The note is too long. {LONGEST_NOTE} characters are the most.")
    meant = when(arguments.at, arguments.clock())
    offset = meant.utcoffset() or timedelta()
    mark = stamp(meant.astimezone(UTC), round(offset.total_seconds() / 60))
    entries = [
        PainEntry(
            mark,
            side,
            score,
            Moment(arguments.moment),
            Measure(arguments.measure),
            note=arguments.note,
        )
        for side, score in scores.items()
        if score is not None
    ]
    with _store(arguments) as store:
        store.log_pain(entries)
    named = ", ".join(f"{entry.side} {entry.score}" for entry in entries)
    print(f"Saved for {mark.local:%Y-%m-%d %H:%M}: {named}.")
    return 0


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _stamp_json(record: PainEntry | SessionRecord) -> dict[str, Any]:
    mark = record.stamp
    return {"id": record.id, "day": mark.day.isoformat(), "at_utc": _iso(mark.at),
            "offset_min": mark.offset_min}  # fmt: skip


def pain_json(entry: PainEntry) -> dict[str, Any]:
    """A rating as `--json` prints it; null is "not asked"."""
    names = ("side", "score", "moment", "measure", "place", "woken", "sharp", "catching",
             "giving_way", "limp", "note", "session", "exercise", "demo")  # fmt: skip
    return _stamp_json(entry) | {name: getattr(entry, name) for name in names}


def session_json(record: SessionRecord) -> dict[str, Any]:
    """A session as `--json` prints it."""
    names = ("routine", "title", "version", "variant", "status", "reason", "planned_s",
             "active_s", "effort", "shorter", "note", "demo")  # fmt: skip
    values = {name: getattr(record, name) for name in names}
    return _stamp_json(record) | {"ended_at_utc": _iso(record.ended_at)} | values


def list_pain(arguments: argparse.Namespace) -> int:
    """Ratings, oldest first."""
    with _reading(arguments) as store:
        entries = store.pain_between(arguments.first, arguments.last)
    if arguments.json:
        print_json("pain", entries=[pain_json(entry) for entry in entries])
        return 0
    if not entries:
        print("No ratings yet.")
        return 0
    rows = [
        (f"{e.stamp.local:%Y-%m-%d %H:%M}", e.side, "-" if e.score is None else str(e.score),
         e.measure, e.moment, printable(e.note))
        for e in entries
    ]  # fmt: skip
    print_table([("when", "side", "score", "measure", "moment", "note"), *rows])
    return 0


def list_sessions(arguments: argparse.Namespace) -> int:
    """Sessions, oldest first; those left unfinished are in the list too."""
    with _reading(arguments) as store:
        found = store.sessions_between(arguments.first, arguments.last, every=True)
    if arguments.json:
        print_json("sessions", sessions=[session_json(record) for record in found])
        return 0
    if not found:
        print("No sessions yet.")
        return 0
    rows = [
        (f"{r.stamp.local:%Y-%m-%d %H:%M}", printable(r.title), r.variant, r.status,
         f"{r.active_s / 60:.0f} min", printable(r.note))
        for r in found
    ]  # fmt: skip
    print_table([("when", "routine", "variant", "status", "active", "note"), *rows])
    return 0


def run_backup(arguments: argparse.Namespace) -> int:
    """Makes a backup; an existing file is never overwritten."""
    from hiprehab.storage import backup

    places = folders(arguments)
    with _store(arguments) as store:
        if arguments.out is None:
            made = backup.make(places.database, places.backups, arguments.clock())
        elif os.path.lexists(arguments.out):
            raise StorageProblem(
                f"{arguments.out} is there already.", "Choose another name.", Kind.USAGE
            )
        else:
            made = backup.copy_to(places.database, arguments.out.absolute())
        counts = store.counts()
    held = f"{some(counts.pain, 'rating')}, {some(counts.sessions, 'session')}"
    print(f"Backup made and checked: {made} ({held}).")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Shows what a backup holds and, with --yes, puts it in the log's place."""
    from hiprehab.storage import backup, secret

    places = folders(arguments)
    with keys.same_key(places.database, arguments.file):
        content = backup.inspect(arguments.file)
    span = f", {content.first} to {content.last}" if content.first else ""
    held = f"{some(content.pain, 'rating')}, {some(content.sessions, 'session')}"
    print(f"{content.path}: {held}{span}.")
    if not arguments.yes:
        print("Nothing was changed. Add --yes to put it in the place of your log.")
        return 0
    with ProfileLock(places.profile):
        kept = backup.restore(arguments.file, places.database, arguments.clock())
        secret.seal(places.profile)
    print("Restored." + (f" The log it replaced is kept as {kept}." if kept else ""))
    return 0
