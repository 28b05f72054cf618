"""Packs with programmes: what is fixed, rounds, phases, review dates and pictures, and mistakes."""

import struct
import zlib
from datetime import date
from pathlib import Path

import pytest

from hiprehab.core.model import FREE, LOCKED, Adjust, Pack, ProgrammePhase
from hiprehab.storage.index import index_text, open_index
from hiprehab.storage.library import Loaded, build_library, load_tree, read_pack
from hiprehab.storage.pictures import MAX_SIDE, fault

HEAD = """
schema = "hiprehab-pack/1"
id = "org.example.hip-start"
version = "1.2.0"
title = "Hip start"
{head}
[exercise.raise]
name = "Raise"
category = "strength"
position = "side-lying"
cues = ["Lift."]
{exercise}
dose = {{ kind = "reps", sets = 2, reps = [8, 10], tempo = [["lift", 2], ["lower", 2]] }}
level = [{{ name = "1" }}, {{ name = "2" }}, {{ name = "3" }}]

[exercise.plank]
name = "Plank"
category = "strength"
position = "prone"
cues = ["Hold."]
dose = {{ kind = "hold", hold_s = 20 }}

[routine.day]
title = "Day A"
{routine}
"""
BLOCK = """
[[{at}]]
kind = "strength"
{block}
items = [{{ exercise = "raise", level = "2"{item} }}, {{ exercise = "plank" }}]
"""
VARIANTS = """
[[routine.day.variant]]
id = "L1"
title = "Level 1"
{0}
[[routine.day.variant]]
id = "L2"
title = "Level 2"
{0}
"""


def text(**parts: str) -> str:
    """A pack with these lines in it; `item`, `block`, `routine`, `exercise`, `head`."""
    known = {"head": "", "exercise": "", "routine": "", **parts}
    item = f", {parts['item']}" if "item" in parts else ""
    block = BLOCK.format(at="routine.day.block", block=parts.get("block", ""), item=item)
    return HEAD.format(**known) + block


def in_variants(phases: str) -> str:
    """A routine with two variants and these phases."""
    block = BLOCK.format(at="routine.day.variant.block", block="", item="")
    return HEAD.format(head="", exercise="", routine="") + VARIANTS.format(block) + phases


def read(tmp_path: Path, written: str) -> Loaded:
    path = tmp_path / "mine.toml"
    path.write_text(written, encoding="utf-8")
    return read_pack(path)


def whole(loaded: Loaded) -> Pack:
    assert not loaded.problems, "\n".join(map(str, loaded.problems))
    assert loaded.pack is not None
    return loaded.pack


def only(loaded: Loaded) -> str:
    assert loaded.pack is None
    assert len(loaded.problems) == 1, "\n".join(map(str, loaded.problems))
    return str(loaded.problems[0])


# --- fixed and adjustable -------------------------------------------------------------------


def test_layers_of_adjust_are_laid_over_each_other_key_by_key(tmp_path: Path) -> None:
    pack = whole(
        read(
            tmp_path,
            text(
                head='adjust = "locked"',
                routine='adjust = { reps = "free", rests = "free" }',
                item='adjust = { sets = [1, 3], reps = [8, 12], level = ["1", "2"], side = "free"}',
            ),
        )
    )
    raised, plank = pack.routines[0].variants[0].items
    assert raised.adjust == Adjust(
        sets=(1, 3),
        reps=(8, 12),
        hold_s=LOCKED,
        duration_s=LOCKED,
        tempo=LOCKED,
        rests=None,
        side=None,
        level=("1", "2"),
    )
    assert plank.adjust == Adjust(*[LOCKED] * 8)._replace(reps=None, rests=None)


def test_without_a_word_all_is_free(tmp_path: Path) -> None:
    pack = whole(read(tmp_path, text()))
    assert all(item.adjust == FREE for item in pack.routines[0].variants[0].items)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("adjust = { sets = [3, 5] }", "adjust.sets: the dose has 2, which is outside this range."),
        ("adjust = { reps = [8, 9] }", "adjust.reps: the dose has 8 to 10, which is outside"),
        ("adjust = { reps = [12, 8] }", "adjust.reps: the first number is larger than the second."),
        ("adjust = { hold_s = [1, 5] }", 'a dose of kind "reps" has no hold_s. Take it away.'),
        ('adjust = { level = ["1"] }', 'the level of this item, "2", is not among them. Add it.'),
        ('adjust = { level = ["2", "9"] }', 'there is no level "9". Levels: 1, 2, 3.'),
        ("adjust = { sets = 3 }", 'must be "free", "locked" or a list such as [8, 12], not 3.'),
        ("adjust = { sets = [3] }", "the second number is missing. Write [lowest, highest]"),
        ("adjust = { sets = [0, 3] }", "0 is outside the limits. Allowed: 1 to 20."),
        ('adjust = { sets = "lockd" }', '"lockd" is not one of the choices. Did you mean "locked"'),
        ("adjust = { tempo = [1, 2] }", "must be text, not a list. Write one of: free, locked."),
        ('adjust = "lock"', 'adjust: "lock" is not one of the choices. Did you mean "locked"?'),
        ('adjust = { hold = "free" }', 'this key is not known. Did you mean "hold_s"?'),
    ],
)
def test_what_is_wrong_with_an_item_is_said_with_its_place(
    tmp_path: Path, written: str, said: str
) -> None:
    found = only(read(tmp_path, text(item=written)))
    assert said in found
    assert "routine.day.block[1].items[1].adjust" in found
    assert "mine.toml:30" in found


