"""Drafts: edits keep the rest of the text, undo gives the first bytes again, nothing is lost."""

import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.storage import draft_edit as do
from hiprehab.storage import draft_new, draft_store, toml_write
from hiprehab.storage.draft import Draft
from hiprehab.storage.draft_check import checked
from hiprehab.storage.draft_model import path_of
from hiprehab.storage.draft_text import Drop, Insert, Put, edited, root_of
from hiprehab.storage.library import base_of, load_tree
from hiprehab.storage.problems import PackProblem
from hiprehab.storage.toml_parts import section_of

HAND_WRITTEN = """\
# For Mrs Example; she has a step at home.
schema = "hiprehab-pack/1"
id = "org.example.hip-start"            # a web address of yours, reversed
version = "1.2.0"
title = 'Hip start'

[routine.day-a] # the first one
title = "Day A"
"pain_ceiling" = 4
schedule = { days_per_week = [2, 3], min_gap_days = 1 }   # not on Sundays
stop_rules = [
  "Stop when it catches.",   # she had that once
  "Stop above 4 out of 10.",
]

# get warm first
[[routine.day-a.block]]
kind = "warm-up"
items = [
  # first one
  { exercise = "bridge", level = "1" },   # why the bridge
  { exercise = "clamshell", level = "2", dose = { sets = 3, tempo = [["open", 2], ["close", 3]] } },
  # before the last
  { exercise = "side-plank-knees" }
]

# then work
[[routine.day-a.block]]
kind = "strength"
items = [ { exercise = "bridge" }, { exercise = "clamshell" } ] # both

[[routine.day-a.block]]
  kind = "cool-down"
  [[routine.day-a.block.items]]
  exercise = "bridge"
  dose.sets = 2
  [[routine.day-a.block.items]]
  # the last
  exercise = "clamshell"
  [routine.day-a.block.items.dose]
  sets = 4 # four

# an exercise of our own
[exercise.towel]
name = "Towel"
category = "strength"
position = "supine"
cues = ["Press."]
dose = { kind = "reps", reps = 8, tempo = [["up", 2], ["down", 2]] }
"""
IN_LISTS = """\
schema = "hiprehab-pack/1"
id = "org.example.lists"
version = "1.0.0"
title = "Lists"
[routine]
[routine.day-a]
title = "Day A"
block = [ { kind = "strength", items = [{ exercise = "bridge" }, { exercise = "clamshell" }] } ]
# tail
"""
SCATTERED = """\
schema = "hiprehab-pack/1"
id = "org.example.scattered"
version = "1.0.0"
title = "Scattered"
[routine.day-a]
title = "Day A"   # a
[exercise.towel]
name = "Towel"
cues = ["Press."]
[routine.day-a.schedule]
days_per_week = 3   # b
[[routine.day-a.block]]
kind = "strength"
items = [
  { exercise = "bridge" },
  { exercise = "towel" },
]
"""
VARIANTS = """\
schema = "hiprehab-pack/1"
id = "org.example.variants"
version = "1.0.0"
title = "Variants"

[routine.day-a]
title = "Day A"

[[routine.day-a.variant]]
id = "L1"
title = "Level 1"
  # easy
  [[routine.day-a.variant.block]]
  kind = "strength"
  items = [{ exercise = "bridge" }, { exercise = "clamshell" }]

[[routine.day-a.variant]]
id = "L2"
title = "Level 2"

[[routine.day-a.variant.block]]
kind = "strength"
items = [
  { exercise = "bridge", level = "2" },
]
# after that
[[routine.day-a.variant.block]]
kind = "stretch"
items = [
  { exercise = "bridge", level = "2" },
]
"""
TEXTS = (HAND_WRITTEN, IN_LISTS, SCATTERED, VARIANTS)
VALUES = st.one_of(
    st.none(), st.integers(-2, 999), st.text(max_size=6), st.booleans(),
    st.lists(st.integers(1, 20), min_size=2, max_size=2), st.floats(-5, 5),
)  # fmt: skip


