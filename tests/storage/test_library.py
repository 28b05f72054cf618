"""Packs: what is read, how doses are laid over, and how each mistake is answered."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hiprehab.core.model import (
    READY,
    Affected,
    Author,
    Caution,
    CautionLevel,
    Dose,
    DoseKind,
    Exercise,
    ExtraDose,
    Level,
    Pack,
    Phase,
    SideRule,
    TempoPart,
)
from hiprehab.core.plan import PlanOptions, compile_plan
from hiprehab.storage.convert import Base
from hiprehab.storage.doses import tempo
from hiprehab.storage.library import Loaded, build_library, load_tree, read_pack
from hiprehab.storage.problems import Problem

ROOT = Path(__file__).resolve().parents[2]

HEAD = """
schema = "hiprehab-pack/1"
id = "org.example.hip-start"
version = "1.2.0"
title = "Hip start"
"""
LEVEL = """
[exercise.bridge-towel]
name = "Bridge on a towel"
category = "strength"
position = "supine"
cues = ["Press through your heels."]
[[exercise.bridge-towel.level]]
name = "1"
dose = { kind = "reps", reps = [8, 10], tempo = [["lift", 2], ["hold", 2], ["lower", 2]] }
"""
ROUTINE = """
[routine.day-a]
title = "Day A"
[[routine.day-a.block]]
kind = "strength"
items = [{ exercise = "bridge-towel" }]
"""

CLAMSHELL = Exercise(
    id="clamshell",
    name="Clamshell",
    category="strength",
    position="side-lying",
    levels=(
        Level("1", Dose(DoseKind.HOLD, hold_s=10.0)),
        Level("2", Dose(DoseKind.HOLD, sets=2, hold_s=20.0, side=SideRule.EACH)),
    ),
    default_level="2",
)
BASE = Base({"clamshell": CLAMSHELL}, frozenset({"bridge"}))

Read = Callable[..., Loaded]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a text as a one-file pack that may refer to BASE."""

    def reader(text: str, base: Base = BASE) -> Loaded:
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return read_pack(path, base)

    return reader


def whole(loaded: Loaded) -> Pack:
    """The pack of a reading that must have gone well."""
    assert not loaded.problems, "\n".join(map(str, loaded.problems))
    assert loaded.pack is not None
    return loaded.pack


def short(problem: Problem) -> str:
    """A problem as it is printed, without the folder."""
    return str(replace(problem, file=Path(problem.file).name))


def only(loaded: Loaded) -> str:
    """The one problem, without the folder."""
    assert loaded.pack is None
    assert len(loaded.problems) == 1, "\n".join(map(str, loaded.problems))
    return short(loaded.problems[0])


# --- what is read ---------------------------------------------------------------------------


def test_the_built_in_pack_is_whole() -> None:
    loaded = load_tree(ROOT / "data")
    pack = whole(loaded)
    library, problems = build_library([loaded])
    assert not problems
    assert list(library.exercises) == [one.id for one in pack.exercises]
    assert {"clamshell", "bridge"} <= loaded.motions & set(library.exercises)
    for routine in library.routines.values():
        for variant in routine.variants:
            for side in Affected:
                options = PlanOptions(affected=side)
                assert compile_plan(library, routine, variant, options).total_s > 0


