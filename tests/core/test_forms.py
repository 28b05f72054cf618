"""Other forms of a move: the ladder's neighbours, as far as locks and conditions allow."""

from dataclasses import replace
from datetime import UTC, datetime

from hiprehab import resources
from hiprehab.core.conditions import NO_CONDITIONS, Chosen, Conditions
from hiprehab.core.forms import Form, other_forms, substitute
from hiprehab.core.log import stamp
from hiprehab.core.model import LOCKED, Adjust, Block, Item, Library, Variant
from hiprehab.storage.guides import read_conditions
from hiprehab.storage.library import load_library

LIBRARY: Library = load_library(None, []).library
BOOK = read_conditions(resources.data_dir())
NOW = stamp(datetime(2026, 3, 2, 8, tzinfo=UTC), 0)


def told(*keys: str) -> Conditions:
    return Conditions(BOOK, tuple(Chosen(NOW, key) for key in keys))


def item(name: str, level: str, adjust: Adjust | None = None) -> Item:
    found = LIBRARY.exercises[name].level(level)
    assert found is not None
    made = Item(name, level, found.dose)
    return replace(made, adjust=adjust) if adjust else made


def test_easier_ones_come_first_and_its_own_levels_stand_between() -> None:
    forms = other_forms(LIBRARY, item("clamshell", "2"), NO_CONDITIONS)
    exercise = LIBRARY.exercises["clamshell"]
    assert [one.exercise for one in forms if one.exercise != "clamshell"] == [
        *exercise.easier,
        *exercise.harder,
    ]
    own = [one for one in forms if one.exercise == "clamshell"]
    assert own == [Form("clamshell", "1", True), Form("clamshell", "3", False)]
    ways = [one.easier for one in forms]
    assert ways == sorted(ways, reverse=True)


def test_what_is_blocked_is_not_offered() -> None:
    kneeling = item("half-kneeling-hip-flexor-stretch", "1")
    free = {one.exercise for one in other_forms(LIBRARY, kneeling, NO_CONDITIONS)}
    after_surgery = {one.exercise for one in other_forms(LIBRARY, kneeling, told("thr"))}
    assert free - after_surgery == {"standing-hip-flexor-stretch", "yin-dragon"}
    assert other_forms(LIBRARY, item("clamshell", "2"), told("bsi")) == ()


def test_a_locked_level_leaves_nothing_and_a_range_only_its_levels() -> None:
    assert other_forms(LIBRARY, item("clamshell", "2", Adjust(level=LOCKED)), NO_CONDITIONS) == ()
    ranged = item("clamshell", "2", Adjust(level=("2", "3")))
    assert other_forms(LIBRARY, ranged, NO_CONDITIONS) == (Form("clamshell", "3", False),)


def test_a_blocked_move_names_what_takes_its_place_unless_it_is_fixed() -> None:
    known = told("thr")
    free = item("standing-hip-flexor-stretch", "1")
    variant = Variant("v", "V", (Block("stretch", (item("clamshell", "1"), free)),))
    found = substitute(LIBRARY, variant, 1, known)
    assert found is not None and found.free and found.form is not None
    assert found.form.exercise == "pelvic-tilt"
    taken = Variant("v", "V", (Block("mobility", (item("pelvic-tilt", "1"), free)),))
    other = substitute(LIBRARY, taken, 1, known)
    assert other is not None and other.form is not None
    assert other.form.exercise == "standing-adductor-stretch", "not what the routine has already"
    assert substitute(LIBRARY, variant, 0, known) is None
    assert substitute(LIBRARY, variant, 1, NO_CONDITIONS) is None
    locked = replace(free, adjust=Adjust(level=LOCKED))
    fixed = Variant("v", "V", (Block("stretch", (locked,)),))
    kept = substitute(LIBRARY, fixed, 0, known)
    assert kept is not None and kept.form == found.form and not kept.free


def test_a_move_without_another_one_says_so() -> None:
    variant = Variant("v", "V", (Block("strength", (item("clamshell", "1"),)),))
    found = substitute(LIBRARY, variant, 0, told("bsi"))
    assert found is not None and found.form is None and not found.free