def comments(text: str) -> list[str]:
    return [line.partition("#")[2].strip() for line in text.splitlines() if "#" in line]


def act(draft: Draft, data: st.DataObject) -> None:
    """One thing that a person may do."""
    form = data.draw(st.sampled_from(do.forms(draft.data, "day-a")))
    places = do.spots(draft.data, form)
    count = len(do.blocks(draft.data, form))
    what = data.draw(
        st.sampled_from(
            [
                "add",
                "remove",
                "duplicate",
                "step",
                "dose",
                "text",
                "move",
                "divide",
                "join",
                "block",
            ]
        )
    )
    spot = data.draw(st.sampled_from(places)) if places else None
    if what == "text":
        key = data.draw(st.sampled_from(["title", "summary", "for_who", "pain_ceiling"]))
        draft.edit(do.put(draft.data, ("routine", "day-a", key), data.draw(VALUES)))
    elif what == "add" or spot is None:
        kind = data.draw(st.sampled_from(["strength", "stretch", "Part A"]))
        draft.edit(do.add(draft.data, form, spot, "bridge", kind)[0])
    elif what == "remove":
        draft.edit(do.remove(draft.data, form, spot))
    elif what == "duplicate":
        draft.edit(do.duplicate(draft.data, form, spot)[0])
    elif what == "step":
        draft.edit(do.step(draft.data, form, spot, data.draw(st.sampled_from([-1, 1])))[0])
    elif what == "dose":
        key = data.draw(st.sampled_from(["sets", "reps", "hold_s"]))
        path = (*do.item_path(form, spot), "dose", key)
        draft.edit(do.put(draft.data, path, data.draw(VALUES)))
    elif what == "move":
        draft.edit(do.move(draft.data, form, spot, data.draw(st.sampled_from(places)))[0])
    elif what == "divide":
        draft.edit(do.add_block(draft.data, form, spot, data.draw(st.text(max_size=5))))
    elif what == "join" and spot.block:
        draft.edit(do.join_block(draft.data, form, spot.block))
    elif what == "block":
        by = data.draw(st.sampled_from([-1, 1]))
        draft.edit(do.move_block(draft.data, form, data.draw(st.integers(0, count - 1)), by))


@given(st.sampled_from(TEXTS), st.integers(1, 12), st.data())
def test_the_text_says_what_was_done_and_undo_gives_the_first_bytes(
    text: str, count: int, data: st.DataObject
) -> None:
    draft = Draft(text.encode())
    states = [draft.text]
    for _ in range(count):
        before = draft.text
        act(draft, data)
        assert tomllib.loads(draft.text) == draft.data
        if draft.text != before:
            states.append(draft.text)
    for state in reversed(states[:-1]):
        assert draft.undo()
        assert draft.text == state
    assert not draft.can_undo
    assert draft.encoded() == text.encode()
    for state in states[1:]:
        assert draft.redo()
        assert draft.text == state
    assert not draft.redo()


@given(st.data())
def test_what_an_edit_is_not_about_stays_to_the_byte(data: st.DataObject) -> None:
    draft = Draft(HAND_WRITTEN.encode())
    part = section_of(draft.text, root_of(("routine", "day-a")))
    assert part is not None
    before, after = draft.text[: part.start], draft.text[part.end :]
    act(draft, data)
    assert draft.text.startswith(before)
    assert draft.text.endswith(after.lstrip("\n"))