def test_every_field_arrives(read: Read) -> None:
    text = (
        HEAD
        + """
language = "pt-BR"
author = { name = "A. Physio", role = "physiotherapist", organisation = "Example clinic" }
licence = "CC-BY-4.0"
sources = ["doi:10.1186/1471-2474-11-126"]

[exercise.side-raise]
name = "Side raise"
category = "strength"
position = "side-lying"
motion = "bridge"
purpose = "Stronger sides."
equipment = ["mat"]
muscles = ["gluteus medius"]
helpers = ["tensor fasciae latae"]
cues = ["Lift.", "Lower."]
breathing = "Out as you lift."
faults = ["Rolling back"]
easier = ["clamshell"]
harder = []
default_level = "2"
pain_ceiling = 4
synonyms = ["abduction"]
evidence = "Some."
sources = ["a book"]
caution = [{ condition = "gtps", level = "modify", note = "Pillow." }]
[exercise.side-raise.dose]
kind = "reps"
sets = 2
reps = [8, 12]
tempo = [["lift", 2], ["pause at the top", 1.5], ["lower", 3], ["wait", 0]]
rest_reps_s = 1
rest_sides_s = 5
rest_sets_s = "ready"
rest_exercises_s = 0
side = "each"
extra = { side = "affected", sets = 1 }
load = "a light band"
effort = [5, 7]
note = "Slowly."
[[exercise.side-raise.level]]
name = "1"
dose = { reps = 6, tempo = [["lift", 1], ["lower", 1]] }
note = "Short."
[[exercise.side-raise.level]]
name = "2"
"""
    )
    pack = whole(read(text))
    assert pack.author == Author("A. Physio", "physiotherapist", "Example clinic")
    assert (pack.language, pack.licence) == ("pt-BR", "CC-BY-4.0")
    assert pack.sources == ("doi:10.1186/1471-2474-11-126",)
    (one,) = pack.exercises
    base = Dose(
        kind=DoseKind.REPS,
        sets=2,
        reps=(8, 12),
        tempo=(
            TempoPart("lift", 2.0, Phase.MOVE),
            TempoPart("pause at the top", 1.5, Phase.HOLD),
            TempoPart("lower", 3.0, Phase.RETURN),
        ),
        rest_reps_s=1.0,
        rest_sides_s=5.0,
        rest_sets_s=READY,
        rest_exercises_s=0.0,
        side=SideRule.EACH,
        extra=ExtraDose(SideRule.AFFECTED, 1),
        load="a light band",
        effort=(5, 7),
        note="Slowly.",
    )
    first = one.levels[0].dose
    assert one.levels[1] == Level("2", base)
    assert (first.reps, first.rep_s, first.rest_sets_s) == ((6, 6), 2.0, READY)
    assert one.levels[0].note == "Short."
    assert one == Exercise(
        id="side-raise",
        name="Side raise",
        category="strength",
        position="side-lying",
        levels=one.levels,
        motion="bridge",
        purpose="Stronger sides.",
        equipment=("mat",),
        muscles=("gluteus medius",),
        helpers=("tensor fasciae latae",),
        cues=("Lift.", "Lower."),
        breathing="Out as you lift.",
        faults=("Rolling back",),
        easier=("clamshell",),
        harder=(),
        default_level="2",
        pain_ceiling=4,
        synonyms=("abduction",),
        evidence="Some.",
        sources=("a book",),
        cautions=(Caution("gtps", CautionLevel.MODIFY, "Pillow."),),
    )


def test_a_routine_arrives_whole(read: Read) -> None:
    text = (
        HEAD
        + LEVEL
        + """
[routine.week]
title = "Week"
version = "2.0.1"
summary = "Two forms."
for_who = "Runners"
not_for = "Nobody else"
stop_rules = ["Stop."]
pain_ceiling = 5
notes = ["Rest."]
evidence = "Little."
sources = ["a page"]
author = { name = "B" }
schedule = { days_per_week = 3, times_per_day = [1, 2], min_gap_days = 1, when = "early" }
[[routine.week.variant]]
id = "L1"
title = "Level 1"
[[routine.week.variant.block]]
kind = "warm-up"
items = [{ exercise = "clamshell", dose = { sets = 4 }, note = "Gently.", optional = true }]
[[routine.week.variant]]
id = "L2"
title = "Level 2"
[[routine.week.variant.block]]
kind = "strength"
items = [{ exercise = "bridge-towel", level = "1" }]
"""
    )
    (routine,) = whole(read(text)).routines
    nobody = text.replace('author = { name = "B" }', "")
    named = nobody.replace(LEVEL, 'author = { name = "A" }\n' + LEVEL)
    assert whole(read(nobody)).routines[0].author == Author()
    assert whole(read(named)).routines[0].author == Author("A")
    assert routine.variant("l2") is routine.variants[1]
    (item,) = routine.variants[0].items
    assert (item.exercise, item.level, item.note, item.optional) == (
        "clamshell",
        "2",
        "Gently.",
        True,
    )
    # The item's sets, and all the rest from the built-in exercise's usual level.
    assert item.dose == Dose(DoseKind.HOLD, sets=4, hold_s=20.0, side=SideRule.EACH)
    assert routine.schedule.days_per_week == (3, 3)
    assert routine.schedule.times_per_day == (1, 2)
    assert (routine.version, routine.author.name, routine.stop_rules) == ("2.0.1", "B", ("Stop.",))


def test_blocks_without_variants_are_the_standard_one(read: Read) -> None:
    (routine,) = whole(read(HEAD + LEVEL + ROUTINE)).routines
    assert [one.id for one in routine.variants] == ["standard"]


