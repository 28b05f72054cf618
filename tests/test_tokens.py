"""The colours of both themes: complete, readable and told apart."""

from itertools import combinations
from pathlib import Path

import pytest

from hiprehab import resources, tokens
from hiprehab.tokens import MARK_PAIRS, TEXT_PAIRS, ThemeProblem, Tokens, contrast

THEMES = ("light", "dark")


def loaded(name: str) -> Tokens:
    return tokens.load(resources.asset(f"themes/{name}.toml"))


def lab(colour: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of an sRGB colour."""
    parts = [channel / 255 for channel in tokens.rgb(colour)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: str, other: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), sorted(set(TEXT_PAIRS)))
def test_text_is_readable(name: str, ink: str, ground: str) -> None:
    theme = loaded(name)
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= tokens.TEXT_CONTRAST


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("mark", "ground"), sorted(set(MARK_PAIRS)))
def test_marks_are_seen(name: str, mark: str, ground: str) -> None:
    theme = loaded(name)
    assert contrast(getattr(theme, mark), getattr(theme, ground)) >= tokens.MARK_CONTRAST


@pytest.mark.parametrize("name", THEMES)
def test_colours_with_different_meanings_are_told_apart(name: str) -> None:
    theme = loaded(name)
    families = (
        ("left", "right"),
        ("right", "acceptable"),
        ("right", "too_much"),
        ("comfortable", "acceptable"),
        ("acceptable", "too_much"),
        *combinations(("work", "hold", "rest", "left", "right"), 2),
        ("rest", "raised"),
    )
    close = [
        (one, other, round(distance(getattr(theme, one), getattr(theme, other))))
        for one, other in families
        if distance(getattr(theme, one), getattr(theme, other)) < 15
    ]
    assert not close


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)
    assert contrast("#123456", "#123456") == 1


def good() -> str:
    return resources.asset("themes/light.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('accent = "teal"\n', "", "accent"),
        ('accent = "teal"\n', 'accent = "teal"\nglow = "teal"\n', "glow"),
        ('accent = "teal"\n', 'accent = "pink"\n', "accent"),
        ('teal = "#16717A"', 'teal = "red"', "#RRGGBB"),
        ("[roles]", "[rolls]", "not a theme file"),
        ("[base]", "[base", "not a theme file"),
    ],
)
def test_a_bad_theme_file_says_what_is_wrong(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = good()
    assert old in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ThemeProblem) as caught:
        tokens.load(path)
    assert "mine.toml" in str(caught.value)
    assert said in str(caught.value)


def test_a_missing_theme_file_is_a_theme_problem(tmp_path: Path) -> None:
    with pytest.raises(ThemeProblem):
        tokens.load(tmp_path / "none.toml")