@pytest.mark.parametrize(
    "path",
    [
        ("title",),
        ("author", "name"),
        ("routine", "day-a", "title"),
        ("routine", "day-a", "summary"),
        ("routine", "day-a", "schedule", "days_per_week"),
        ("routine", "day-a", "block", 0, "items", 0, "note"),
        ("routine", "day-a", "block", 1, "kind"),
        ("routine", "day-a", "block", 2, "items", 0, "dose", "sets"),
        ("routine", "day-a", "block", 2, "items", 1, "dose", "sets"),
        ("exercise", "towel", "name"),
        ("exercise", "towel", "purpose"),
    ],
)
def test_setting_a_value_changes_one_line_and_no_comment(path: do.KeyPath) -> None:
    text = edited(HAND_WRITTEN, [Put(path, "new")])
    old, new = HAND_WRITTEN.splitlines(), text.splitlines()
    changed = [line for line in new if line not in old]
    assert len(changed) == 1 and "new" in changed[0]
    assert len(new) - len(old) in (0, 1)
    assert comments(text) == comments(HAND_WRITTEN)


def test_a_block_moves_with_the_comment_above_it() -> None:
    text = edited(
        HAND_WRITTEN, do.move_block(tomllib.loads(HAND_WRITTEN), ("routine", "day-a"), 1, -1)
    )
    assert text.index("# then work") < text.index('kind = "strength"') < text.index("# get warm")
    assert sorted(comments(text)) == sorted(comments(HAND_WRITTEN))


def test_a_line_of_a_list_keeps_the_comments_of_the_others() -> None:
    path = ("routine", "day-a", "stop_rules")
    rules = ["Stop when it catches.", "Stop above 3 out of 10.", "Stop after 20 minutes."]
    text = edited(HAND_WRITTEN, [Put(path, rules)])
    assert tomllib.loads(text)["routine"]["day-a"]["stop_rules"] == rules
    assert "# she had that once" in text


def test_what_tomlkit_cannot_do_is_written_anew_with_all_comments() -> None:
    text = edited(SCATTERED, [Drop(("routine", "day-a", "block", 0, "items", 0))])
    assert tomllib.loads(text)["routine"]["day-a"]["block"][0]["items"] == [{"exercise": "towel"}]
    assert comments(text) == comments(SCATTERED)


def test_typing_in_one_field_is_one_step() -> None:
    draft = Draft(HAND_WRITTEN.encode())
    for letters in ("N", "Ne", "New"):
        draft.edit([Put(("title",), letters)], typing="title")
    draft.seal()
    draft.edit([Put(("title",), "News")], typing="title")
    draft.undo()
    assert draft.data["title"] == "New"
    draft.undo()
    assert draft.data["title"] == "Hip start"
    assert not draft.can_undo


def test_line_ends_and_the_mark_of_an_editor_are_kept() -> None:
    data = b"\xef\xbb\xbf" + HAND_WRITTEN.replace("\n", "\r\n").encode()
    draft = Draft(data)
    assert draft.encoded() == data
    draft.edit([Put(("title",), "New")])
    out = draft.encoded()
    assert out.startswith(b"\xef\xbb\xbf#") and out.count(b"\n") == out.count(b"\r\n")
    draft.edit([Put(("title",), "Hip start")])
    assert tomllib.loads(draft.text) == tomllib.loads(HAND_WRITTEN)


def test_new_tables_go_to_the_end_and_can_be_taken_away() -> None:
    table = {"name": "Own", "cues": ["Go."], "dose": {"kind": "open"}, "level": [{"name": "1"}]}
    text = edited(HAND_WRITTEN, [Put(("exercise", "own"), table)])
    assert text.startswith(HAND_WRITTEN)
    assert tomllib.loads(text)["exercise"]["own"] == table
    assert edited(text, [Drop(("exercise", "own"))]).rstrip() == HAND_WRITTEN.rstrip()