def test_a_routine_takes_words_only(tmp_path: Path) -> None:
    found = only(read(tmp_path, text(routine="adjust = { sets = [1, 3] }")))
    assert "routine.day.adjust.sets: must be text, not a list. Write one of: free, locked" in found


# --- rounds ---------------------------------------------------------------------------------


def test_rounds_arrive(tmp_path: Path) -> None:
    pack = whole(read(tmp_path, text(block='rounds = 3\nrest_rounds_s = "ready"')))
    block = pack.routines[0].variants[0].blocks[0]
    assert (block.rounds, block.rest_rounds_s) == (3, "ready")
    block = whole(read(tmp_path, text())).routines[0].variants[0].blocks[0]
    assert (block.rounds, block.rest_rounds_s) == (1, 0.0)


def test_rounds_and_sets_stay_within_the_limit_of_sets(tmp_path: Path) -> None:
    whole(read(tmp_path, text(block="rounds = 10")))
    found = only(read(tmp_path, text(block="rounds = 11")))
    assert "block[1].rounds: 11 rounds of 2 sets are more than 20 sets. Lower one of" in found
    assert "rounds: 0 is outside the limits" in only(read(tmp_path, text(block="rounds = 0")))


# --- phases, review, note -------------------------------------------------------------------


def phase(more: str, title: str = "Settle") -> str:
    return f'[[routine.day.phase]]\ntitle = "{title}"\n{more}\n'


def test_phases_by_weeks_dates_or_words(tmp_path: Path) -> None:
    written = (
        phase('variant = "l1"\nweeks = [1, 2]')
        + phase('variant = "L2"\nweeks = 3\ncriteria = "Pain at 3 or less."', "Build")
        + phase('variant = "L2"\ncriteria = "When you can run."', "Run")
    )
    routine = whole(read(tmp_path, in_variants(written))).routines[0]
    assert routine.phases == (
        ProgrammePhase("Settle", "L1", weeks=(1, 2)),
        ProgrammePhase("Build", "L2", weeks=(3, 3), criteria="Pain at 3 or less."),
        ProgrammePhase("Run", "L2", criteria="When you can run."),
    )
    dates = text() + phase("from = 2026-01-05\nto = 2026-01-18") + phase("from = 2026-01-19")
    routine = whole(read(tmp_path, dates)).routines[0]
    assert [one.variant for one in routine.phases] == ["standard", "standard"]
    assert [(one.first, one.last) for one in routine.phases] == [
        (date(2026, 1, 5), date(2026, 1, 18)),
        (date(2026, 1, 19), None),
    ]


L1, W = 'variant = "L1"\n', 'variant = "L1"\nweeks = [1, 3]'


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (phase("weeks = 1"), "phase[1]: variant is missing. Add one of: L1, L2."),
        (phase('variant = "L9"\nweeks = 1'), 'there is no variant "L9". Variants: L1, L2.'),
        (phase(L1), "nothing is said about when. Add from, weeks or criteria."),
        (phase(W + "\nfrom = 2026-01-05"), "phase[1].weeks: it has dates and weeks."),
        (phase(L1 + "to = 2026-01-05"), "phase[1].to: it has an end and no beginning. Add from."),
        (phase(L1 + "from = 2026-01-05\nto = 2026-01-04"), "it ends before it begins."),
        (phase(L1 + 'from = "2026-01-05"'), "from: must be a date, not text"),
        (phase(L1 + "from = 2026-01-05T10:00:00"), "from: must be a date, not a date or time"),
        (phase(W) + phase(L1 + "weeks = [3, 4]", "Build"), 'phase[2].weeks: it begins before "Set'),
        (phase(W) + phase(L1 + "from = 2026-01-05", "B"), "some phases have dates and some have"),
        (
            phase(L1 + "from = 2026-01-05") + phase(L1 + "from = 2026-01-05", "B"),
            'phase[2].from: it begins before "Settle" has ended.',
        ),
    ],
)
def test_what_is_wrong_with_a_phase(tmp_path: Path, written: str, said: str) -> None:
    found = only(read(tmp_path, in_variants(written)))
    assert said in found
    assert "mine.toml:" in found


def test_review_and_note_arrive(tmp_path: Path) -> None:
    more = 'review = 2026-12-31\nauthor_note = "Call me when it hurts."'
    routine = whole(read(tmp_path, text(routine=more))).routines[0]
    assert (routine.review, routine.author_note) == (date(2026, 12, 31), "Call me when it hurts.")
    found = only(read(tmp_path, text(routine='review = "2026-12-31"')))
    assert "review: must be a date, not text" in found
    assert "Write year-month-day without quotes, such as 2026-12-31." in found


