"""Suggestions from scores, as the brief's tables have them."""

import pytest

from hiprehab.core.guidance import Before, During, Zone, before, ceiling_of, during, zone


@pytest.mark.parametrize(
    ("score", "found"),
    [
        (0, Zone.COMFORTABLE),
        (2, Zone.COMFORTABLE),
        (2.5, Zone.ACCEPTABLE),
        (5, Zone.ACCEPTABLE),
        (5.5, Zone.TOO_MUCH),
        (10, Zone.TOO_MUCH),
    ],
)
def test_zones(score: float, found: Zone) -> None:
    assert zone(score) is found


def test_lowest_ceiling_wins() -> None:
    assert ceiling_of() == ceiling_of(None, None) == 3
    assert ceiling_of(None, 5) == 3  # nothing is chosen, so the careful one holds
    assert ceiling_of(None, 5, condition=5) == 5
    assert ceiling_of(5, 0, 3) == 0
    assert ceiling_of(5, 4, condition=2) == 2


@pytest.mark.parametrize(
    ("scores", "ceiling", "baseline", "found"),
    [
        ((), 3, None, Before.AS_PLANNED),
        ((None, None), 3, None, Before.AS_PLANNED),
        ((None, 3), 3, None, Before.AS_PLANNED),
        ((0, 4), 3, None, Before.EASIER),
        ((5, 1), 3, None, Before.EASIER),
        ((5, 1), 5, None, Before.AS_PLANNED),
        ((5, 1), 5, 2.0, Before.MOBILITY),
        ((6, None), 5, None, Before.MOBILITY),
        ((7, 0), 5, None, Before.NOT_TODAY),
        ((10, 10), 5, 9.0, Before.NOT_TODAY),
    ],
)
def test_before(
    scores: tuple[int | None, ...], ceiling: int, baseline: float | None, found: Before
) -> None:
    assert before(scores, ceiling, baseline) is found


@pytest.mark.parametrize(("limp", "found"), [(True, Before.NOT_TODAY), (None, Before.AS_PLANNED)])
def test_a_limp_without_load_is_a_day_off_whatever_the_score(
    limp: bool | None, found: Before
) -> None:
    assert before((), limp=limp) is before((0, None), limp=limp) is found


@pytest.mark.parametrize(
    ("score", "ceiling", "found"),
    [
        (0, 0, During.GO_ON),
        (1, 0, During.STOP_MOVE),
        (3, 3, During.GO_ON),
        (4, 3, During.EASIER),
        (5, 5, During.GO_ON),
        (6, 10, During.STOP_MOVE),
    ],
)
def test_during(score: int, ceiling: int, found: During) -> None:
    assert during(score, ceiling) is found
