"""The page for the physiotherapist as a PDF, read back."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QColor, QImage

from hiprehab.core.log import PainEntry
from hiprehab.core.model import Side
from hiprehab.core.report import Wishes
from hiprehab.core.trend_table import DAY_HEADER, day_rows
from hiprehab.core.trends import build
from hiprehab.report.paper import Paper

from .conftest import SIZES, Read
from .states import FIRST_OF_TWELVE, nothing, one_day, stamp, twelve_weeks, years


@pytest.mark.parametrize("paper", list(Paper))
def test_paper_and_fonts(bound, library, paper: Paper) -> None:
    read = Read(bound(twelve_weeks(library), paper=paper).pdf())
    assert read.sizes() == {SIZES[paper]}
    fonts = read.fonts()
    assert fonts
    assert all(fonts.values()), fonts


def test_text_and_curves_are_no_picture(bound, library) -> None:
    read = Read(bound(twelve_weeks(library)).pdf())
    assert read.pictures() == []
    drawn = read.pdf.pages[0].get_contents().get_data()
    assert len(re.findall(rb"\bl\b|\bc\b", drawn)) > 200  # lines and curves


def test_page_one_says_what_matters(bound, library) -> None:
    first = Read(bound(twelve_weeks(library)).pdf()).texts[0]
    for words in (
        "Hip diary, 30 Aug to 21 Nov 2026",
        "12 weeks · Sore side: left · A clinician said: Gluteal tendinopathy (since Mar 2026)",
        "Left hip Clearly less pain.",
        "Right hip About the same.",
        "comfortable acceptable too much",
        "done (full) of prescribed (frame)",
        "New shoes",
        "flare: After a long walk",
        "away: Holiday",
        "plan changed",
        "sessions,",
        "Parts left out: pain",
        "Hurt most",
        "Hurt least",
        "Putting on socks (8 times)",
        "Stands from a chair in 30 s (4 times)",
        "Yes: fever or night sweats (9 Oct), not cleared yet",
        "Yes: numbness in the leg (31 Aug), cleared by a clinician on 2 Sep",
        "1. May I start with short runs on soft ground again?",
        "Self-reported. Not reviewed by a clinician.",
        "Made on 22 Nov 2026 with HipRehab 9.8.7",
        "Page 1 of",
    ):
        assert words in first, words


def test_page_one_stays_one_page(bound, library) -> None:
    """However long the words are: nothing of it runs into the footer or over to the next page."""
    kept = twelve_weeks(library)
    records = kept.records
    long = replace(
        kept,
        records=replace(
            records,
            exercises={name: f"{text} " * 9 for name, text in records.exercises.items()},
            events=[one._replace(text=f"{one.text} " * 20) for one in records.events],
            activities=[one._replace(name="Krankengymnastik" * 9) for one in records.activities],
        ),
        questions=tuple("Why is that so, and what could I do about it? " * 9 for _ in range(3)),
    )
    for paper in Paper:
        book = bound(long, Wishes("N" * 80), paper)
        read = Read(book.pdf())
        assert "Sessions" in read.texts[0]
        assert "Questions I want to ask" in read.texts[0]
        assert read.texts[1].startswith("Hip diary, 30 Aug to 21 Nov 2026: details")
        assert only_footer_below(book.picture(0, 72), book.sheets[0].bottom)


def only_footer_below(image: QImage, y: float) -> bool:
    """Whether the strip between what is printed and the footer's line is white."""
    row = range(image.width())
    white = QColor("white")
    return all(image.pixelColor(x, round(y) + 1) == white for x in row)


def test_a_name_only_when_it_was_chosen(bound, library) -> None:
    kept = twelve_weeks(library)
    assert "Roe" not in Read(bound(kept).pdf()).text  # who cleared it may be a name, too
    named = Read(bound(kept, Wishes("Jane Doe")).pdf())
    assert "Jane Doe" in named.texts[0]
    assert "Jane" not in str(named.pdf.metadata)


def test_notes_only_when_they_were_chosen(bound, library) -> None:
    kept = twelve_weeks(library)
    pain = [replace(one, note="Slept badly") for one in kept.records.pain]
    kept = replace(kept, records=replace(kept.records, pain=pain))
    assert "Slept badly" not in Read(bound(kept).pdf()).text
    assert "Slept badly" in Read(bound(kept, Wishes("", True)).pdf()).text


