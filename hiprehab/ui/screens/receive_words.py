"""Words about a pack that was offered: from whom it is, what its signature means, what changes.

Whatever comes from the pack is shown as plain text; the labels are ours and can be translated.
"""

from itertools import groupby
from typing import Final

from PySide6.QtCore import QCoreApplication

from hiprehab.core.model import Author, Routine
from hiprehab.storage.compare import NOTHING, Change, Kind
from hiprehab.storage.handover import Offer, State
from hiprehab.storage.signing import grouped
from hiprehab.storage.trust import Standing
from hiprehab.ui.screens.prescribed_words import date_text, phase_when

SHORT: Final = 16
"""Digits of a key or a hash that are compared at a glance."""
MOST_CHANGES: Final = 60
MOST_NAMED: Final = 10


def _tr(text: str) -> str:
    return QCoreApplication.translate("Receive", text)


def eyebrow(state: State) -> str:
    """What kind of thing this is, in two or three words."""
    words = {
        State.NEW: _tr("A new pack"),
        State.UPDATE: _tr("A new version"),
        State.SAME: _tr("You have this already"),
        State.CLASH: _tr("Cannot be accepted"),
        State.OLDER: _tr("An older version"),
    }
    return words[state]


def state_text(offer: Offer) -> str:
    """How it stands to what is installed."""
    version, before = offer.parcel.pack.version, offer.before
    match offer.state:
        case State.NEW:
            return _tr("Version {0}. Nothing is installed until you accept it.").format(version)
        case State.UPDATE:
            text = _tr("Version {0} would be used instead of {1}, which stays on this computer.")
            return text.format(version, before)
        case State.SAME:
            return _tr("Version {0} is installed. Nothing would change.").format(version)
        case State.OLDER:
            text = _tr("You have the newer version {0}. This one, {1}, would not be used.")
            return text.format(before, version)
    text = _tr(
        "Version {0} is installed with other content, and a version is never written over. Ask for"
        " a file with a higher version."
    )
    return text.format(version)


def author_text(author: Author) -> str:
    """From whom it is, as the file says."""
    said = ", ".join(one for one in (author.name, author.role, author.organisation) if one)
    return _tr("From {0}").format(said) if said else _tr("No author is named.")


def signature_text(offer: Offer) -> str:
    """What the signature means here, in a sentence or two."""
    key = grouped(offer.parcel.signature.key, SHORT)
    match offer.standing:
        case Standing.UNSIGNED:
            return _tr(
                "Not signed: anybody may have written it. Accept it only from somebody you know."
            )
        case Standing.UNREAD:
            return _tr(
                "Signature not looked at: the part of HipRehab that checks it is not installed."
            )
        case Standing.FIRST:
            text = _tr("Signed, and seen for the first time. To be sure, compare the key: {0}")
        case Standing.KNOWN:
            text = _tr("Signed with the key that you know. Key: {0}")
        case Standing.CHANGED:
            text = _tr("Signed with another key than before. New key: {0}")
        case _:
            return _tr("Not signed, though packs from here were signed before.")
    return text.format(key)


def warning_text(standing: Standing) -> tuple[str, str]:
    """Title and advice when the signature is not what it was."""
    if standing is Standing.CHANGED:
        return (
            _tr("The signature has changed"),
            _tr(
                "What you accepted before was signed with another key. Perhaps the author has a new"
                " computer; perhaps this is from somebody else. Ask the author before you accept."
            ),
        )
    return (
        _tr("The signature is missing"),
        _tr(
            "What you accepted before was signed, and this is not. It may be from somebody else."
            " Ask the author before you accept."
        ),
    )


def keys_text(offer: Offer) -> list[str]:
    """The key that was expected and the one that came, one under the other."""
    known = ", ".join(grouped(key, SHORT) for key in offer.keys[:MOST_NAMED])
    new = offer.parcel.signature.key
    lines = [_tr("Known key: {0}").format(known)]
    return [*lines, _tr("Key of this file: {0}").format(grouped(new, SHORT))] if new else lines


def phases_text(routine: Routine) -> list[str]:
    """The phases of a programme, a line each: its name, its variant and when it is."""
    titles = {one.id: one.title for one in routine.variants}
    several = len(routine.variants) > 1
    return [
        " · ".join(
            filter(
                None,
                (phase.title, titles[phase.variant] if several else "", phase_when(phase)),
            )
        )
        for phase in routine.phases
    ]


def stop_text(routine: Routine, most: int | None) -> list[str]:
    """The highest pain and the rules for stopping, a line each; `most` holds for the person."""
    lines = list(routine.stop_rules[:MOST_NAMED])
    if routine.pain_ceiling is not None:
        text = _tr("Highest pain: {0} of 10.")
        if most is not None and most < routine.pain_ceiling:
            text = _tr(
                "Highest pain: {0} of 10. For you {1} holds: the lowest limit counts. Ask the"
                " author which one is right for you."
            )
        lines.insert(0, text.format(routine.pain_ceiling, most))
    more = len(routine.stop_rules) - MOST_NAMED
    return [*lines, _tr("{0} more lines").format(more)] if more > 0 else lines


def review_text(routine: Routine, *, late: bool) -> list[str]:
    """The day by which the author wants to look at the routine again; nothing when none is said."""
    if routine.review is None:
        return []
    day = date_text(routine.review)
    return [_tr("Was due by {0}. Ask whether it still holds.").format(day) if late else
            _tr("By {0}, with whoever wrote it.").format(day)]  # fmt: skip


def changes_by_place(changes: tuple[Change, ...]) -> list[tuple[str, list[str]]]:
    """The changes in lines, under the routine that they belong to."""
    shown = changes[:MOST_CHANGES]
    found = [
        (where or _tr("For the whole pack"), [change_text(one) for one in group])
        for where, group in groupby(shown, key=lambda one: one.where)
    ]
    more = len(changes) - len(shown)
    if more:
        found.append((_tr("And more"), [_tr("{0} more changes").format(more)]))
    return found


def change_text(change: Change) -> str:
    """One change, such as "Clamshell: sets 2 → 3"."""
    head = f"{change.what}: " if change.what else ""
    field = QCoreApplication.translate("Compare", change.field) if change.field else ""
    if change.kind is Kind.CHANGED:
        text = _tr("{0} {1} → {2}").format(field, change.before, change.after)
    elif change.kind is Kind.MOVED:
        text = _tr("moved from place {0} to {1}").format(change.before, change.after)
    elif not field:
        text = _tr("new") if change.kind is Kind.ADDED else _tr("taken out")
        text += f" ({change.after})" if change.after else ""
    elif change.kind is Kind.ADDED:
        text = _tr("{0} added: {1}").format(field, change.after)
    else:
        text = _tr("{0} taken out: {1}").format(field, change.before)
    return _capital(head + text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text and text != NOTHING else text


def notes(offer: Offer, more: int) -> list[str]:
    """What else there is to say about a pack."""
    found = []
    if offer.shadows:
        text = _tr(
            "It has its own {0}, which has the same id as a built-in one. The built-in one stays as"
            " it is."
        )
        found.append(text.format(", ".join(offer.shadows[:MOST_NAMED])))
    if offer.parcel.loaded.motions:
        found.append(_tr("It brings moving pictures. They are worked out after you accept it."))
    if more:
        found.append(_tr("{0} more routines and exercises are not listed here.").format(more))
    return found
