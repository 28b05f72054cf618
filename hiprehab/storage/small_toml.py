"""Reads small TOML files of ours that people, other programs or a bad disk may have changed.

Larger ones are looked over before they are parsed: a key of many parts or a deep list would take
minutes. Standard library only, and little of it, since settings are read before the first paint.
"""

import tomllib
from typing import Any, Final

_HARMLESS: Final = 3000
"""In so many bytes the worst text takes a few milliseconds."""


def loads(data: bytes, most: int) -> dict[str, Any]:
    """The content of a file that was read up to `most` bytes and one more.

    Raises ValueError with the reason, such as that it is too large, deep or no TOML.
    """
    if len(data) > most:
        large = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} KB"
        raise ValueError(f"it is larger than {large}")
    text = data.decode("utf-8-sig")
    if len(data) <= _HARMLESS:
        try:
            return tomllib.loads(text)
        except RecursionError as error:
            raise ValueError("it is nested too deeply") from error
    from hiprehab.storage.packfile import parse
    from hiprehab.storage.problems import PackProblem

    try:
        return parse(text.replace("\r\n", "\n"), "").data
    except PackProblem as error:
        found = error.problems[0]
        raise ValueError(f"{found.message} (line {found.line})") from error