def test_an_exercise_without_levels_has_one(read: Read) -> None:
    table = 'name = "X"\ncategory = "recovery"\nposition = "prone"\ncues = ["Rest."]\n'
    text = HEAD + "[exercise.rest]\n" + table + 'dose = { kind = "open" }\n'
    (one,) = whole(read(text)).exercises
    assert one.levels == (Level("1", Dose(DoseKind.OPEN)),)
    assert one.usual.name == "1"


def test_ids_are_bare_inside_a_pack_and_prefixed_outside(read: Read) -> None:
    own = LEVEL.replace("cues =", 'motion = "arc"\nharder = ["bridge-towel-2"]\ncues =')
    second = LEVEL.replace("bridge-towel", "bridge-towel-2").replace(
        "cues =", 'motion = "bridge"\neasier = ["clamshell", "bridge-towel"]\ncues ='
    )
    text = HEAD + own + second + ROUTINE + "[motion.arc]\nbase = 1\n"
    loaded = read(text)
    library, problems = build_library([loaded])
    prefix = "org.example.hip-start/"
    assert not problems
    first = library.exercises[prefix + "bridge-towel"]
    assert first.motion == prefix + "arc"
    assert first.harder == (prefix + "bridge-towel-2",)
    other = library.exercises[prefix + "bridge-towel-2"]
    assert (other.motion, other.easier) == ("bridge", ("clamshell", prefix + "bridge-towel"))
    routine = library.routines[prefix + "day-a"]
    assert routine.variants[0].items[0].exercise == first.id
    assert [(one.id, one.exercises) for one in library.packs] == [("org.example.hip-start", ())]


def test_a_packs_own_exercise_wins_over_the_built_in(read: Read) -> None:
    own = LEVEL.replace("bridge-towel", "clamshell") + ROUTINE.replace("bridge-towel", "clamshell")
    (routine,) = whole(read(HEAD + own)).routines
    assert routine.variants[0].items[0].dose.kind is DoseKind.REPS


def test_a_bad_pack_is_left_out_of_the_library(read: Read) -> None:
    good, bad = read(HEAD + LEVEL), read(HEAD + "[exercise.x]\n")
    library, problems = build_library([good, bad, good])
    assert list(library.exercises) == ["org.example.hip-start/bridge-towel"]
    assert problems[:-1] == bad.problems
    assert "there twice (1.2.0 and 1.2.0)" in str(problems[-1])


def test_tempo_labels_become_phases() -> None:
    parts = tempo([("Hold low", 1.0), ("up", 0.0), ("down", 2.0), ("again", 1.0), ("Pause", 1.0)])
    phases = [Phase.HOLD, Phase.RETURN, Phase.MOVE, Phase.HOLD]
    assert [part.phase for part in parts] == phases
    assert [part.label for part in parts] == ["Hold low", "down", "again", "Pause"]


# --- mistakes -------------------------------------------------------------------------------


def changed(old: str, new: str) -> str:
    """A good pack with one thing changed."""
    text = HEAD + LEVEL + ROUTINE
    assert old in text
    return text.replace(old, new, 1)


