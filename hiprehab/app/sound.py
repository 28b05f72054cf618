"""The session's sounds, put together: the sound card, the voice and the player."""

from collections.abc import Callable

from hiprehab import resources
from hiprehab.app.profile import Profile
from hiprehab.ui.audio import Audio
from hiprehab.ui.clock import Clock
from hiprehab.ui.cues import CuePlayer
from hiprehab.ui.voice import Voice


def make_cues(profile: Profile, clock: Clock, tell: Callable[[str], object]) -> CuePlayer:
    """A player for this profile; `tell` gets the one sentence when nothing can be heard."""
    sounds = resources.asset("sounds")
    player = CuePlayer(
        Audio(clock.monotonic, sounds),
        Voice(sounds, profile.folders.cache / "speech"),
        profile.settings,
        clock=clock.monotonic,
    )
    player.noticed.connect(tell)
    return player
