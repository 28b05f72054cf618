"""All that the clinical brief found is in the app or says why not; docs/coverage.md is fresh."""

import importlib.util
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


def tool() -> Any:
    """tools/make_coverage.py as a module."""
    spec = importlib.util.spec_from_file_location(
        "make_coverage", ROOT / "tools" / "make_coverage.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKE = tool()
KNOWN = MAKE.names()
ITEMS = [(group["title"], item) for group in MAKE.groups() for item in group["item"]]
# How many items the brief lists in each part of its first section.
COUNTS = {
    "Activities, exercises and self-care": 33,
    "Running form, load and keeping well": 14,
    "Causes and conditions": 19,
    "Signs by the place of pain": 11,
    "When to see somebody": 9,
    "Where the articles disagree": 15,
    "What the brief asks for beside it": 9,
}


def test_no_item_is_lost() -> None:
    assert Counter(title for title, _ in ITEMS) == COUNTS


@pytest.mark.parametrize("item", [item for _, item in ITEMS], ids=[i["text"] for _, i in ITEMS])
def test_each_item_has_a_place_or_a_reason(item: dict[str, Any]) -> None:
    assert item.get("at") or item.get("why")
    for reference in item.get("at", []):
        kind, _, name = reference.partition(":")
        assert name in KNOWN[kind], reference


def test_each_part_has_its_file_and_is_referred_to() -> None:
    referred = {reference for _, item in ITEMS for reference in item.get("at", [])}
    for key, (_, path) in MAKE.PARTS.items():
        assert (ROOT / path).is_file(), path
        assert f"part:{key}" in referred, key


def test_every_learn_card_and_routine_is_reached() -> None:
    """What nothing refers to was forgotten in the table."""
    referred = {reference for _, item in ITEMS for reference in item.get("at", [])}
    for kind in ("learn", "routine"):
        spare = {"routine:desk-break-5"}  # the project's own idea
        assert {f"{kind}:{name}" for name in KNOWN[kind]} - referred <= spare


def test_the_page_is_fresh() -> None:
    assert (ROOT / "docs" / "coverage.md").read_text("utf-8") == MAKE.page(), (
        "run tools/make_coverage.py"
    )
