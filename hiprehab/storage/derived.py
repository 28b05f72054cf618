"""Files made from others: the built-in index and the JSON Schema. `check data --write-index`."""

import json
from pathlib import Path
from typing import Any

from hiprehab.storage.files import write_whole
from hiprehab.storage.index import index_text
from hiprehab.storage.library import index_of
from hiprehab.storage.problems import PackProblem
from hiprehab.storage.shapes import ExerciseShape, PackShape, RoutineShape, Shape

SCHEMAS: dict[str, tuple[type[Shape], str]] = {
    "hiprehab-pack-1": (PackShape, "A HipRehab pack in one file"),
    "hiprehab-exercise-1": (ExerciseShape, "A HipRehab exercise"),
    "hiprehab-routine-1": (RoutineShape, "A HipRehab routine"),
}


def write_derived(folder: Path) -> list[Path]:
    """Writes the index and the schemas of a data folder and returns their paths."""
    written = []
    for name, text in derived(folder).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        write_whole(path, text.encode(), "The file was not written")
        path.chmod(0o644)  # shipped files are everybody's
        written.append(path)
    return written


def derived(folder: Path) -> dict[str, str]:
    """What the derived files of this data folder should hold, by their path in it."""
    index, problems = index_of(folder)
    if problems:
        raise PackProblem(*problems)
    texts = {"index.json": index_text(index.library, index.motions, index.sources)}
    for name, (shape, title) in SCHEMAS.items():
        texts[f"schema/{name}.json"] = schema_text(shape, title)
    return texts


def schema_text(shape: type[Shape], title: str) -> str:
    """The JSON Schema of a table, as text."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_tidied(shape.model_json_schema(by_alias=True)),
        "title": title,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _tidied(value: Any) -> Any:
    """Without what TOML does not have (null) and what only repeats the key (titles)."""
    if isinstance(value, list):
        return [_tidied(one) for one in value if one != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    tidy = {key: _tidied(inner) for key, inner in value.items() if not _is_noise(key, inner)}
    choices = tidy.get("anyOf")
    if isinstance(choices, list) and len(choices) == 1:
        del tidy["anyOf"]
        tidy |= choices[0]
    return tidy


def _is_noise(key: str, value: Any) -> bool:
    return (key == "default" and value is None) or (key == "title" and isinstance(value, str))
