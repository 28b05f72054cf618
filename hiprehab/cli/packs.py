"""Commands that hand packs over: install, remove, packs, pack, key."""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hiprehab import resources
from hiprehab.cli.library import existing, motion_faults, pack_of
from hiprehab.cli.parser import (
    UsageError,
    add_command,
    add_json,
    built_in,
    folders,
    library,
    print_json,
    print_table,
    some,
)
from hiprehab.core.model import BUILTIN_PACK, Author
from hiprehab.storage.paths import system_folder
from hiprehab.storage.problems import PackProblem, Problem, printable, why
from hiprehab.storage.signing import grouped

if TYPE_CHECKING:
    from hiprehab.storage.handover import Offer
    from hiprehab.storage.install import Installed

MOST_CHANGES = 40
SHORT_KEY = 16
INSTALL = """\
Each pack is checked first and comes in whole or not at all; one that is refused does not stop the
others. What is installed already is left as it is.
"""
KEY = """\
  hiprehab key make              make your key, once
  hiprehab key show              print the public key that others compare
  hiprehab key save FILE         save a copy of your key
  hiprehab key bring-back FILE   use such a copy on this computer
"""


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Adds the commands of this module."""
    command = add_command(commands, "packs", "list the packs that are used", run=packs)
    add_json(command)
    text = "check packs and install them"
    command = add_command(commands, "install", text, more=INSTALL, run=install)
    command.add_argument("packs", nargs="+", type=Path, metavar="PACK", help="a file or a folder")
    command.add_argument(
        "--yes", action="store_true", help="accept a signature that is not the known one"
    )
    command.add_argument(
        "--system", action="store_true", help="install for everybody on this computer"
    )
    add_json(command)
    text = "take an installed pack away; your log keeps what you did"
    command = add_command(commands, "remove", text, run=remove)
    command.add_argument("pack", metavar="PACK-ID", help="as hiprehab packs lists it")
    command.add_argument("--version", metavar="V", help="only this version; without it, all")
    command.add_argument("--yes", action="store_true", help="do it; without this it is only shown")
    command.add_argument("--system", action="store_true", help="a pack that is there for everybody")
    text = "make one .hiprehab file of a pack to hand over"
    command = add_command(commands, "pack", text, run=pack)
    command.add_argument("source", type=Path, metavar="PACK", help="a TOML file or a folder")
    command.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the file to make, NAME.hiprehab"
    )
    command.add_argument("--sign", action="store_true", help="sign it with your key")
    command.add_argument("--force", action="store_true", help="replace a file that is there")
    text = "the key that signs the packs that you hand over"
    command = add_command(commands, "key", text, more=KEY, run=key)
    command.add_argument(
        "what", choices=("make", "show", "save", "bring-back"), metavar="WHAT",
        help="make, show, save or bring-back",
    )  # fmt: skip
    command.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the copy of the key")


# --- install --------------------------------------------------------------------------------


def install(arguments: argparse.Namespace) -> int:
    """`hiprehab install`: each pack whole or not at all; one bad pack does not stop the others."""
    place = _Place(arguments)
    rows: list[dict[str, Any]] = []
    code = 0
    for path in existing(arguments.packs):
        try:
            row = place.install(path, yes=arguments.yes)
        except PackProblem as error:
            code = 1
            problems = [replace(one, file=printable(one.file)) for one in error.problems]
            rows.append(
                {"file": printable(str(path)), "done": "refused"}
                | {"problems": [one.as_json() for one in problems]}
            )
            lines: Iterable[object] = problems
        else:
            rows.append(row)
            lines = _told(row)
        if not arguments.json:
            for line in lines:
                print(line)
    if arguments.json:
        print_json("packs", packs=rows)
    return code


class _Place:
    """Where packs are installed by this command, and what is known there."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.for_all: bool = arguments.system
        if self.for_all:
            root = _system_root(arguments)
            self.packs = root / "packs"
            self.others: tuple[Path, ...] = ()
            self.trust: tuple[Path, ...] = (root / "trust.toml",)
            self.cache: Path | None = None
        else:
            places = folders(arguments)
            self.packs, self.others = places.packs, places.system_packs
            self.trust, self.cache = places.trust, places.cache

    def install(self, path: Path, *, yes: bool) -> dict[str, Any]:
        """One pack, and what came of it; raises PackProblem."""
        from hiprehab.storage.guides import read_conditions
        from hiprehab.storage.handover import offer_of, read_parcel
        from hiprehab.storage.install import put
        from hiprehab.storage.trust import read_known, remember

        parcel = read_parcel(path, built_in(), motion_faults)
        known = read_known(self.trust)
        book = read_conditions(resources.data_dir())
        places = (self.packs, *self.others)
        offer = offer_of(parcel, built_in(), places, known=known, book=book)
        if offer.standing.needs_yes and offer.state.can_install and not yes:
            raise PackProblem(_wary(offer))
        done = put(parcel, self.packs, self.others, for_all=self.for_all)
        if offer.state.can_install:
            mode = 0o644 if self.for_all else 0o600
            remember(self.trust[0], parcel.pack.id, parcel.pack.author, parcel.signature, mode)
        row = _row(offer, done)
        if self.cache is not None:
            row["motions"] = _solve_motions(done, self.cache)
        return row


