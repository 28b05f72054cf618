"""Small files of ours that something else has written: a reason, and never a long wait."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.storage import small_toml

MOST = 1_000_000


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a" + b".a" * 400_000 + b" = 1", "more than 8 parts"),
        (b"[a" + b".a" * 400_000 + b"]", "more than 8 parts"),
        (b"a = " + b"[" * 900_000, "nested too deeply"),
        (b"a = " + b"[" * 2_900, "nested too deeply"),
        (b"a = " + b"{a=" * 300_000, "nested too deeply"),
        (b"".join(b"[a%d]\n" % n for n in range(90_000)), "too many values"),
        (b'"' + b"k" * 900_000 + b'" = ', "value"),
        (b"a = " + b"9" * 900_000, "digits"),
        (b"#" * (MOST + 1), "larger than 1 MB"),
        (b"a = 1\xff", "codec"),
    ],
)
def test_what_would_take_long_is_refused_at_once(data: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        small_toml.loads(data, MOST)


@given(st.binary(max_size=300), st.integers(0, 4000))
def test_any_bytes_give_a_table_or_a_reason(data: bytes, filling: int) -> None:
    """Also past the size from which they are looked over first."""
    whole = data + b"\n#" + b"x" * filling
    try:
        found = small_toml.loads(whole, MOST)
    except ValueError as error:
        assert str(error)
    else:
        assert found == tomllib.loads(whole.decode("utf-8-sig").replace("\r\n", "\n"))
