"""What is left of a routine after a session that was ended early."""

from collections.abc import Iterable
from dataclasses import replace

from hiprehab.core.log import SetResult, SkipReason
from hiprehab.core.model import Variant


def left_over(variant: Variant, results: Iterable[SetResult]) -> Variant | None:
    """The variant without the moves that were begun, or were left out because they hurt.

    A move that was begun is not offered again: the rest is never more than what was planned. None
    when nothing is left.

    Args:
        variant: what was meant to be done.
        results: the sets of all sessions that belong together, such as those of one day.
    """
    known = {item.exercise for item in variant.items}
    begun: set[str] = set()
    for one in results:
        if one.reps_done or one.seconds_done or one.reason is SkipReason.PAIN:
            swapped = one.exercise not in known and one.item < len(variant.items)
            begun.add(variant.items[one.item].exercise if swapped else one.exercise)
    blocks = [
        replace(block, items=tuple(item for item in block.items if item.exercise not in begun))
        for block in variant.blocks
    ]
    kept = tuple(block for block in blocks if block.items)
    return replace(variant, blocks=kept) if kept else None