def test_nothing_is_said_to_be_nothing(bound) -> None:
    read = Read(bound(nothing()).pdf())
    assert len(read.texts) == 1
    for words in (
        "Left hip Not rated in this period.",
        "Right hip Not rated in this period.",
        "No sessions in this period.",
        "No plan was kept for this period.",
        "Too few ratings to compare exercises",
        "No own activities rated, no tests done.",
        "The safety questions were not answered.",
        "None written down.",
    ):
        assert words in read.text, words
    assert "NaN" not in read.text
    assert "None " not in read.text.replace("None written down", "")


def test_one_day_of_one_side(bound) -> None:
    read = Read(bound(one_day()).pdf())
    assert "Hip diary, 21 Nov 2026" in read.texts[0]
    assert "Left hip Not rated in this period." in read.texts[0]
    assert (
        "Too few rated days to compare. 7 rated days are needed to compare. 2 ratings"
        in read.texts[0]
    )


def test_ten_years_go_by_month(bound, library) -> None:
    read = Read(bound(years(10, library)).pdf())
    assert "10 years (3652 days)" in read.texts[0]
    assert "(frame)" not in read.text  # nothing was prescribed
    assert "Month by month" in read.text
    assert "Dec 2016" in read.text
    assert "are not listed one by one" in read.text
    assert len(read.texts) < 8


def test_a_thousand_notes_are_all_there(bound, library) -> None:
    kept = twelve_weeks(library)
    pain = [
        PainEntry(stamp(FIRST_OF_TWELVE + timedelta(days=n % 84), n % 24), Side.LEFT, 3,
                  note=f"Note number {n}: " + "it was a long day. " * (n % 5))
        for n in range(1000)
    ]  # fmt: skip
    kept = replace(kept, records=replace(kept.records, pain=pain))
    text = Read(bound(kept, Wishes("", True)).pdf()).text
    assert all(f"Note number {n}:" in text for n in range(1000))


def test_a_note_longer_than_a_page_is_whole(bound) -> None:
    kept = one_day()
    long = " ".join(f"word{n}" for n in range(2500))
    pain = [replace(one, note=long) for one in kept.records.pain]
    text = Read(bound(replace(kept, records=replace(kept.records, pain=pain)),
                      Wishes("", True)).pdf()).text  # fmt: skip
    assert all(f"word{n} " in text for n in (0, 1200, 2498))


def test_one_number_in_four_places(bound, library) -> None:
    """The chart, its table, its file and the page say the same of the last day of a week."""
    kept = twelve_weeks(library)
    records = kept.records
    state = build(records.pain, records.sessions, records.first, records.last, since=records.since)
    sunday = 14  # 13 September
    value = state.left.line[sunday]
    row = dict(zip(DAY_HEADER, day_rows(state)[sunday], strict=True))
    assert value is not None
    assert row["left_median_7_days"] == f"{value:g}"
    details = Read(bound(kept).pdf()).texts[1]
    found = re.search(r"7 Sep to 13 Sep 2026 (\S+) ", details)
    assert found is not None
    assert found.group(1) == f"{value:g}"
    latest = state.left.summary.latest
    assert f"{latest:g} in the last 7 days" in Read(bound(kept).pdf()).texts[0]


def test_it_can_be_read_without_colour(bound, library) -> None:
    """In shades of grey the line stays darker than its band, and the band than the zone."""
    image = bound(twelve_weeks(library)).picture(0, 144)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    shades = {grey.pixelColor(x, y).lightness() for x in range(120, 900) for y in range(300, 420)}
    assert len(shades) > 10
    assert min(shades) < 110


def test_signs_differ_by_shape(bound, library) -> None:
    book = bound(twelve_weeks(library))
    image = book.picture(0, 288)
    found = []
    for colour in ("#2F62C9", "#AC4B06"):
        wanted = QColor(colour)
        inside = [
            (x, y)
            for y in range(400, 1400)
            for x in range(168, 204)
            if image.pixelColor(x, y) == wanted
        ]
        low = min(y for _, y in inside)
        top = [x for x, y in inside if y == low]
        found.append((max(top) - min(top)) / 30)
    assert found[0] < 0.5 < found[1]  # the top of a circle is short, that of a square is whole


def test_pages_turn_into_pictures(bound, library) -> None:
    book = bound(twelve_weeks(library), paper=Paper.LETTER)
    image = book.picture(1, 36)
    assert (image.width(), image.height()) == (306, 396)
    assert image.pixelColor(2, 2) == QColor("white")
    dark = sum(image.pixelColor(x, y).lightness() < 128 for x in range(306) for y in range(60))
    assert dark > 20
