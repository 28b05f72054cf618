"""Another form of a move in a routine, chosen by the person and kept until it is taken back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from hiprehab.core.changes import Changes
from hiprehab.core.diary import Adjustment
from hiprehab.core.forms import Form
from hiprehab.core.model import Item, Library, Routine, Variant
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.own_routine import held, own_variant

if TYPE_CHECKING:
    from hiprehab.storage.store import Store

Told = Callable[[str, Callable[[], None]], object]


class Spot(NamedTuple):
    """An item of a routine: as it was given, and as this person does it."""

    routine: Routine
    given: Item
    own: Item
    variant: Variant
    place: int
    rounds: int = 1

    @property
    def changed(self) -> bool:
        """Whether it is another form than the given one."""
        return (self.own.exercise, self.own.level) != (self.given.exercise, self.given.level)


def spots_of(around: Around, routine: Routine, variant: Variant) -> tuple[Spot, ...]:
    """All items of a routine's variant in order; `variant` of each is the person's own."""
    own = own_variant(around, routine, variant)
    rounds = [block.rounds for block in variant.blocks for _ in block.items]
    rows = zip(variant.items, own.items, rounds, strict=True)
    return tuple(
        Spot(routine, given, mine, own, place, turns)
        for place, (given, mine, turns) in enumerate(rows)
    )


def use_form(around: Around, spot: Spot, form: Form, told: Told) -> None:
    """Uses a form in the routine from now on; an earlier change of the same move ends."""
    before = [one for one in held(around, spot.routine.id) if one.exercise == spot.given.exercise]
    as_given = (form.exercise, form.level) == (spot.given.exercise, spot.given.level)
    other = "" if form.exercise == spot.given.exercise else form.exercise
    name, title = form_name(around.library(), form), spot.routine.title
    text = _tr("{0} is used in {1} from now on.").format(name, title)
    change = Adjustment(
        around.now(), spot.routine.id, spot.given.exercise, other, form.level, reason=text
    )
    live, clock = around.live, around.clock
    at = clock.utcnow()

    def work(store: "Store") -> int | None:
        with store.atomic():
            for one in before:
                store.end_adjustment(_number(one), at)
            return None if as_given else store.adjust(change)

    def done(made: int | None) -> None:
        def undone(store: "Store") -> None:
            with store.atomic():
                if made is not None:
                    store.end_adjustment(made, clock.utcnow())
                for one in before:
                    store.adjust(one._replace(ended=None, id=None))

        said = _tr("It is as it was given.") if as_given else text
        told(said, lambda: live.insist(undone, Changes.DIARY))

    live.write(work, Changes.DIARY, done=done)


def _number(change: Adjustment) -> int:
    assert change.id is not None, "a change of the log has a number"
    return change.id


def form_name(library: Library, form: Form) -> str:
    """A form in words: "Clamshell, level 1", or the name alone where there is one level."""
    exercise = library.exercises[form.exercise]
    if len(exercise.levels) < 2:
        return exercise.name
    return _tr("{0}, level {1}").format(exercise.name, form.level)


def _tr(text: str) -> str:
    return QCoreApplication.translate("OwnForms", text)