DOSE = 'kind = "reps", reps = [8, 10]'
MISTAKES = [
    ('version = "1.2.0"', 'version = 1.2', "4: version: must be text, not 1.2. Put it in quotes."),
    ('version = "1.2.0"', 'version = "1.2"', '4: version: "1.2" cannot be used here. Write three'),
    ('id = "org.example.hip-start"', 'id = "hips"', '3: id: "hips" cannot be used here. Write a'),
    ("/1", "/2", '2: schema: "hiprehab-pack/2" is not known to this version. Write "hiprehab-pa'),
    ('title = "Hip start"', "", "1: title: title is missing. Add it."),
    ('title = "Hip start"', 'title = ""', "5: title: the text is empty. Write something"),
    ('title = "Hip start"', f'title = "{"x" * 81}"', "5: title: the text is longer than 80"),
    ('"Hip start"', '"x"\nsources = "y"', '6: sources: must be a list, not text ("y"). Put it in'),
    ('"Hip start"', '"x"\ntitel = "y"', '6: titel: this key is not known. Did you mean "title"?'),
    ('"Hip start"', '"x"\nqqq = 1', "6: qqq: this key is not known. Known: schema, id, version"),
    ('"Hip start"', '"x"\nauthor = "me"', "6: author: must be a table, not text"),
    ("category = ", 'category = "strenght" #', 'category: "strenght" is not one of the choices. D'),
    ("category = ", 'category = "zzz" #', "Write one of: warm-up, mobility, stretch, strength"),
    ("category = ", "category = 3 #", "must be text, not 3. Write one of: warm-up"),
    ('cues = ["Press through your heels."]', "cues = []", "the list is empty. It needs at least 1"),
    (
        "Press through",
        "Press " * 13,
        "cues[1]: the first cue has 15 words; it is spoken, so 12 at most",
    ),
    ("cues = ", 'motion = "bridg"\ncues = ', 'no motion "bridg". Did you mean "bridge"?'),
    ("cues = ", 'easier = ["clam-shel"]\ncues = ', '"clam-shel". Did you mean "clamshell"?'),
    ("cues = ", 'harder = ["zzzz"]\ncues = ', 'harder[1]: there is no exercise "zzzz". Add it to'),
    ("cues = ", 'harder = ["bridge-towel"]\ncues = ', "cannot be easier or harder than itself"),
    ("cues = ", 'harder = ["A b"]\ncues = ', '"A b" cannot be used here. Write small letters'),
    ("cues = ", 'default_level = "3"\ncues = ', 'there is no level "3". Levels: 1.'),
    (
        "cues = ",
        'no_known_cautions = true\ncaution = [{ condition = "oa", level = "ok" }]\ncues = ',
        "there are cautions, yet it says that none are known. Remove one of the two.",
    ),
    ("cues = ", "no_known_cautions = 1\ncues = ", "must be true or false, not 1"),
    (
        "cues = ",
        'caution = [{ condition = "oa", level = "ok" }, { condition = "oa", level = "avoid" }]\n'
        "cues = ",
        'caution[2].condition: "oa" is given twice',
    ),
    ("cues = ", "pain_ceiling = 11\ncues = ", "11 is outside the limits. Allowed: 0 to 10."),
    (DOSE, 'kind = "rep"', "dose.kind: "),
    (DOSE, "reps = 8", "dose: kind is missing. Add kind: hold, reps, self, time or open."),
    (DOSE, 'kind = "hold"', 'dose: a dose of kind "hold" needs hold_s. Add hold_s = 30.'),
    (DOSE, 'kind = "time"', 'a dose of kind "time" needs duration_s. Add duration_s = 60.'),
    (
        DOSE,
        'kind = "time", duration_s = 600, most_s = 300',
        "dose.most_s: the work takes 600 s, more than most_s. Make it shorter.",
    ),
    (DOSE, 'kind = "time", duration_s = 600, check_s = 300', "check_s and check belong together"),
    (DOSE, 'kind = "reps"', 'a dose of kind "reps" needs reps. Add reps = 10'),
    (DOSE, 'kind = "self"', 'a dose of kind "self" needs reps. Add reps = 10.'),
    (DOSE, 'kind = "reps", sets = 0, reps = 8', "sets: 0 is outside the limits. Allowed: 1 to 20."),
    (DOSE, 'kind = "reps", sets = 1000000, reps = 8', "sets: 1000000 is outside the limits."),
    (DOSE, 'kind = "reps", sets = "3", reps = 8', 'number, not text ("3"). Write 3 without quotes'),
    (DOSE, 'kind = "reps", sets = 3.0, reps = 8', "must be a whole number, not 3.0. Write 3."),
    (DOSE, 'kind = "reps", sets = 2.5, reps = 8', "must be a whole number, not 2.5."),
    (DOSE, 'kind = "reps", sets = true, reps = 8', "must be a whole number, not true."),
    (DOSE, 'kind = "reps", sets = 1979-05-27, reps = 8', "not a date or time (1979-05-27)"),
    (DOSE, f'kind = "reps", sets = 1{"0" * 30}, reps = 8', "a number that is far too large is out"),
    (DOSE, f'kind = "hold", hold_s = 1{"0" * 400}', "hold_s: the number is far too large. Write"),
    (DOSE, f'kind = "time", duration_s = 0x1{"0" * 9000}', "duration_s: the number is far too lar"),
    (DOSE, f'kind = "reps", reps = 8, rest_sets_s = 1{"0" * 400}', "far too large is outside the"),
    (DOSE, 'kind = "reps", reps = 8, load = [1]', "load: must be text, not a list. Put it in quot"),
    (DOSE, 'kind = "reps", reps = [12, 8]', "reps: the first number is larger than the second."),
    (DOSE, 'kind = "reps", reps = "8"', "reps: must be a number, or a list of two, not text"),
    (DOSE, 'kind = "reps", reps = {}', "reps: must be a number, or a list of two, not a table"),
    (DOSE, 'kind = "reps", reps = 201', "reps: 201 is outside the limits. Allowed: 1 to 200."),
    (DOSE, 'kind = "reps", reps = [1, 201]', "reps[2]: 201 is outside the limits."),
    (DOSE, 'kind = "reps", reps = [1, 2, 3]', "reps: the list has more than 2 entries."),
    (DOSE, 'kind = "hold", hold_s = 0', "hold_s: 0 is outside the limits. Allowed: 1 to 900."),
    (DOSE, 'kind = "hold", hold_s = -1', "hold_s: -1 is outside the limits."),
    (DOSE, 'kind = "hold", hold_s = 1e308', "hold_s: 1e+308 is outside the limits."),
    (DOSE, 'kind = "hold", hold_s = nan', "hold_s: nan is not a usable number. Write a number."),
    (DOSE, 'kind = "time", duration_s = inf', "duration_s: inf is not a usable number."),
    (DOSE, 'kind = "reps", reps = 8, effort = 11', "effort: 11 is outside the limits."),
    (DOSE, 'kind = "reps", reps = 8, rest_sets_s = 901', "901 is outside the limits. Allowed: 0 t"),
    (DOSE, 'kind = "reps", reps = 8, rest_sets_s = "redy"', 'must be a number of seconds or'),
    (DOSE, 'kind = "reps", reps = 8, rest_reps_s = "ready"', 'cannot wait with "ready". Write sec'),
    (DOSE, 'kind = "reps", reps = 8, setz = 3', 'dose.setz: this key is not known. Did you mean "'),
    (DOSE, 'kind = "reps", reps = 8, load = "x\\u202ey"', "load: the text has a hidden character"),
    (DOSE, 'kind = "reps", reps = 8, load = "x\\u0000y"', "has a hidden character (U+0000)"),
    ('["lift", 2]', '["lift", "2"]', "tempo[1][2]: must be a number, not text"),
    ('["lift", 2]', '["lift", 61]', "tempo[1][2]: 61 is outside the limits. Allowed: 0 to 60."),
    ('["lift", 2]', '["lift"]', 'tempo[1][2]: the second value is missing. Write [label, seconds]'),
    (
        'tempo = [["lift", 2], ["hold", 2], ["lower", 2]]',
        'tempo = [["lift", 0.2], ["lower", 0]]',
        "tempo: a repetition takes less than 0.5 s. Give its parts more time.",
    ),
    (', tempo = [["lift", 2], ["hold", 2], ["lower", 2]]', "", 'kind "reps" needs tempo. Add tem'),
    ('name = "1"', "name = 1", "level[1].name: must be text, not 1. Put it in quotes."),
    ("[[routine", LEVEL[LEVEL.index("[[") :] + "[[routine", '"1" is given twice. Each one needs'),
    ("[routine.day-a]", "[routine.Day_A]", '[routine.Day_A]'),
    ('exercise = "bridge-towel" ', 'exercise = "bridge-towl" ', 'Did you mean "bridge-towel"?'),
    ('"bridge-towel" }', '"bridge-towel", level = "4" }', 'has no level "4". Levels: 1.'),
    ('"bridge-towel" }', '"bridge-towel", dose = { kind = "hold" } }', 'needs hold_s. Add'),
    ('"bridge-towel" }', '"bridge-towel" }, { exercise = "clamshell", dose = { kind = "time" } }',
     'block[1].items[2].dose: a dose of kind "time" needs duration_s.'),
    ("items = [{", "items = [" + '{ exercise = "clamshell" }, ' * 40 + "{", "more than 40 entries"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "answer"), MISTAKES)