# --- the index ------------------------------------------------------------------------------


def test_all_of_it_survives_the_index(tmp_path: Path) -> None:
    more = 'review = 2026-12-31\nauthor_note = "Hello."\nadjust = { rests = "locked" }'
    item = 'adjust = { sets = [1, 3], level = ["1", "2"], tempo = "locked" }'
    written = text(routine=more, item=item, block="rounds = 2\nrest_rounds_s = 30")
    written += phase("from = 2026-01-05\nto = 2026-01-18") + phase('criteria = "Later."', "B")
    library, problems = build_library([read(tmp_path, written)])
    assert not problems
    path = tmp_path / "index.json"
    path.write_text(index_text(library))
    again = open_index(path).library
    assert dict(again.routines) == dict(library.routines)
    assert dict(again.exercises) == dict(library.exercises)


# --- pictures -------------------------------------------------------------------------------


def png(width: int = 8, height: int = 6) -> bytes:
    """A small black picture, whatever its header claims."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (9 * 6))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def folder(tmp_path: Path, **files: bytes) -> Path:
    """A folder whose pack.toml holds all tables, with pictures."""
    made = tmp_path / "pack"
    (made / "pictures").mkdir(parents=True)
    (made / "pack.toml").write_text(text(exercise='picture = "towel.png"'))
    for name, data in files.items():
        (made / "pictures" / name.replace("_", ".")).write_bytes(data)
    return made


def test_a_picture_is_found_by_its_path_in_a_library(tmp_path: Path) -> None:
    made = folder(tmp_path, towel_png=png())
    loaded = load_tree(made)
    assert [one.picture for one in whole(loaded).exercises] == ["towel.png", ""]
    library, _ = build_library([loaded])
    exercise = library.exercises["org.example.hip-start/raise"]
    assert exercise.picture == str(made / "pictures" / "towel.png")
    assert Path(exercise.picture).read_bytes() == png()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "the picture does not exist. Put towel.png into the folder pictures."),
        (b"<svg>", "this is neither a PNG nor a JPEG picture."),
        (b"\xff\xd8\xff\xc0\0\x11\x08\0\x10\0\x10", "this is a JPEG picture under another ending"),
        (png(MAX_SIDE + 1, 4), "the picture is too large (6001 x 4)"),
        (png(5900, 5900), "the picture is too large (5900 x 5900)"),
        (b"\0" * 5_000_001, "the picture is larger than 5 MB"),
    ],
    ids=["none", "svg", "jpeg", "wide", "many pixels", "heavy"],
)
def test_a_picture_that_cannot_be_shown_is_said_at_its_exercise(
    tmp_path: Path, data: bytes | None, said: str
) -> None:
    made = folder(tmp_path, **({} if data is None else {"towel_png": data}))
    found = only(load_tree(made))
    assert said in found
    assert "pack.toml:12: exercise.raise.picture:" in found


@pytest.mark.parametrize("name", ["../towel.png", "/etc/passwd", "a/b.png", "Towel.png", "x.svg"])
def test_a_picture_is_a_name_and_no_path(tmp_path: Path, name: str) -> None:
    found = only(read(tmp_path, text(exercise=f'picture = "{name}"')))
    assert "cannot be used here. Write the name of a file in the folder pictures" in found


def test_a_link_is_no_picture(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (tmp_path / "other.png").write_bytes(png())
    (made / "pictures/towel.png").symlink_to(tmp_path / "other.png")
    said = [str(one) for one in load_tree(made).problems]
    assert any("a pack holds its own files" in one for one in said)
    assert any("only pictures are read here" in one for one in said)


def test_other_files_among_the_pictures_are_named(tmp_path: Path) -> None:
    made = folder(tmp_path, towel_png=png(), notes_txt=b"hello")
    assert "notes.txt: only pictures are read here" in only(load_tree(made))


def test_a_table_and_a_file_of_one_id_are_one_too_many(tmp_path: Path) -> None:
    made = folder(tmp_path, towel_png=png())
    (made / "exercises").mkdir()
    (made / "exercises" / "raise.toml").write_text('name = "Raise"')
    assert "[exercise.raise] is in pack.toml too. Keep one of them." in only(load_tree(made))


def test_a_jpeg_is_measured_too() -> None:
    start = b"\xff\xd8\xff\xe0\0\x04ab"
    frame = b"\xff\xc0\0\x11\x08" + struct.pack(">HH", 60, 80) + b"\0" * 10
    assert fault(start + frame, "a.jpg") is None
    huge = b"\xff\xc2\0\x11\x08" + struct.pack(">HH", 60000, 80)
    assert "too large (80 x 60000)" in str(fault(start + huge, "a.jpg"))
    assert fault(start, "a.jpg") is not None
