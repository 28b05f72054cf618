"""One way of counting sets: left and right together are one."""

import pytest

from hiprehab.core.log import Outcome, SetResult, Sets, count_sets
from hiprehab.core.model import Side

L, R, BOTH = Side.LEFT, Side.RIGHT, None
DONE, PARTIAL, SKIPPED = Outcome.DONE, Outcome.PARTIAL, Outcome.SKIPPED


def row(number: int, side: Side | None, outcome: Outcome, *, item: int = 0, name: str = "clam"):
    return SetResult(item, name, "1", side, number, 10, 10, 50.0, 50.0, outcome)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], Sets(0, 0)),
        ([row(1, BOTH, DONE), row(2, BOTH, SKIPPED)], Sets(1, 2)),
        ([row(1, L, DONE), row(1, R, DONE)], Sets(1, 1)),
        ([row(1, L, DONE), row(1, R, PARTIAL)], Sets(0, 1)),
        ([row(1, L, DONE), row(2, L, DONE), row(1, R, DONE), row(2, R, SKIPPED)], Sets(1, 2)),
        ([row(1, L, DONE), row(2, L, DONE), row(1, R, DONE)], Sets(2, 2)),  # more for one side
        ([row(1, L, DONE), row(1, L, DONE, item=1)], Sets(2, 2)),
        ([row(1, L, SKIPPED), row(1, L, DONE, name="bridge")], Sets(1, 2)),
    ],
)
def test_sets_are_counted_as_people_do(rows: list[SetResult], found: Sets) -> None:
    assert count_sets(rows) == found