def test_a_mistake_gets_one_answer(read: Read, old: str, new: str, answer: str) -> None:
    if old == "[routine.day-a]":
        loaded = read(changed(old, new).replace("[[routine.day-a", "[[routine.Day_A"))
        answer = 'routine.Day_A: "Day_A" cannot be an id. Use small letters'
    elif old == "[[routine":
        loaded = read(HEAD + LEVEL + LEVEL[LEVEL.index("[[") :])
    else:
        loaded = read(changed(old, new))
    assert answer in only(loaded)


def test_all_problems_are_found_at_once(read: Read) -> None:
    text = changed('version = "1.2.0"', "version = 1").replace("supine", "lying")
    text = text.replace('kind = "strength"\nitems', "items") + ROUTINE.replace("day-a", "day-b")
    lines = [problem.line for problem in read(text).problems]
    assert lines == [4, 10, 18]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "mine.toml:1: schema: schema is missing"),
        (HEAD, "mine.toml:1: the pack has no exercise and no routine"),
        ('name = "X"\ncues = ["y"]', "mine.toml:1: this exercise does not belong to a pack. Put"),
        ('title = "X"\n[[block]]\nkind = "a"', "1: this routine does not belong to a pack"),
        (HEAD + "exercise = 3", "6: exercise: exercise must be tables of the form [exercise.ID]"),
        (HEAD + "motion.a = 3" + LEVEL, "6: motion.a: must be a table. Correct the value."),
        (HEAD + "exercise.a = 3", "6: exercise.a: must be a table, not 3"),
        (HEAD + "[routine.a]\ntitle = 'x'\n", "6: routine.a: it has no blocks. Add [[block]]"),
        (HEAD + LEVEL + LEVEL, "16: [exercise.bridge-towel] is given twice. Remove or rename one"),
        (HEAD + "title = 'x'", "6: a key is given twice"),
        ("a = ", "mine.toml:1: this is not TOML: invalid value"),
        ("a = [1,\n\n", "mine.toml:3: this is not TOML: invalid value"),
        ("a = " + "9" * 5000, "mine.toml: this is not TOML: a number has too many digits"),
        ("a = " + "[" * 99, "mine.toml:1: it is nested too deeply (more than 16 levels)"),
        ("a." * 99 + "b = 1", "mine.toml:1: a key has more than 8 parts"),
        ("a = [" + "1," * 90_000 + "]", "mine.toml:1: the file holds too many values"),
        ("a = 0x" + "f" * 5000, "mine.toml:1: a: this key is not known"),
    ],
)
def test_what_is_no_pack_is_named(read: Read, text: str, answer: str) -> None:
    answers = "\n".join(map(short, read(text).problems))
    assert answer in answers


