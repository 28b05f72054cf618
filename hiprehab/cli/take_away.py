"""Commands that take the log out as files, and bring files in."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hiprehab.cli.log import Clock, local_now
from hiprehab.cli.parser import (
    UsageError,
    add_command,
    add_json,
    folders,
    library,
    print_json,
    print_table,
    some,
)
from hiprehab.core.dates import Order
from hiprehab.core.importing import (
    PARTS,
    Around,
    Match,
    Need,
    Part,
    Proposal,
    Sheet,
    What,
    guess,
    matched,
    needs,
    possible_orders,
    propose,
)
from hiprehab.core.model import Side
from hiprehab.storage.lock import ProfileLock
from hiprehab.storage.problems import did_you_mean, printable
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import Kind, StorageProblem

FORMATS = ("csv", "json", "fhir", "ics")
EXPORT = """\
formats:
  csv    a folder with a table for each kind of record, for a spreadsheet
  json   one file with everything, to keep or to bring in elsewhere
  fhir   one file for the system of a clinic (FHIR R4)
  ics    your plan for a calendar

example:
  hiprehab export --format json --out my-log.json
"""
IMPORT = """\
Close HipRehab first. Without --yes nothing is changed; with it, a backup is made before.

examples:
  hiprehab import my-log.json
  hiprehab import diary.csv --kind pain --map date=Day --map left=Pain --dates dmy --yes
"""
FIRST_SHOWN = 5
MOST_SHOWN = 10
_NAMES = {part: part.value.removeprefix("score, ") for part in Part}
_HOW = {
    Need.DATE: "Add --map date=COLUMN.",
    Need.ORDER: "Add --dates dmy for 03/04 in April, or --dates mdy for 04/03.",
    Need.SCORE: "Add --map score=COLUMN, or --map left=COLUMN and --map right=COLUMN.",
    Need.SIDE: "Add --side left, right or both, or --map side=COLUMN.",
    Need.TITLE: "Add --map routine=COLUMN.",
}
_SIDES = {"left": (Side.LEFT,), "right": (Side.RIGHT,), "both": (Side.LEFT, Side.RIGHT)}


def register(commands: Any, clock: Clock = local_now) -> None:
    """Adds the commands; `clock` gives an aware local time."""
    text = "take the log out as a table, one file, FHIR or a calendar"
    export = add_command(commands, "export", text, more=EXPORT, run=run_export, clock=clock)
    export.add_argument("--format", choices=FORMATS, required=True, help="as listed below")
    export.add_argument(
        "--out", type=Path, required=True, metavar="PATH", help="a folder for csv, else a file"
    )
    export.add_argument("--force", action="store_true", help="replace an earlier export")

    text = "bring in an export, or a table of another program"
    bring = add_command(commands, "import", text, more=IMPORT, run=run_import, clock=clock)
    bring.add_argument("file", type=Path, metavar="FILE", help="JSON of HipRehab, or any CSV")
    bring.add_argument("--yes", action="store_true", help="do it; without this it is only shown")
    bring.add_argument("--settings", action="store_true", help="take the settings of an export too")
    bring.add_argument(
        "--kind", choices=[what.value for what in What], help="what the lines of a table are"
    )
    bring.add_argument(
        "--map", action="append", default=[], metavar="NAME=COLUMN", dest="columns",
        help="which column of a table is what, by its name or number; NAME is one of "
        + ", ".join(_NAMES.values()),
    )  # fmt: skip
    bring.add_argument(
        "--dates", choices=[order.name.lower() for order in Order],
        help="how a table writes days: dmy for 03/04 in April, mdy for 04/03",
    )  # fmt: skip
    bring.add_argument(
        "--side", choices=list(_SIDES), help="the side of all scores, when no column says it"
    )
    add_json(bring)


def run_export(arguments: argparse.Namespace) -> int:
    """Writes the export and says what is in it."""
    from hiprehab.storage import settings, transfer

    places = folders(arguments)
    try:
        with Store.open(places.database, at=arguments.clock()):
            pass  # makes or updates the log, so that there is one to read
    except StorageProblem as problem:
        if problem.kind is not Kind.READ_ONLY:
            raise
    needs_titles = arguments.format in ("fhir", "ics")
    routines = library(arguments).routines.values() if needs_titles else ()
    export = transfer.Export(
        arguments.out,
        arguments.clock(),
        settings.as_plain(settings.read(places.settings).settings),
        {routine.id: routine.title for routine in routines},
        arguments.force,
    )
    rows = transfer.FORMATS[arguments.format](places.database, export)
    # The name first, as a list of a file's parts: no name is made a plural of.
    parts = [f"{name.replace('_', ' ')} {count}" for name, count in rows.items() if count]
    print(f"Exported to {arguments.out}: {', '.join(parts) or 'nothing in it yet'}.")
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Shows what a file would bring and, with --yes, takes it."""
    from hiprehab.storage import incoming

    found = incoming.read(arguments.file)
    with Store.open(folders(arguments).database, at=arguments.clock()):
        pass  # makes or updates the log that the file is compared with
    if isinstance(found, Sheet):
        return _import_table(arguments, found)
    return _import_rows(arguments, found, {}, [])


