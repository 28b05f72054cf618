"""Plays the cues of a session: returns at once, leaves out speech that would come late, and says
once when nothing can be heard.
"""

import dataclasses
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from hiprehab.core.events import (
    Event,
    Finished,
    PartStarted,
    Paused,
    Resumed,
    StepFinished,
    StepStarted,
)
from hiprehab.core.plan import Plan, StepKind
from hiprehab.core.settings import Settings
from hiprehab.core.state import Snapshot, State
from hiprehab.ui import phrases
from hiprehab.ui.audio import Audio, AudioProblem
from hiprehab.ui.cue_rules import (
    ANNOUNCED_LATE_S,
    Cue,
    Speech,
    Tone,
    cues_for,
    introduction,
    texts_of,
)
from hiprehab.ui.mixer import LATE_S
from hiprehab.ui.voice import Voice, VoiceProblem

FAST_S: Final = 1.0
"""The session's clock ran ahead of the real one by this: a rehearsal, without speech."""
TEST_AFTER_S: Final = 0.2


class CuePlayer(QObject):
    """Plays the cues of a session.

    Args:
        audio: the sound card.
        voice: phrases that are ready to be said.
        settings: what the person wants to hear.
        clock: seconds of the clock that the events' moments are of, up to a constant.

    Signals:
        noticed(str): a sentence for the person, each at most once. Arrives on the windows' thread.
    """

    noticed = Signal(str)
    _reported = Signal(object)
    _arrived = Signal()

    def __init__(
        self,
        audio: Audio,
        voice: Voice,
        settings: Settings,
        *,
        clock: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._audio = audio
        self._voice = voice
        self._settings = settings
        self._clock = clock
        self._plan: Plan | None = None
        self._muted = self._fast = False
        self._lag: float | None = None
        self._told: tuple[object, ...] | None = None
        self._waiting: tuple[Speech, float] | None = None
        self._noticed: set[AudioProblem | VoiceProblem] = set()
        # The problems arrive on other threads; a signal brings them to this object's own.
        self._reported.connect(self._on_reported)
        self._arrived.connect(self._on_arrived)
        audio.on_problem = self._reported.emit
        voice.on_problem = self._reported.emit
        voice.on_ready = self._arrived.emit
        audio.set_volume(settings.volume)

    def prepare(self, plan: Plan) -> None:
        """A session with this plan is about to begin: open the device, speak names ahead.

        Each session begins unmuted.
        """
        self._plan = plan
        self._lag = self._told = None
        self._muted = self._fast = False
        if self._settings.tones or self._settings.voice:
            self._audio.open()
        if self._settings.voice:
            self._speak_ahead(plan)

    def handle(self, event: Event, snapshot: Snapshot | None = None) -> None:
        """Play what belongs to an event. Returns at once."""
        plan = snapshot.plan if snapshot else self._plan
        late = self._is_late(event)
        if plan is None:
            return
        if snapshot and self._plan is not None and snapshot.plan is not self._plan:
            self._on_other_plan(snapshot.plan)
        if isinstance(event, Paused | Resumed | Finished):
            self._hush()
        if isinstance(event, StepStarted):
            self._waiting = None
        for cue in self._cues(event, plan):
            if isinstance(cue, Tone):
                if not _stands(event, snapshot):
                    self._play(cue)
            elif not (late or self._fast or _stands(event, snapshot)):
                self._play(cue)
        if isinstance(event, Finished):
            self._plan = None
            self._audio.release()

    def set_muted(self, muted: bool) -> None:
        """Be silent from now on, or no longer."""
        self._muted = muted
        if muted:
            self._hush()

    def set_settings(self, settings: Settings) -> None:
        """What the person wants to hear from now on."""
        self._settings = settings
        self._audio.set_volume(settings.volume)
        if self._plan is not None and (settings.tones or settings.voice):
            self._audio.open()

    def silence(self) -> None:
        """The session's screen goes away: fade out and let go of the device."""
        self._plan = None
        self._hush()
        self._audio.release()

    def test(self) -> None:
        """A tone and a phrase, for the settings' test button; heard even when muted.

        Says each time when there is no device: the person asks.
        """
        self._noticed -= set(AudioProblem)
        self._audio.open()
        self._voice.wake()
        self._audio.play("work", after_s=TEST_AFTER_S)
        sample = phrases.sentences(phrases.say_get_ready(), phrases.say_go())
        self._say(Speech((sample,), TEST_AFTER_S + 1.0, ANNOUNCED_LATE_S))
        self._release_when_said()

    def close(self) -> None:
        """End the threads."""
        self._waiting = None
        self._voice.close()
        self._audio.close()

    # -- inside

    def _cues(self, event: Event, plan: Plan) -> tuple[Cue, ...]:
        """The cues of an event; work that nobody announced is introduced instead of counted."""
        cues = cues_for(event, plan, self._settings)
        if not isinstance(event, StepStarted):
            return cues
        step = event.step
        place = (step.item, None if step.alternating else step.side)
        unknown = self._told != place
        if step.kind is not StepKind.REST_REP:
            self._told = place
        if not (step.is_work and unknown):
            return cues
        return tuple(
            Speech(introduction(step, plan), cue.after_s) if isinstance(cue, Speech) else cue
            for cue in cues
        )

    def _on_other_plan(self, plan: Plan) -> None:
        """Another tail, such as an easier level: speak its names ahead."""
        self._plan = plan
        self._speak_ahead(plan)

    def _speak_ahead(self, plan: Plan) -> None:
        settings = self._settings
        if settings.voice:
            self._voice.prepare(lambda: texts_of(plan, settings))

    def _hush(self) -> None:
        self._waiting = None
        self._audio.hush()

    def _is_late(self, event: Event) -> bool:
        """Whether the event's moment has passed; also notices a rehearsal at a higher speed.

        The difference between the two clocks is constant in a session that keeps time, so that a
        growing one is lateness and a shrinking one is speed.
        """
        if isinstance(event, Paused | Resumed | Finished):
            return False  # A stall is told for the moment before it, and only afterwards.
        lag = self._clock() - event.at
        if self._lag is None:
            self._lag = lag
        if lag < self._lag - FAST_S:
            self._fast = True
        late = lag - self._lag > LATE_S
        self._lag = min(self._lag, lag)
        return late

    def _play(self, cue: Cue) -> None:
        if self._muted:
            return
        if isinstance(cue, Tone):
            self._audio.play(cue.name, after_s=cue.after_s)
        else:
            self._say(cue)

    def _say(self, speech: Speech) -> None:
        """Say the best way now, or wait a little for it while the voice is at work."""
        self._waiting = None
        parts = self._voice.spoken(speech.texts[:1])
        if parts is None and speech.late_s > LATE_S and self._voice.busy:
            self._waiting = (speech, self._clock())
            return
        parts = parts or self._voice.spoken(speech.texts)
        if parts:
            self._audio.say(parts, after_s=speech.after_s, late_s=speech.late_s)

    def _on_arrived(self) -> None:
        """More can be said, or no more will come: look at the speech that waits."""
        if self._waiting is None:
            return
        speech, since = self._waiting
        waited = self._clock() - since
        while waited > speech.late_s + speech.after_s and len(speech.texts) > 1:
            speech = _shorter(speech)
        if waited > speech.late_s + speech.after_s:
            self._waiting = None
        else:
            # What was waited is taken from the delay first, then from the spare time.
            after_s = max(0.0, speech.after_s - waited)
            late_s = speech.late_s - max(0.0, waited - speech.after_s)
            self._say(dataclasses.replace(speech, after_s=after_s, late_s=late_s))
            if self._waiting:
                self._waiting = (speech, since)
        self._release_when_said()

    def _release_when_said(self) -> None:
        """Outside a session nothing keeps the device."""
        if self._plan is None and self._waiting is None:
            self._audio.release()

    def _on_reported(self, problem: AudioProblem | VoiceProblem) -> None:
        if problem in self._noticed:
            return
        self._noticed.add(problem)
        match problem:
            case AudioProblem.MISSING:
                text = self.tr("No sound device was found; the screen shows every cue.")
            case AudioProblem.LOST:
                text = self.tr("The sound device has gone; the screen shows every cue.")
            case VoiceProblem.MISSING:
                text = self.tr(
                    "This computer has no voice of its own, so exercise names are not spoken."
                )
            case _:
                text = self.tr(
                    "This computer's voice does not answer, so exercise names are not spoken."
                )
        self.noticed.emit(text)


def _shorter(speech: Speech) -> Speech:
    """The next shorter way to say it, which may begin later by what it is shorter."""
    longest, *others = speech.texts
    spare = phrases.estimate_s(longest) - phrases.estimate_s(others[0])
    return Speech(tuple(others), speech.after_s, speech.late_s + max(0.0, spare))


def _stands(event: Event, snapshot: Snapshot | None) -> bool:
    """Whether a step is entered while the session stands still or counts in: nothing begins yet."""
    still = snapshot is not None and snapshot.state in (State.PAUSED, State.LEAD_IN)
    return still and isinstance(event, StepStarted | StepFinished | PartStarted)