def test_blocks_and_variants_are_too_many(read: Read) -> None:
    text = HEAD + LEVEL + ROUTINE
    form = '[[routine.day-a.variant]]\nid = "L1"\ntitle = "x"\n'
    form += '[[routine.day-a.variant.block]]\nkind = "x"\nitems = [{ exercise = "clamshell" }]\n'
    assert "it has blocks and variants. Put the blocks into" in only(read(text + form))
    both = text.replace('[[routine.day-a.block]]\nkind = "strength"\n', "")
    both = both.replace('items = [{ exercise = "bridge-towel" }]\n', "")
    assert 'variant[2].id: "l1" is given twice' in only(read(both + form + form))


def test_too_many_items_over_several_blocks(read: Read) -> None:
    items = '{ exercise = "clamshell" }, ' * 20
    long = f'[[routine.day-a.block]]\nkind = "x"\nitems = [{items}]\n' * 2
    assert "it has more than 40 items" in only(read(HEAD + LEVEL + ROUTINE + long))


def test_a_broken_exercise_is_blamed_once(read: Read) -> None:
    # Neither the routine that uses it nor the one that is harder adds a problem of its own.
    text = HEAD + LEVEL.replace('kind = "reps", ', "") + ROUTINE
    assert "kind is missing" in only(read(text))
    text = HEAD + LEVEL.replace("supine", "lying") + ROUTINE
    assert "position" in only(read(text))


def test_the_list_of_problems_ends(read: Read) -> None:
    table = 'name = "X"\ncategory = "recovery"\nposition = "prone"\ncues = ["R"]\n'
    table += 'dose = { kind = "open" }\neasier = ["u1", "u2", "u3", "u4"]\n'
    text = HEAD + "".join(f"[exercise.e{n}]\n{table}" for n in range(100))
    problems = read(text).problems
    assert len(problems) == 201
    assert "there are more than 200 problems; the rest is not listed" in str(problems[-1])
    text = HEAD + "".join(f"[exercise.e{n}]\nx = 1\n" for n in range(400))
    assert len(read(text).problems) == 201
    many = HEAD + "".join(f"k{n} = 1\n" for n in range(60)) + LEVEL
    assert "there are 10 more problems in this table" in str(read(many).problems)
    text = HEAD + "".join(f"[motion.m{n}]\n" for n in range(501))
    assert "more than 500 exercises, routines and motions" in only(read(text))