def _import_rows(
    arguments: argparse.Namespace, source: Any, more: dict[str, Any], lines: list[str]
) -> int:
    """Compares rows with the log, and takes them where that was asked for."""
    from hiprehab.storage import merging, settings

    places, now = folders(arguments), arguments.clock()
    with_settings = bool(source.settings) and arguments.settings
    if arguments.yes:
        with ProfileLock(places.profile), Store.open(places.database, at=now) as store:
            done = merging.take(store, source, now)
            if source.settings and (done.empty or arguments.settings):
                read = settings.from_plain(source.settings, arguments.file.name)
                settings.write(places.settings, read.settings)
                with_settings = True
    else:
        done = merging.preview(places.database, source, now)
        with_settings = with_settings or (done.empty and bool(source.settings))
    if arguments.json:
        print_json("import", file=str(arguments.file), done=arguments.yes, settings=with_settings,
                   shares=[share._asdict() for share in done.shares], **more)  # fmt: skip
        return 0
    for line in lines:
        print(line)
    if done.made_at:
        print(f"{arguments.file.name}: {printable(done.made_by)}, {done.made_at[:10]}.")
    if done.first:
        print(f"From {done.first} to {done.last}.")
    if done.shares:
        names = ("", "in the file", "new", "newer", "already there", "different, yours stays")
        rows = [
            (s.name.replace("_", " "), *map(str, (s.total, s.new, s.newer, s.there, s.different)))
            for s in done.shares
        ]
        print_table([names, *rows])
    if with_settings:
        print("The settings of the file " + ("were taken." if arguments.yes else "are taken too."))
    if arguments.yes:
        kept = f" A backup from before is in {places.backups}." if done.changes else ""
        print(f"Imported: {some(done.changes, 'record')}.{kept}")
    else:
        print("Nothing was changed. Add --yes to import.")
    return 0


# --- tables of other programs ------------------------------------------------------------------


def _import_table(arguments: argparse.Namespace, sheet: Sheet) -> int:
    from hiprehab.storage import incoming

    match = _match(arguments, sheet)
    around = Around(
        arguments.clock().astimezone(UTC),
        offsets(arguments.clock),
        {routine.title.lower(): routine.id for routine in library(arguments).routines.values()},
    )
    proposal = propose(sheet, match, around)
    missing = needs(match)
    lines = list(_table_lines(sheet, match, proposal))
    if missing and not arguments.json:
        for line in lines:
            print(line)
    if missing and arguments.yes:
        raise UsageError(" ".join(f"{need} {_HOW[need]}" for need in missing))
    if missing and not arguments.json:
        for need in missing:
            print(f"{need} {_HOW[need]}")
        print("Nothing was changed.")
        return 0
    more = {
        "kind": match.what,
        "columns": {_NAMES[p]: sheet.header[place] for p, place in match.columns.items()},
        "dates": match.order.name.lower() if match.order else None,
        "needs": list(missing),
        "left_out": [{"line": one.line, "reason": one.text} for one in proposal.left_out],
    }
    return _import_rows(arguments, incoming.source_of(proposal), more, lines)


