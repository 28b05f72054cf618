"""The Learn cards: whole, sourced, without claims; and what the reader does with a bad file."""

import re
from pathlib import Path

import pytest

from hiprehab.core.places import PLACES
from hiprehab.storage.index import read_index
from hiprehab.storage.learn import LearnCard, read_cards
from hiprehab.storage.trouble import StorageProblem

DATA = Path(__file__).resolve().parent.parent / "data"
CARDS = {card.id: card for card in read_cards(DATA / "learn")}
LIBRARY = read_index(DATA / "index.json")
CLAIMS = re.compile(
    r"\b(?:treat|cure[sd]?\b|curing|prevent|diagnos|heals\b|guarantee)", re.IGNORECASE
)
LINK = re.compile(r"\]\(([^)]*)\)")


def test_what_has_to_be_there() -> None:
    wanted = {
        "seek-care", "kinds-of-pain", "load-and-rest", "shoes", "running-form", "ice-and-heat",
        "sleep-and-food", "stretching-and-rolling", "who-can-help", "return-to-running",
    }  # fmt: skip
    assert wanted <= set(CARDS)


def test_every_place_of_the_body_map_has_one_card() -> None:
    named = [place for card in CARDS.values() for place in card.places]
    assert sorted(named) == sorted(PLACES)


def test_cards_come_in_their_order_with_the_warnings_first() -> None:
    orders = [card.order for card in CARDS.values()]
    assert orders == sorted(orders)
    assert len(set(orders)) == len(orders)
    assert next(iter(CARDS)) == "seek-care"


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_is_whole(card: LearnCard) -> None:
    assert card.title and card.summary.endswith(".") and card.sources
    assert set(card.exercises) <= set(LIBRARY.exercises)
    assert set(card.routines) <= set(LIBRARY.routines)
    assert 80 <= len(card.text.split()) <= 330


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_is_plain(card: LearnCard) -> None:
    text = f"{card.title} {card.summary} {card.text}"
    assert not CLAIMS.search(text)
    assert "<" not in text and "![" not in text
    assert all(
        link.split(":")[0] in ("exercise", "routine", "learn") for link in LINK.findall(text)
    )
    words = [word for word in re.findall(r"[A-Za-z]+", card.text)]
    sentences = re.split(r"[.!?:]\s|\n\n|\n- |\n\| ", card.text)
    assert len(words) / max(1, len([one for one in sentences if one.strip()])) < 18


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no head",
        b"+++\ntitle = 'a'\n+++\ntext",
        b"+++\ntitle = \n+++\ntext",
        b"x\n+++\ntitle = 'a'\nsummary = 'b'\n+++\ntext",
        b"+++\ntitle = 'a'\nsummary = 'b'\nsources = 3\n+++\ntext",
        b"+++\ntitle = 'a'\nsummary = 'b'\norder = 'x'\n+++\ntext",
        b"\xff\xfe",
        b"+++\ntitle = 'a'\nsummary = 'b'\n+++\n" + b"x" * 200_000,
    ],
)
def test_a_bad_file_is_named_in_one_sentence(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "bad.md").write_bytes(raw)
    with pytest.raises(StorageProblem) as caught:
        read_cards(tmp_path)
    assert "bad.md" in str(caught.value)
    assert caught.value.remedy


def test_no_folder_means_no_cards(tmp_path: Path) -> None:
    assert read_cards(tmp_path / "missing") == ()