@given(
    st.recursive(
        st.one_of(st.text(), st.integers(), st.booleans(), st.floats(allow_nan=False)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_what_is_written_reads_the_same(value: object) -> None:
    assert tomllib.loads(toml_write.table(("x",), {"y": value})) == {"x": {"y": value}}


def test_inserting_into_a_list_that_is_not_there_makes_it() -> None:
    block = {"kind": "strength", "items": [{"exercise": "bridge"}]}
    text = '[routine.a]\ntitle = "A"\n# end\n'
    text = edited(text, [Insert(("routine", "a", "block", 0), block)])
    assert text == (
        '[routine.a]\ntitle = "A"\n\n[[routine.a.block]]\nkind = "strength"\nitems = [\n'
        '  { exercise = "bridge" },\n]\n# end\n'
    )


# --- what can be done -----------------------------------------------------------------------


def test_exercises_find_the_block_of_their_kind() -> None:
    draft = Draft(draft_new.blank("A", {}))
    form, spot = ("routine", "routine"), None
    for name, kind in (
        ("bridge", "strength"),
        ("clamshell", "strength"),
        ("pigeon", "stretch"),
    ):
        changes, spot = do.add(draft.data, form, spot, name, kind)
        draft.edit(changes)
    assert [one["kind"] for one in do.blocks(draft.data, form)] == ["strength", "stretch"]
    changes, spot = do.add(draft.data, form, do.Spot(0, 0), "frog", "stretch")
    draft.edit(changes)
    assert spot == do.Spot(1, 1)
    draft.edit(do.put(draft.data, (*form, "block", 0, "kind"), "Part A"))
    _, spot = do.add(draft.data, form, do.Spot(0, 0), "frog", "stretch")
    assert spot == do.Spot(0, 1)


def test_the_pack_follows_the_title_until_it_has_one_of_its_own() -> None:
    draft = Draft(draft_new.blank("New routine", {}))
    draft.edit(do.retitle(draft.data, "routine", "Hip start"))
    assert (draft.data["title"], draft.data["id"]) == ("Hip start", "my-clinic.hip-start")
    draft.edit(do.reauthor(draft.data, "organisation", "Example Clinic"))
    assert draft.data["id"] == "example-clinic.hip-start"
    draft.edit([Put(("id",), "org.example.mine")])
    draft.edit(do.retitle(draft.data, "routine", "Hip two"))
    assert (draft.data["title"], draft.data["id"]) == ("Hip two", "org.example.mine")


# --- where drafts come from -----------------------------------------------------------------


def test_a_copy_of_each_built_in_routine_is_sound(library: object) -> None:
    base = base_of(load_tree(draft_new.source_of("builtin", ())))
    for path in (draft_new.source_of("builtin", ()) / "routines").glob("*.toml"):
        source = draft_new.copy_of_routine(path.stem, (), {"name": "A. Physio"}, "Copy")
        found = checked(source.text.decode(), None, base)
        assert not found.problems, path
        assert all(preview.plan for preview in found.previews.values())


def test_a_copy_of_an_installed_routine_brings_its_own_exercises(tmp_path: Path) -> None:
    place = tmp_path / "packs" / "org.example.hip-start"
    place.mkdir(parents=True)
    own = '{ exercise = "towel" }'
    text = HAND_WRITTEN.replace('{ exercise = "side-plank-knees" }', own)
    (place / "1.2.0.toml").write_text(text)
    source = draft_new.copy_of_routine(
        "org.example.hip-start/day-a", [tmp_path / "packs"], {}, "Mine"
    )
    assert source.data["exercise"]["towel"]["name"] == "Towel"
    assert source.data["routine"]["day-a"]["title"] == "Mine"
    copied = draft_new.copy_of_exercise("org.example.hip-start/towel", [tmp_path / "packs"], ())
    assert copied.table["position"] == "supine"
    with pytest.raises(KeyError):
        draft_new.copy_of_routine("org.example.gone/day-a", [tmp_path / "packs"], {}, "Mine")


@pytest.fixture(scope="module")
def library() -> None:
    """The built-in data is read by the test itself."""


# --- problems -------------------------------------------------------------------------------


def test_problems_name_the_place_of_the_value() -> None:
    base = base_of(load_tree(draft_new.source_of("builtin", ())))
    text = edited(
        HAND_WRITTEN, [Put(("routine", "day-a", "block", 0, "items", 1, "dose", "sets"), "3")]
    )
    (one,) = checked(text, None, base).problems
    assert one.path == ("routine", "day-a", "block", 0, "items", 1, "dose", "sets")
    assert str(one.problem).startswith("pack.toml:22: routine.day-a.block[1].items[2].dose.sets:")
    preview = checked(text, None, base).previews[("routine", "day-a")]
    assert do.Spot(0, 1) not in preview.items and do.Spot(0, 0) in preview.items
    assert preview.plan is not None and len(preview.order) == len(preview.items) == 6


def test_paths_are_read_back() -> None:
    assert path_of("") == ()
    assert path_of("block[1].items[12].dose") == ("block", 0, "items", 11, "dose")


# --- the disk -------------------------------------------------------------------------------


def test_drafts_are_listed_also_when_they_cannot_be_read(tmp_path: Path) -> None:
    assert draft_store.drafts(tmp_path / "none") == []
    good = draft_store.create(tmp_path, "Hip start", HAND_WRITTEN.encode())
    bad = draft_store.create(tmp_path, "Hip start", b'title = "x\n')
    worse = draft_store.create(tmp_path, "Ü", b"title = '\xff'\n")
    assert [one.name for one in (good, bad, worse)] == ["hip-start", "hip-start-2", "u"]
    found = {one.folder: one for one in draft_store.drafts(tmp_path)}
    assert found[good].title == "Hip start" and found[good].problem is None
    assert (found[good].routines, found[good].exercises) == (1, 1)
    assert found[bad].title == "hip-start-2"
    assert str(found[bad].problem).startswith("pack.toml:1: this is not TOML")
    assert "UTF-8" in str(found[worse].problem)
    assert draft_store.load(worse) == b"title = '\xff'\n"
    with pytest.raises(PackProblem):
        Draft(draft_store.load(bad))


def test_a_deleted_draft_comes_back_with_its_pictures(tmp_path: Path) -> None:
    folder = draft_store.create(tmp_path, "A", b"a = 1\n", {"x.png": b"picture"})
    aside = draft_store.delete(folder)
    assert draft_store.drafts(tmp_path) == []
    assert draft_store.restore(aside) == folder
    assert draft_store.pictures_of(folder) == {"x.png": b"picture"}
    draft_store.delete(folder)
    draft_store.purge(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_names_of_pictures_are_made_fit() -> None:
    assert draft_store.picture_name("Mein Übung (2).PNG", {}) == "mein-bung-2.png"
    assert draft_store.picture_name("a.jpg", {"a.jpg": b""}) == "a-2.jpg"


WRITER = """
import sys
from pathlib import Path
from hiprehab.storage import draft_store
from hiprehab.storage.draft import Draft
from hiprehab.storage.draft_model import path_of
from hiprehab.storage.draft_text import Put
folder = Path(sys.argv[1])
draft = Draft(draft_store.load(folder))
number = 0
while True:
    number += 1
    draft.edit([Put(("title",), f"Title {number}")])
    draft_store.save(folder, draft.encoded())
    print(number, flush=True)
"""


def test_a_kill_leaves_the_last_saved_draft(tmp_path: Path) -> None:
    folder = draft_store.create(tmp_path, "A", HAND_WRITTEN.encode())
    for wanted in (1, 5, 12):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[2],
        ) as writer:  # fmt: skip
            assert writer.stdout is not None
            saved = 0
            while saved < wanted:
                saved = int(writer.stdout.readline())
            os.kill(writer.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            rest = writer.stdout.read().split()
        told = int(rest[-1]) if rest else saved
        title = tomllib.loads(draft_store.load(folder).decode())["title"]
        assert int(title.split()[1]) in (told, told + 1)
        assert len(draft_store.drafts(tmp_path)) == 1
