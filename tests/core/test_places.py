"""Places as they are stored: several in one field, old words, unknown words."""

from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core import places


def test_several_keys_are_stored_in_alphabetical_order() -> None:
    assert places.join(["sit-bone", "buttock", "sit-bone"]) == "buttock,sit-bone"
    assert places.split("buttock,sit-bone") == ("buttock", "sit-bone")


def test_nothing_is_no_place() -> None:
    assert places.join([]) is None
    assert places.split(None) == places.split("") == places.split(" , ") == ()


def test_the_words_of_before_mean_regions() -> None:
    old = ["groin", "front", "outer side", "buttock", "elsewhere"]
    found = [places.split(word) for word in old]
    assert found == [("groin",), ("front-hip",), ("outer-hip",), ("buttock",), ("elsewhere",)]
    assert all(keys[0] in places.PLACES for keys in found)


def test_a_word_that_nobody_knows_is_kept() -> None:
    assert places.split("hip crease, groin") == ("groin", "hip crease")
    assert places.in_order(["hip crease", "knee", "groin"]) == ("groin", "knee", "hip crease")


@given(st.sets(st.sampled_from(places.PLACES)))
def test_what_is_joined_comes_back(keys: set[str]) -> None:
    assert set(places.split(places.join(keys))) == keys


@given(st.text(max_size=40))
def test_any_stored_text_can_be_read_and_is_stable(text: str) -> None:
    once = places.split(text)
    assert places.split(places.join(once)) == once


def test_keys_are_words_for_files() -> None:
    assert len(set(places.PLACES)) == len(places.PLACES)
    assert all(key.replace("-", "").isalpha() and key.islower() for key in places.PLACES)
