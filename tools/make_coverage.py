"""Makes docs/coverage.md: each item of the clinical brief's first section and where it lives.

Run it after a change of tests/coverage.toml: `python tools/make_coverage.py`. A test compares.
"""

import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "coverage.toml"
PAGE = ROOT / "docs" / "coverage.md"
# Parts of screens, each with the file that makes it.
PARTS = {
    "ready-list": ("list before running again", "hiprehab/ui/screens/running_card.py"),
    "running-rules": ("rules between the steps back to running", "hiprehab/core/running.py"),
    "body-map": ("body map beside a rating", "hiprehab/ui/widgets/body_map.py"),
    "learn-map": ("body map in Learn", "hiprehab/ui/screens/learn_map.py"),
    "places": ("places in Trends", "hiprehab/ui/screens/trend_places.py"),
    "skin-question": ("question about the skin", "hiprehab/ui/screens/skin_question.py"),
    "tests": ("two tests in Trends", "hiprehab/ui/screens/function_flow.py"),
    "start-check": ("check before a session", "hiprehab/ui/screens/session_start.py"),
    "forms": ("another form of a move", "hiprehab/ui/screens/forms_part.py"),
    "week": ("verdict on the week", "hiprehab/core/weekly.py"),
}
SCREENS = {"today": "Today", "library": "Library", "plan": "Plan", "trends": "Trends"}

HEAD = """# Where everything is

The clinical brief began with what five general articles for runners name. This page lists it all
and says where it is in the app, or why it is not; the last table has what the rest of the brief
asks for beside it. It is made by `tools/make_coverage.py` from
`tests/coverage.toml`; a test follows every reference.
"""


def groups() -> list[dict[str, Any]]:
    """The table as it is written."""
    found: list[dict[str, Any]] = tomllib.loads(TABLE.read_text("utf-8"))["group"]
    return found


def names() -> dict[str, Mapping[str, str]]:
    """What can be referred to, by kind and id, and what the person sees it called."""
    sys.path.insert(0, str(ROOT))
    from hiprehab.storage.guides import read_conditions, read_safety
    from hiprehab.storage.index import read_index
    from hiprehab.storage.learn import read_cards

    data = ROOT / "data"
    library = read_index(data / "index.json")
    conditions = read_conditions(data).conditions
    return {
        "exercise": {one: library.exercises[one].name for one in library.exercises},
        "routine": {one: library.routines[one].title for one in library.routines},
        "learn": {card.id: card.title for card in read_cards(data / "learn")},
        "condition": {key: one.name for key, one in conditions.items()},
        "safety": {one.id: one.id for one in read_safety(data).questions},
        "screen": SCREENS,
        "part": {key: name for key, (name, _) in PARTS.items()},
    }


WORDS: dict[str, Callable[[str], str]] = {
    "exercise": lambda name: f"exercise *{name}*",
    "routine": lambda name: f"routine *{name}*",
    "learn": lambda name: f"Learn: *{name}*",
    "condition": lambda name: f"condition *{name}*",
    "safety": lambda name: f"safety question {name}",
    "screen": lambda name: f"screen {name}",
    "part": lambda name: name,
}


def where(item: Mapping[str, Any], known: Mapping[str, Mapping[str, str]]) -> str:
    """The places of an item in words."""
    parts = []
    for reference in item.get("at", []):
        kind, _, name = reference.partition(":")
        parts.append(WORDS[kind](known[kind][name]))
    if item.get("why"):
        parts.append(f"({item['why']})")
    return "; ".join(parts)


def page() -> str:
    """The whole page."""
    known, lines = names(), [HEAD]
    for group in groups():
        lines += [f"## {group['title']}\n", "| what | where |", "|---|---|"]
        lines += [f"| {item['text']} | {where(item, known)} |" for item in group["item"]]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.name}")
