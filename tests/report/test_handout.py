"""Handouts as PDF, read back: doses in words, pictures, boxes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from hiprehab import resources
from hiprehab.app.handing import Person, bound, of_exercise, of_routine, wanted
from hiprehab.core.conditions import Chosen, Conditions
from hiprehab.core.model import (
    READY,
    Adjust,
    Author,
    Block,
    Dose,
    DoseKind,
    Exercise,
    ExtraDose,
    Level,
    Library,
    Phase,
    ProgrammePhase,
    Schedule,
    SideRule,
    TempoPart,
)
from hiprehab.report import doses
from hiprehab.report.handout import Handout
from hiprehab.report.paper import Book, Paper
from hiprehab.report.ticks import groups
from hiprehab.storage.guides import read_conditions
from hiprehab.storage.trouble import Kind, StorageProblem

from .conftest import SIZES, Read
from .states import LAST, stamp


@pytest.fixture
def made(qapp, library: Library, tmp_path: Path) -> Callable[..., Book]:
    """made(handout, paper=..., ...)"""

    def make(handout: Handout, paper: Paper = Paper.A4, **more) -> Book:
        used = more.pop("library", library)
        return bound(used, handout, paper=paper, cache=tmp_path, **more)

    return make


# --- doses in words -----------------------------------------------------------------------------

TEMPO = (TempoPart("lift", 2, Phase.MOVE), TempoPart("lower", 3, Phase.RETURN))


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        (Dose(DoseKind.HOLD, 3, (10, 10), 5, rest_sets_s=30, side=SideRule.EACH),
         "3 sets of 10 each side, hold 5 s, rest 30 s between sets"),
        (Dose(DoseKind.HOLD, 3, (1, 1), 90, rest_sets_s=60), "3 times, hold 90 s, "
         "rest 1 min between sets"),
        (Dose(DoseKind.HOLD, 1, (6, 8), 5, rest_reps_s=5), "6 to 8 times, hold 5 s, "
         "rest 5 s between holds"),
        (Dose(DoseKind.REPS, 2, (8, 12), tempo=TEMPO, side=SideRule.AFFECTED),
         "2 sets of 8 to 12 on the sore side, lift 2 s, lower 3 s"),
        (Dose(DoseKind.SELF, 2, (15, 15), rest_sets_s=READY, side=SideRule.ALTERNATING),
         "2 sets of 15 each side, in turn, at your own pace, "
         "rest until you are ready between sets"),
        (Dose(DoseKind.TIME, 1, duration_s=300, side=SideRule.ALTERNATING), "5 min"),
        (Dose(DoseKind.TIME, 2, duration_s=100, side=SideRule.LEFT),
         "2 times 1:40 min on the left"),
        (Dose(DoseKind.OPEN), "as long as you like"),
        (Dose(DoseKind.SELF, 2, (10, 10), extra=ExtraDose(SideRule.AFFECTED, 1), load="2 kg",
              effort=(5, 6)),
         "2 sets of 10, at your own pace, 1 more set on the sore side, load: 2 kg, "
         "effort 5 to 6 of 10"),
        (Dose(DoseKind.SELF, 1, (1, 1), extra=ExtraDose(SideRule.RIGHT, 2)),
         "once, at your own pace, 2 more sets on the right"),
    ],
)  # fmt: skip
def test_a_dose_in_words(qapp, dose: Dose, words: str) -> None:
    assert doses.sentence(dose) == words


@pytest.mark.parametrize(
    ("schedule", "count", "boxes", "first"),
    [
        (Schedule(), 14, 14, "1"),
        (Schedule((7, 7)), 14, 14, "1"),
        (Schedule((2, 3)), 4, 12, "Week 1"),
        (Schedule((7, 7), (2, 2)), 14, 28, "1"),
        (Schedule((0, 0), (1, 9)), 14, 42, "1"),
        (Schedule((1, 1)), 4, 4, "Week 1"),
    ],
)
def test_boxes_to_tick(qapp, schedule: Schedule, count: int, boxes: int, first: str) -> None:
    found = groups(schedule)
    assert (len(found), sum(group.boxes for group in found)) == (count, boxes)
    assert found[0].title == first


# --- what is printed ----------------------------------------------------------------------------


@pytest.mark.parametrize("paper", list(Paper))
def test_a_routine(made, library, paper: Paper) -> None:
    routine = library.routines["glute-strength-a"]
    read = Read(made(of_routine(library, routine, "L2"), paper).pdf())
    assert read.sizes() == {SIZES[paper]}
    assert all(read.fonts().values())
    for words in (
        routine.title,
        "Level 2",
        "2 to 3 days a week",
        "1. Side-lying leg raise",
        "3 sets of 10 each side, lift 2 s, hold 1 s, lower 3 s",
        "Week 4",
        "When to stop",
        "Pain 0 to 5: go on · 6 or more: stop the session.",
        routine.notes[0],
        "version 1.0.0",
        "By HipRehab contributors",
        "No clinician has reviewed this content yet.",
        "This is how to reach your clinician:",
        f"Page 1 of {len(read.texts)}",
    ):
        assert words in read.text, words
    for item in routine.variants[1].items:
        exercise = library.exercises[item.exercise]
        assert exercise.name in read.text
        assert exercise.cues[0] in read.text


def test_pictures_have_300_dots_to_the_inch(made, library) -> None:
    routine = library.routines["glute-strength-a"]
    pictures = Read(made(of_routine(library, routine)).pdf()).pictures()
    assert len(pictures) == 2 * len(routine.variants[0].items)
    inches = 112 / 72
    assert all(width / inches >= 300 for width, _ in pictures)


def test_one_exercise(made, library) -> None:
    exercise = library.exercises["clamshell"]
    read = Read(made(of_exercise(library, exercise, "2")).pdf())
    assert read.text.startswith("An exercise for you Clamshell")
    assert "Level 2" in read.text
    assert exercise.faults[0] in read.text
    assert exercise.breathing in read.text
    assert len(read.pictures()) == 2
    usual = Read(made(of_exercise(library, exercise)).pdf())
    assert f"Level {exercise.default_level or exercise.levels[0].name}" in usual.text


def test_every_routine_fits_on_its_pages(made, library) -> None:
    """Nothing is drawn below the footer's line or over the edge; long routines take more sheets."""
    for name in library.routines:
        handout = of_routine(library, library.routines[name])
        book = made(handout, own=_white(library))
        for page, sheet in enumerate(book.sheets):
            image = book.picture(page, 72)
            edge = round(sheet.bottom) + 1
            row = [image.pixelColor(x, edge) for x in range(image.width())]
            assert all(colour == QColor("white") for colour in row), (name, page)