def offsets(clock: Clock) -> Callable[[datetime], int]:
    """Local offsets in minutes by the clock's zone, else by the system's."""
    zone = clock().tzinfo
    fixed = type(zone).__name__ == "timezone"  # only an offset; the system knows the zone

    def offset_of(local: datetime) -> int:
        meant = local.astimezone() if fixed else local.replace(tzinfo=zone)
        offset = meant.utcoffset()
        return round(offset.total_seconds() / 60) if offset else 0

    return offset_of


def _match(arguments: argparse.Namespace, sheet: Sheet) -> Match:
    """The guessed match with what the person said laid over it."""
    found = guess(sheet, What(arguments.kind) if arguments.kind else None)
    columns = dict(found.columns)
    parts = {_NAMES[part]: part for part in PARTS[found.what]}
    for text in arguments.columns:
        name, equals, column = text.partition("=")
        if not equals or name not in parts:
            hint = did_you_mean(name, parts, f"There are: {', '.join(parts)}.")
            raise UsageError(f'--map takes NAME=COLUMN; "{name[:40]}" is no such name. {hint}')
        columns.pop(parts[name], None)
        if column != "none":
            columns[parts[name]] = _column(column, sheet)
    order = Order[arguments.dates.upper()] if arguments.dates else None
    match = matched(sheet, found.what, columns, order)
    if order and match.order is not order and Part.DATE in match.columns:
        possible = [o.name.lower() for o in possible_orders(sheet, match.columns)]
        raise UsageError(f"The dates of this file are not written that way, but {possible[0]}.")
    return match._replace(sides=_SIDES[arguments.side] if arguments.side else ())


def _column(name: str, sheet: Sheet) -> int:
    names = [one.lower() for one in sheet.header]
    if name.lower() in names:
        return names.index(name.lower())
    if name.isdecimal() and 1 <= int(name) <= len(names):
        return int(name) - 1
    listed = ", ".join(printable(one) for one in sheet.header)
    raise UsageError(f'There is no column "{name[:40]}". There are: {listed[:300]}.')


def _table_lines(sheet: Sheet, match: Match, proposal: Proposal) -> Any:
    """The column match with an example, and what is left out."""
    used = {place: part for part, place in match.columns.items()}
    yield f"{some(len(sheet.rows), 'line')}, taken as {match.what}:"
    for place, name in enumerate(sheet.header):
        shown = next((row[place] for row in sheet.rows if row[place].strip()), "")
        means = _NAMES[used[place]] if place in used else "not used"
        yield f"  {printable(name)[:30]:30}  {means:10}  {printable(shown)[:40]}"
    if match.order:
        yield f"Dates are read as {match.order.name.lower()}."
    for entry in proposal.pain[:FIRST_SHOWN]:
        score = "no score" if entry.score is None else entry.score
        yield f"Taken: {entry.stamp.local:%Y-%m-%d %H:%M} {entry.side} {score}"
    for record in proposal.sessions[:FIRST_SHOWN]:
        title, minutes = printable(record.title)[:40], record.active_s / 60
        yield f"Taken: {record.stamp.local:%Y-%m-%d %H:%M} {title}, {minutes:.0f} min"
    rest = len(proposal.pain) + len(proposal.sessions) - FIRST_SHOWN
    if rest > 0:
        yield f"... and {rest} more."
    for one in proposal.left_out[:MOST_SHOWN]:
        yield f"Line {one.line} is left out: {printable(one.text)}."
    if len(proposal.left_out) > MOST_SHOWN:
        yield f"... and {some(len(proposal.left_out) - MOST_SHOWN, 'more line')}."