def _system_root(arguments: argparse.Namespace) -> Path:
    if arguments.data_dir is not None or arguments.temp_profile:
        raise UsageError("--system does not go together with --data-dir or --temp-profile.")
    return system_folder()


def _wary(offer: "Offer") -> Problem:
    """Why somebody has to say yes."""
    pack = offer.parcel.pack
    message = f"{pack.id} is {offer.standing}"
    if offer.parcel.signature.key:
        message += f" ({grouped(offer.parcel.signature.key, SHORT_KEY)})"
    author = pack.author.name or "its author"
    remedy = f"Ask {author} whether that is right; then install it with --yes. Nothing was changed."
    return Problem(str(offer.parcel.path), 0, "", message, remedy)


def _row(offer: "Offer", done: "Installed") -> dict[str, Any]:
    parcel = offer.parcel
    return {
        "id": done.id,
        "version": done.version,
        "title": done.title,
        "done": str(done.done),
        "path": str(done.path),
        "author": asdict(parcel.pack.author),
        "signature": str(offer.standing),
        "key": parcel.signature.key,
        "sha256": parcel.sha256,
        "exercises": len(parcel.pack.exercises),
        "routines": len(parcel.pack.routines),
        "before": offer.before,
        "changes": [one._asdict() | {"text": one.text} for one in offer.changes],
        "shadows": list(offer.shadows),
        "motions": {},
    }


def _told(row: Mapping[str, Any]) -> Iterator[str]:
    """The same in lines; a pack that was there already takes one."""
    yield f"{row['id']} {row['version']} ({row['title']}): {row['done']}"
    if row["done"] != "installed":
        return
    sign = f"{row['signature']}, key {grouped(row['key'], SHORT_KEY)}" if row["key"] else ""
    yield f"  from {by_text(Author(**row['author']))}; {sign or row['signature']}"
    yield f"  SHA-256 {row['sha256']}"
    yield f"  {some(row['exercises'], 'exercise')}, {some(row['routines'], 'routine')}"
    for name in row["shadows"]:
        yield f"  its own {name} is beside the built-in one, which stays as it is"
    if row["before"]:
        yield f"  changes from version {row['before']}:"
        for one in row["changes"][:MOST_CHANGES]:
            where = f"{one['where']}: " if one["where"] else ""
            yield f"    {where}{one['text']}"
        if len(row["changes"]) > MOST_CHANGES:
            yield f"    and {len(row['changes']) - MOST_CHANGES} more"
    for name, trouble in row["motions"].items():
        yield f"{printable(name)}: {trouble}. Its starting position is shown instead."


def by_text(author: Author) -> str:
    """An author in words."""
    parts = (author.name, author.role, author.organisation)
    return ", ".join(filter(None, parts)) or "nobody who is named"


def _solve_motions(done: "Installed", cache: Path) -> dict[str, str]:
    """Solve the motions of an installed pack; what went wrong, by the motion's id."""
    from hiprehab.storage.library import motion_tables

    tables = motion_tables(done.path)
    if not tables:
        return {}
    from hiprehab.figure.own import solve_all

    try:
        return solve_all(done.id, tables, cache)
    except OSError as error:
        return {"motions": f"the cache folder {why(error)}"}


# --- remove and list ------------------------------------------------------------------------