def _white(library: Library) -> dict[str, QImage]:
    """A picture for each exercise that takes no time."""
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    return dict.fromkeys(library.exercises, image)


def test_an_own_picture_takes_the_figure_s_place(made, library, tmp_path: Path) -> None:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(0xFF00AA00)
    path = tmp_path / "own.png"
    assert image.save(str(path))
    routine = library.routines["desk-break-5"]
    name = routine.variants[0].items[0].exercise
    by_hand = Read(made(of_routine(library, routine), own={name: image}).pdf())
    assert (64, 48) in by_hand.pictures()
    exercises = {one: library.exercises[one] for one in library.exercises}
    exercises[name] = replace(exercises[name], picture=str(path))
    own = Library(exercises, library.routines)
    assert (64, 48) in Read(made(of_routine(own, routine), library=own).pdf()).pictures()


def only(exercise: Exercise) -> Library:
    return Library({exercise.id: exercise}, {})


def test_without_a_motion_the_position_is_shown_and_said(made) -> None:
    dose = Dose(DoseKind.SELF, 2, (10, 10))
    plain = Exercise("p/x", "Own move", "strength", "supine", (Level("1", dose),))
    there = only(plain)
    read = Read(made(of_exercise(there, plain), library=there).pdf())
    assert "Only the starting position is shown." in read.text
    assert len(read.pictures()) == 1
    strange = replace(plain, position="in a boat")
    there = only(strange)
    read = Read(made(of_exercise(there, strange), library=there).pdf())
    assert "There is no picture of this exercise." in read.text
    assert read.pictures() == []


def test_a_picture_that_cannot_be_read_is_none(made, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"no picture")
    dose = Dose(DoseKind.SELF, 2, (10, 10))
    plain = Exercise("p/x", "Own", "strength", "supine", (Level("1", dose),),
                     picture=str(tmp_path / "bad.png"))  # fmt: skip
    there = only(plain)
    assert (
        "Only the starting position"
        in Read(made(of_exercise(there, plain), library=there).pdf()).text
    )


def test_the_author_s_own_words(made, library) -> None:
    routine = replace(
        library.routines["desk-break-5"],
        id="org.example/desk",
        author_note="Call me if it gets worse.",
        author=Author("A. Physio", "physiotherapist", "Example clinic"),
        version="2.3.4",
    )
    read = Read(made(of_routine(library, routine)).pdf())
    assert "Call me if it gets worse." in read.text
    assert "By A. Physio, physiotherapist, Example clinic" in read.text
    assert "version 2.3.4" in read.text
    assert "No clinician has reviewed" not in read.text


def test_rounds_phases_and_what_is_fixed(made, library) -> None:
    routine = library.routines["glute-strength-a"]
    first = routine.variants[0]
    item = replace(first.items[0], adjust=Adjust(sets="locked"))
    block = Block("strength", (item, *first.items[1:2]), 3, 60)
    begin = ProgrammePhase("Begin", "L1", weeks=(1, 3))
    phases = (begin, ProgrammePhase("More", "L2", weeks=(4, 8)))
    variants = (replace(first, blocks=(block,)), *routine.variants[1:])
    made_of = replace(routine, id="clinic/a", variants=variants, phases=phases)
    text = Read(made(of_routine(library, made_of), own=_white(library)).pdf()).text
    assert "3 rounds, one move after the other · 60 s of rest between rounds" in text
    assert "Set by your physiotherapist: sets." in text
    assert "The programme Begin – Level 1: weeks 1 to 3 More – Level 2: weeks 4 to 8" in text


