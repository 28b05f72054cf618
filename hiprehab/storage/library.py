"""Reads packs: TOML files to the library of the core, with all problems of all files at once.

Nothing here raises for what somebody wrote: a pack is whole, or it is None with its problems. Loads
pydantic, so import it after the first paint; `storage.index` serves what is needed before.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from hiprehab import resources
from hiprehab.core.model import BUILTIN_PACK, Exercise, Item, Library, Pack, Routine, Variant
from hiprehab.storage import packs, pictures
from hiprehab.storage.archive import Archive, is_archive, read_archive
from hiprehab.storage.convert import Base, Converter, Draft, Part, author
from hiprehab.storage.explain import explain
from hiprehab.storage.index import Index, Unusable, hashes, joined, open_index
from hiprehab.storage.keylines import KeyPath
from hiprehab.storage.packfile import Document, decoded, parse, read_document, strange_values
from hiprehab.storage.problems import PackProblem, Problem, nearest, printable, why
from hiprehab.storage.shapes import (
    ID,
    PATTERNS,
    ExerciseShape,
    HeadShape,
    PackShape,
    RoutineShape,
    Shape,
)

HEAD = "pack.toml"
FOLDERS = ("exercises", "routines", "motions")
TABLES = ("exercise", "routine", "motion")
OTHER_FOLDERS = (pictures.FOLDER, "schema", "learn", "i18n")
MAX_TABLES = 500
MAX_PROBLEMS = 200
NOTHING = Base()

S = TypeVar("S", bound=Shape)
# Looks at one motion and gives, for each fault, its place, what is wrong and the remedy. It is
# handed in, because the figure and the storage do not know each other.
MotionCheck = Callable[[Mapping[str, Any]], Iterable[tuple[KeyPath, str, str]]]
PictureCheck = Callable[[str], pictures.Fault | None]
"""Looks at the picture of that name."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack as it was read; ids in it are bare. `pack` is None when there is any problem; `id` is
    what the file says then, or empty. `pictures` is the folder of its pictures."""

    pack: Pack | None
    problems: tuple[Problem, ...] = ()
    motions: frozenset[str] = frozenset()
    id: str = ""
    pictures: Path = Path()


@dataclass(frozen=True, slots=True)
class LoadedLibrary:
    """Everything that can be done here, and what could not be read."""

    library: Library
    problems: tuple[Problem, ...] = ()


def read_pack(path: Path, base: Base = NOTHING, motions: MotionCheck | None = None) -> Loaded:
    """A pack in one file of either form, or a folder. `base` is what it may refer to."""
    # os.path asks without raising for a name that no file can have.
    if os.path.isdir(path):
        return load_tree(path, base, motions)
    if is_archive(path):
        try:
            return read_opened(read_archive(path), str(path), base, motions)
        except PackProblem as error:
            return Loaded(None, error.problems)
    return _Reading(motions, path.parent).one_file(path, base)


def read_pack_text(
    text: str,
    file: str,
    base: Base = NOTHING,
    motions: MotionCheck | None = None,
    *,
    home: Path | None = None,
) -> Loaded:
    """A pack in one file that is being written; `file` is its name in the problems.

    Its pictures are looked for in the folder `home`; None does not look at them.
    """
    return _Reading(motions, home).one_text(text, file, base)


def read_opened(
    archive: Archive, file: str, base: Base = NOTHING, motions: MotionCheck | None = None
) -> Loaded:
    """The pack in a `.hiprehab` file that was opened; its pictures are those in the file."""
    reading = _Reading(motions)

    def look(name: str) -> pictures.Fault | None:
        if name in archive.pictures:
            return None
        return f"there is no picture {name} in the file", "Make the file again with its pictures."

    reading.check_picture = look
    inside = f"{file}/{HEAD}"
    return reading.one_text(decoded(archive.text.encode(), inside), inside, base)


def load_tree(folder: Path, base: Base = NOTHING, motions: MotionCheck | None = None) -> Loaded:
    """A folder with pack.toml, exercises/, routines/, motions/ and pictures/."""
    return _Reading(motions, folder).folder(folder, base)


def base_of(loaded: Loaded) -> Base:
    """What other packs may refer to when this is the built-in pack."""
    exercises = loaded.pack.exercises if loaded.pack else ()
    return Base({one.id: one for one in exercises}, loaded.motions)


class _Reading:
    """One pack on its way from files to a Loaded."""

    def __init__(self, motions: MotionCheck | None = None, home: Path | None = None) -> None:
        self._pictures = home / pictures.FOLDER if home is not None else None
        self.check_picture: PictureCheck = self._on_disk
        self.problems: list[Problem] = []
        self.draft = Draft()
        self._check_motion = motions
        self.head: HeadShape | None = None

    # --- one file --------------------------------------------------------------------------

    def one_file(self, path: Path, base: Base) -> Loaded:
        """A pack whose tables are all in one file."""
        return self._one_document(self._document(lambda: read_document(path)), base)

    def one_text(self, text: str, file: str, base: Base) -> Loaded:
        """The same for a text that is in no file yet."""
        return self._one_document(self._document(lambda: parse(text, file)), base)

    def _one_document(self, document: Document | None, base: Base) -> Loaded:
        if document is None:
            return self._finish(base)
        if lone := _lone(document):
            return Loaded(None, (lone,))
        tables = _taken(document.data)
        self.head = self._shaped(document, (), document.data, PackShape)
        document.data.update(tables)
        if sum(len(table) for table in tables.values() if isinstance(table, dict)) > MAX_TABLES:
            message = f"the pack has more than {MAX_TABLES} exercises, routines and motions"
            return Loaded(None, (document.problem((), message, "Make two packs of it."),))
        self._tables(document, tables)
        if not (tables.get("exercise") or tables.get("routine")):
            message = "the pack has no exercise and no routine"
            remedy = "Add [exercise.ID] or [routine.ID]."
            self.problems.append(document.problem((), message, remedy))
        return self._finish(base)

    def _tables(self, document: Document, tables: Mapping[str, Any]) -> None:
        for kind, table in tables.items():
            if not isinstance(table, dict):
                message = f"{kind} must be tables of the form [{kind}.ID]"
                self.problems.append(document.problem((kind,), message, "Give each one an id."))
                continue
            for name, value in table.items():
                self._table(document, (kind, name), value)

    def _table(self, document: Document, place: KeyPath, value: Any) -> None:
        kind, name = str(place[0]), str(place[1])
        if not self._good_id(name, document.problem(place, "")):
            self.draft.broken.add(name)
        elif kind != "motion":
            self._add(kind, Part(name, value, document, place))
        elif isinstance(value, dict):
            self._motion(name, value, document, place)
        else:
            self.problems.append(document.problem(place, "must be a table", "Correct the value."))

    # --- a folder --------------------------------------------------------------------------

    def folder(self, folder: Path, base: Base) -> Loaded:
        """A pack that is a folder of files."""
        try:
            self._stray_folders(folder)
            paths = {kind: self._listed(folder / kind) for kind in FOLDERS}
        except OSError as error:
            problem = Problem(str(folder), 0, "", f"the folder {why(error)}", "Check the path.")
            return Loaded(None, (problem,))
        tables = self._folder_head(folder / HEAD)
        if sum(map(len, paths.values())) + sum(map(len, tables.values())) > MAX_TABLES:
            message = f"the folder has more than {MAX_TABLES} exercises, routines and motions"
            return Loaded(None, (Problem(str(folder), 0, "", message, "Make two packs of it."),))
        for kind, files in paths.items():
            for path in files:
                self._beside(kind.removesuffix("s"), path, tables)
        self.problems += pictures.strays(folder / pictures.FOLDER)
        if not any(paths[f"{one}s"] or tables.get(one) for one in ("exercise", "routine")):
            message = "the pack has no exercise and no routine"
            remedy = "Add exercises/ID.toml or routines/ID.toml."
            self.problems.append(Problem(str(folder), 0, "", message, remedy))
        return self._finish(base)

    def _folder_head(self, head: Path) -> dict[str, dict[str, Any]]:
        """Reads pack.toml; the tables of exercises and routines that it may hold itself."""
        if not head.exists():
            remedy = "Add it with schema, id, version and title."
            self.problems.append(Problem(str(head), 0, "", "the pack has no pack.toml", remedy))
            return {}
        document = self._document(lambda: read_document(head))
        if document is None:
            return {}
        tables = _taken(document.data)
        self.head = self._shaped(document, (), document.data, HeadShape)
        document.data.update(tables)
        self._tables(document, tables)
        return {kind: table for kind, table in tables.items() if isinstance(table, dict)}

    def _stray_folders(self, folder: Path) -> None:
        """A misspelt folder would be passed over in silence."""
        for entry in sorted(os.scandir(folder), key=lambda one: one.name):
            if entry.name in (*FOLDERS, *OTHER_FOLDERS) or not entry.is_dir():
                continue
            if guess := nearest(entry.name, (*FOLDERS, pictures.FOLDER)):
                message, remedy = "this folder is not read", f'Did you mean "{guess}"?'
                self.problems.append(Problem(entry.path, 0, "", message, remedy))

    def _listed(self, folder: Path) -> list[Path]:
        """The TOML files of a folder that may be missing; anything else in it is a problem."""
        if not folder.is_dir():
            return []
        paths = []
        for entry in sorted(os.scandir(folder), key=lambda one: one.name):
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                problem = "this is a link; a pack holds its own files", "Put the file itself here."
            elif not entry.name.endswith(".toml"):
                problem = "only .toml files are read here", "Rename it or take it away."
            else:
                paths.append(folder / entry.name)
                continue
            self.problems.append(Problem(entry.path, 0, "", *problem))
        return paths

    def _beside(self, kind: str, path: Path, tables: Mapping[str, Mapping[str, Any]]) -> None:
        """A file of a folder whose pack.toml may hold tables too."""
        if path.stem in tables.get(kind, ()):
            message, remedy = f"[{kind}.{path.stem}] is in pack.toml too", "Keep one of them."
            self.problems.append(Problem(str(path), 0, "", message, remedy))
        else:
            self._member(kind, path)

    def _member(self, kind: str, path: Path) -> None:
        name = path.stem
        document = self._document(lambda: read_document(path))
        if not self._good_id(name, Problem(str(path), 0, "", "")) or document is None:
            self.draft.broken.add(name)
        elif kind == "motion":
            self._motion(name, document.data, document, ())
        else:
            self._add(kind, Part(name, document.data, document))

    # --- both ------------------------------------------------------------------------------

    def _motion(self, name: str, table: dict[str, Any], document: Document, place: KeyPath) -> None:
        self.draft.motions.add(name)
        if self._check_motion is not None:
            for where, message, remedy in self._check_motion(table):
                self.problems.append(document.problem((*place, *where), message, remedy))

    def _document(self, read: Callable[[], Document]) -> Document | None:
        try:
            document = read()
        except PackProblem as error:
            self.problems += error.problems
            return None
        self.problems += islice(strange_values(document), MAX_PROBLEMS)
        return document

    def _good_id(self, name: str, place: Problem) -> bool:
        if len(name) <= 80 and re.fullmatch(ID, name):
            return True
        message = f'"{printable(name[:80])}" cannot be an id'
        self.problems.append(replace(place, message=message, remedy=f"Use {PATTERNS[ID]}."))
        return False

    def _add(self, kind: str, part: Part[Any]) -> None:
        if kind == "exercise":
            exercise = self._shaped(part.document, part.place, part.shape, ExerciseShape)
            if exercise is None:
                self.draft.broken.add(part.id)
            else:
                self.draft.exercises[part.id] = replace(part, shape=exercise)
        else:
            routine = self._shaped(part.document, part.place, part.shape, RoutineShape)
            if routine is not None:
                self.draft.routines[part.id] = replace(part, shape=routine)

    def _shaped(self, document: Document, place: KeyPath, value: Any, shape: type[S]) -> S | None:
        if len(self.problems) > MAX_PROBLEMS:  # enough to do; the rest is looked at next time
            return None
        try:
            return shape.model_validate(value)
        except ValidationError as error:
            self.problems += explain(error, document, place, shape)
            return None

    def _on_disk(self, name: str) -> pictures.Fault | None:
        return pictures.fault_of(self._pictures / name) if self._pictures is not None else None

    def _look_at_pictures(self) -> None:
        """Every picture that is named is there and can be used."""
        for part in self.draft.exercises.values():
            name = part.shape.picture
            if name is None:
                continue
            found = self.check_picture(name)
            if found is not None:
                place = (*part.place, "picture")
                self.problems.append(part.document.problem(place, *found))

    def _finish(self, base: Base) -> Loaded:
        head = self.head
        self.draft.adjust = head.adjust if head else None
        self.draft.author = head.author if head else None
        self._look_at_pictures()
        builtin = head is not None and head.id == BUILTIN_PACK
        converter = Converter(self.draft, NOTHING if builtin else base, cautions_needed=builtin)
        exercises = converter.exercises()
        routines = converter.routines()
        problems = sorted([*self.problems, *converter.problems], key=lambda p: (p.file, p.line))
        motions = frozenset(self.draft.motions)
        if len(problems) > MAX_PROBLEMS:
            del problems[MAX_PROBLEMS:]
            message = f"there are more than {MAX_PROBLEMS} problems; the rest is not listed"
            last = problems[-1]
            problems.append(Problem(last.file, 0, "", message, "Correct these, then check again."))
        if problems or head is None:
            return Loaded(None, tuple(problems), motions, head.id if head else "")
        pack = Pack(
            id=head.id,
            version=head.version,
            title=head.title,
            language=head.language,
            author=author(head.author),
            licence=head.licence,
            sources=tuple(head.sources),
            exercises=exercises,
            routines=routines,
        )
        return Loaded(pack, (), motions, pack.id, self._pictures or Path())


def motion_tables(path: Path) -> dict[str, dict[str, Any]]:
    """The motions of a pack that has been checked, by their bare ids."""
    folder = os.path.isdir(path)
    found: dict[str, Any] = read_document(path / HEAD if folder else path).data.get("motion", {})
    files = sorted((path / "motions").glob("*.toml")) if folder else ()
    return {**found, **{file.stem: read_document(file).data for file in files}}


def _taken(data: dict[str, Any]) -> dict[str, Any]:
    """The tables of exercises, routines and motions, taken out of a head."""
    return {key: data.pop(key) for key in TABLES if key in data}


def _lone(document: Document) -> Problem | None:
    """Says so when a file is an exercise or a routine by itself, which needs a pack around it."""
    if "schema" in document.data:
        return None
    if "cues" in document.data or "category" in document.data:
        kind = "exercise"
    elif "block" in document.data or "variant" in document.data:
        kind = "routine"
    else:
        return None
    remedy = f"Put it into the folder {kind}s beside a pack.toml, or into a pack as [{kind}.ID]."
    return document.problem((), f"this {kind} does not belong to a pack", remedy)


# --- libraries ------------------------------------------------------------------------------


def build_library(packs: Iterable[Loaded]) -> tuple[Library, tuple[Problem, ...]]:
    """One library of several packs. Built-ins keep bare ids, the others get PACK/ID.

    `Library.packs` holds the packs' heads only; what is in them is found by id.
    """
    exercises: dict[str, Exercise] = {}
    routines: dict[str, Routine] = {}
    heads: dict[str, Pack] = {}
    problems: list[Problem] = []
    for loaded in packs:
        problems += loaded.problems
        pack = loaded.pack
        if pack is None:
            continue
        if pack.id in heads:
            message = f"the pack is there twice ({heads[pack.id].version} and {pack.version})"
            problems.append(Problem(pack.id, 0, "", message, "Remove one of them."))
            continue
        heads[pack.id] = replace(pack, exercises=(), routines=())
        own = qualified(pack, loaded.motions, loaded.pictures)
        exercises |= {one.id: one for one in own.exercises}
        routines |= {one.id: one for one in own.routines}
    return Library(exercises, routines, tuple(heads.values())), tuple(problems)


def qualified(pack: Pack, motions: frozenset[str], folder: Path) -> Pack:
    """The pack with PACK/ID for its own exercises, routines and motions, and with the paths of its
    pictures, which lie in `folder`; the built-in as it is."""
    if pack.id == BUILTIN_PACK:
        return pack
    names = {one.id: f"{pack.id}/{one.id}" for one in pack.exercises}

    def motion(name: str | None) -> str | None:
        return f"{pack.id}/{name}" if name in motions else name

    def outside(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(names.get(one, one) for one in ids)

    def item(one: Item) -> Item:
        return replace(one, exercise=names.get(one.exercise, one.exercise))

    def variant(one: Variant) -> Variant:
        blocks = (replace(block, items=tuple(map(item, block.items))) for block in one.blocks)
        return replace(one, blocks=tuple(blocks))

    return replace(
        pack,
        exercises=tuple(
            replace(
                one,
                id=names[one.id],
                motion=motion(one.motion),
                picture=str(folder.absolute() / one.picture) if one.picture else "",
                easier=outside(one.easier),
                harder=outside(one.harder),
            )
            for one in pack.exercises
        ),
        routines=tuple(
            replace(one, id=f"{pack.id}/{one.id}", variants=tuple(map(variant, one.variants)))
            for one in pack.routines
        ),
    )


def load_library(
    index: Path | None, pack_dirs: Sequence[Path], cache: Path | None = None
) -> LoadedLibrary:
    """The built-in library with the newest version of each installed pack.

    The built-ins come from `index`, or from the data folder where that is None or unusable. A pack
    that cannot be read is left out and its problems are listed. With `cache` (a folder) the packs'
    part is kept as an index, which `packs.quick_library` reads before the first paint.
    """
    base, problems = builtin_index(index)
    found = packs.newest(pack_dirs)
    reference = Base(base.library.exercises, base.motions)
    library, faults = build_library(read_pack(path, reference) for path in found)
    if cache is not None and not faults:
        packs.write_cache(cache, library, packs.state_of(found, base))
    return LoadedLibrary(joined(base.library, library), (*problems, *faults))


def builtin_index(index: Path | None) -> tuple[Index, tuple[Problem, ...]]:
    """The built-in pack from its index, else from its files."""
    if index is not None:
        try:
            return open_index(index), ()
        except Unusable:
            pass
    return index_of(resources.data_dir())


def index_of(folder: Path) -> tuple[Index, tuple[Problem, ...]]:
    """What the index of this data folder holds, made from the files themselves."""
    loaded = load_tree(folder)
    library, problems = build_library([loaded])
    files = [path for path in packs.members(folder) if path.parent.name != "motions"]
    sources = {} if problems else hashes(folder, files)
    return Index(library, loaded.motions, sources), problems