def remove(arguments: argparse.Namespace) -> int:
    """`hiprehab remove`: a pack, or one version of it; what was done stays in the log."""
    from hiprehab.storage import install as storage
    from hiprehab.storage.packs import versions

    place = _Place(arguments)
    name = arguments.pack
    if name == BUILTIN_PACK:
        raise UsageError("The built-in pack cannot be taken away.")
    numbers = [".".join(map(str, key)) for key in sorted(versions(place.packs / name))]
    going = [one for one in numbers if arguments.version in (None, one)]
    if going and not arguments.yes:
        print(f"{printable(name)} would go ({', '.join(going)}). Your log keeps what you did.")
        print("Nothing was changed. Add --yes to take it away.")
        return 0
    if not numbers and any(versions(one / name) for one in place.others):
        raise UsageError(
            f"{printable(name)} is there for everybody on this computer. An administrator takes it"
            f" away: hiprehab remove --system {printable(name)} --yes"
        )
    gone = storage.remove(name, place.packs, arguments.version)
    gone.forget()
    print(f"{gone.id} was taken away ({', '.join(gone.versions)}).")
    return 0


def packs(arguments: argparse.Namespace) -> int:
    """`hiprehab packs`: the packs that are used, with the versions that are on the disk."""
    from hiprehab.storage.packs import versions

    found = library(arguments)
    places = folders(arguments)
    rows: list[dict[str, Any]] = []
    for one in found.packs:
        kept = {place: versions(place / one.id) for place in (places.packs, *places.system_packs)}
        numbers = sorted({key for keys in kept.values() for key in keys})
        rows.append(
            {
                "id": one.id,
                "version": one.version,
                "title": one.title,
                "language": one.language,
                "licence": one.licence,
                "author": asdict(one.author),
                "exercises": sum(pack_of(name) == one.id for name in found.exercises),
                "routines": sum(pack_of(name) == one.id for name in found.routines),
                "versions": [".".join(map(str, key)) for key in numbers],
                "for_everybody": bool(numbers) and not kept[places.packs],
            }
        )
    if arguments.json:
        print_json("packs", packs=rows)
    else:
        print_table(map(_line, rows))
    return 0


def _line(row: Mapping[str, Any]) -> tuple[str, ...]:
    counted = f"{some(row['exercises'], 'exercise')}, {some(row['routines'], 'routine')}"
    older: list[str] = [one for one in row["versions"] if one != row["version"]]
    notes = [f"also kept: {', '.join(older)}"] if older else []
    notes += ["for everybody"] if row["for_everybody"] else []
    return (row["id"], row["version"], row["title"], "; ".join([counted, *notes]))


# --- handing over ---------------------------------------------------------------------------


def pack(arguments: argparse.Namespace) -> int:
    """`hiprehab pack`: one file of a sound pack; the same pack gives the same bytes."""
    from hiprehab.storage.archive import SUFFIX, write_archive
    from hiprehab.storage.handover import to_hand_over
    from hiprehab.storage.signing import own_key

    (source,) = existing([arguments.source])
    out: Path = arguments.out
    if out.suffix.casefold() != SUFFIX:
        raise UsageError(f"The file has to end in {SUFFIX}.")
    if out.exists() and not arguments.force:
        raise UsageError(f"{printable(str(out))} exists already. Replace it with --force.")
    text, pictures = to_hand_over(source, built_in(), motion_faults)
    signer = own_key(folders(arguments).data) if arguments.sign else None
    sha256 = write_archive(text, pictures, out, signer)
    signed = f", signed with {grouped(signer.key, SHORT_KEY)}" if signer else ", not signed"
    print(f"Wrote {printable(str(out))}{signed}.\nSHA-256 {sha256}")
    return 0


def key(arguments: argparse.Namespace) -> int:
    """`hiprehab key`: the key that signs what is handed over from here."""
    from hiprehab.storage import signing

    data = folders(arguments).data
    what, file = arguments.what, arguments.file
    if (what in ("save", "bring-back")) == (file is None):
        needs = "needs the FILE of the copy" if file is None else "takes no FILE"
        raise UsageError(f"hiprehab key {what} {needs}.")
    if what == "make":
        made = signing.make_key(data)
        print(f"Your key is in {signing.key_file(data)}. Keep it to yourself; save a copy of it.")
    elif what == "save":
        print(f"Saved a copy in {signing.save_copy(data, file)}. Whoever has it can sign as you.")
        return 0
    elif what == "bring-back":
        made = signing.bring_back(data, file)
        print(f"Your key is in {signing.key_file(data)} again.")
    else:
        made = signing.own_key(data)
    print(f"Public key: {grouped(made.key)}")
    return 0