def test_very_long_words_go_on_on_the_next_sheet(made, library) -> None:
    """A pack may have forty cues of two thousand letters."""
    routine = library.routines["desk-break-5"]
    name = routine.variants[0].items[0].exercise
    cue = "Keep the hip where it is and do not turn it at all. " * 38
    exercises = {one: library.exercises[one] for one in library.exercises}
    exercises[name] = replace(exercises[name], cues=tuple(f"{n}a {cue}" for n in range(40)))
    there = Library(exercises, {})
    note = "This is a long story. " * 90
    long = replace(routine, notes=(note,) * 30, author_note=note)
    for handout in (of_routine(there, long), of_exercise(there, exercises[name])):
        book = made(handout, library=there, own=_white(there))
        text = Read(book.pdf()).text
        assert all(f"{n}a Keep" in text for n in range(40))
        for page, sheet in enumerate(book.sheets):
            image = book.picture(page, 72)
            row = [image.pixelColor(x, round(sheet.bottom) + 1) for x in range(image.width())]
            assert all(colour == QColor("white") for colour in row), page


def test_cautions_are_the_person_s_own_where_they_are_known(made, library) -> None:
    exercise = library.exercises["clamshell"]
    general = Read(made(of_exercise(library, exercise)).pdf()).text
    assert "Ask before you do it with: Outer hip tendon pain" in general
    book = read_conditions(resources.data_dir())
    mine = Conditions(book, (Chosen(stamp(LAST), "gtps"),))
    assert (
        "With care:"
        in Read(made(of_exercise(library, exercise), person=Person(mine, 5)).pdf()).text
    )
    other = Conditions(book, (Chosen(stamp(LAST), "itbs"),))
    text = Read(made(of_exercise(library, exercise), person=Person(other, 3)).pdf()).text
    assert "Ask before" not in text


# --- what there is not --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "form", "words"),
    [
        ("glute-strenght-a", None, 'There is no routine or exercise "glute-strenght-a"'),
        ("glute-strength-a", "L9", 'has no "L9". There is: L1, L2, L3.'),
        ("clamshell", "nine", 'Clamshell has no "nine".'),
    ],
)
def test_an_unknown_name_is_one_sentence(library, name: str, form: str | None, words: str) -> None:
    with pytest.raises(StorageProblem) as raised:
        wanted(library, name, form)
    assert words in str(raised.value)
    assert raised.value.kind is Kind.USAGE


def test_a_routine_whose_pack_is_gone(library) -> None:
    bare = Library({}, library.routines)
    with pytest.raises(StorageProblem, match=r"is missing\. Install its pack again\."):
        of_routine(bare, library.routines["glute-strength-a"])


@pytest.mark.parametrize(
    ("routine_s", "exercise_s", "said"),
    [(2, 5, False), (5, 2, True), (5, 5, False), (None, 4, True), (3, None, False)],
)
def test_the_lower_limit_of_pain_holds(made, library, routine_s, exercise_s, said: bool) -> None:
    """An exercise never allows more than its routine."""
    routine = replace(library.routines["desk-break-5"], pain_ceiling=routine_s)
    name = routine.variants[0].items[0].exercise
    exercises = {
        one: replace(library.exercises[one], pain_ceiling=None) for one in library.exercises
    }
    exercises[name] = replace(exercises[name], pain_ceiling=exercise_s)
    there = Library(exercises, {})
    text = Read(made(of_routine(there, routine), library=there, own=_white(there)).pdf()).text
    assert (f"Highest pain in this exercise: {exercise_s} of 10." in text) is said
    assert (f"Pain 0 to {routine_s}: go on" in text) is (routine_s is not None)


@pytest.mark.parametrize(("mine", "ladder"), [
    (3, "Pain 0 to 3: go on · 4 to 5: make the move easier, or leave it out · 6 or more: stop"),
    (5, "Pain 0 to 5: go on · 6 or more: stop the session."),
])  # fmt: skip
def test_a_person_s_own_limit_and_when_to_stop_stand_on_the_first_sheet(
    made, library, mine: int, ladder: str
) -> None:
    routine = library.routines["glute-strength-a"]
    book = read_conditions(resources.data_dir())
    read = Read(made(of_routine(library, routine), person=Person(Conditions(book), mine)).pdf())
    assert "When to stop" in read.texts[0] and ladder in read.texts[0]
    assert "Stop the session at once if you feel a sharp pain" in read.texts[0]
    assert "highest score allowed" not in read.text, "the ladder says it"
