"""Words for what the core knows: sides, phases, doses, times, reasons. One place, translatable."""

from PySide6.QtCore import QObject

from hiprehab.core.events import PauseReason
from hiprehab.core.log import SetResult, SkipReason, count_sets
from hiprehab.core.model import Bound, Dose, DoseKind, Side, SideRule
from hiprehab.core.plan import Plan, PlanItem, Step, StepKind
from hiprehab.core.state import Snapshot


def minutes_text(seconds: float) -> str:
    """Time as m:ss, or h:mm:ss from an hour on; rounded up."""
    whole = max(0, -int(-seconds // 1))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def digits(seconds: float) -> str:
    """The countdown's digits, rounded up: seconds alone below a minute."""
    whole = max(0, -int(-seconds // 1))
    return str(whole) if whole < 60 else minutes_text(whole)


def number(value: float) -> str:
    """A number without needless decimals."""
    return f"{value:g}"


class Words(QObject):
    """Turns values into short sentences in the person's language."""

    # -- routines

    def variant(self, name: str) -> str:
        """The form of a routine that is not installed, by its id; nothing for the usual one."""
        if name == "standard":
            return ""
        level = name[1:] if name[:1] in "Ll" else name
        return self.tr("level {n}").format(n=level) if level.isdecimal() else name

    # -- sides

    def side(self, side: Side | None) -> str:
        """The side as a word; both at once for None."""
        if side is None:
            return self.tr("both sides")
        return self.tr("left") if side is Side.LEFT else self.tr("right")

    def side_large(self, side: Side | None) -> str:
        """The side for reading across the room."""
        if side is None:
            return self.tr("Both sides")
        return self.tr("LEFT") if side is Side.LEFT else self.tr("RIGHT")

    # -- steps

    def phase(self, step: Step) -> str:
        """What this time is for, in one or two words."""
        match step.kind:
            case StepKind.GET_READY:
                return self.tr("Get ready")
            case StepKind.TRANSITION:
                return self.tr("Next move")
            case StepKind.SWITCH:
                return self.tr("Switch sides")
            case StepKind.REST_REP | StepKind.REST_SET:
                return self.tr("Rest")
        return self.tr("Hold") if step.work is DoseKind.HOLD else self.tr("Work")

    def set_text(self, plan: Plan, step: Step) -> str:
        """Which set of how many, and which round; nothing when there is one."""
        item = plan.item_of(step)
        which = self.tr("set {n} of {total}").format(n=step.set, total=step.sets)
        if item.rounds < 2:
            return which if step.sets > 1 else ""
        text = self.tr("round {n} of {total}").format(n=item.round_of(step.set), total=item.rounds)
        return text if step.sets == item.rounds else f"{text}, {which}"

    def rep_text(self, step: Step) -> str:
        """Which repetition of how many."""
        if step.work is DoseKind.SELF:
            return self.tr("{n} times, at your own pace").format(n=step.reps)
        if step.reps < 2 or not step.rep:
            return ""
        if step.work is DoseKind.HOLD:
            return self.tr("hold {n} of {total}").format(n=step.rep, total=step.reps)
        return self.tr("{n} of {total}").format(n=step.rep, total=step.reps)

    def why(self, snapshot: Snapshot) -> str:
        """Why this time without work is as long as it is."""
        step, plan = snapshot.step, snapshot.plan
        caution = plan.item_of(step).caution
        if caution and step.kind in (StepKind.GET_READY, StepKind.TRANSITION):
            return caution  # what to mind goes before how long it takes
        match step.kind:
            case StepKind.GET_READY:
                return self.tr("Time to get into place: {position}.").format(
                    position=self.position(plan.item_of(step).position)
                )
            case StepKind.SWITCH:
                over = plan.item_of(step).position == "side-lying"
                text = (
                    self.tr("Turn over. Now your {side} side.")
                    if over
                    else self.tr("Now your {side} side.")
                )
                return text.format(side=self.side(step.side))
            case StepKind.TRANSITION:
                return self._why_change(plan, step)
        if step.seconds is None:
            return self.tr("Rest for as long as you need.")
        if step.kind is StepKind.REST_REP:
            return self.tr("{n} s to let go before the next one.").format(n=number(step.seconds))
        return self.tr("{n} s of rest, so that the next set is as good as the last.").format(
            n=number(step.seconds)
        )

    def _why_change(self, plan: Plan, step: Step) -> str:
        before, after = plan.item_of(plan.steps[step.index - 1]), plan.item_of(step)
        if before.position == after.position:
            text = self.tr("Stay as you are: {position}.")
        else:
            text = self.tr("Time to change: {position}.")
        return text.format(position=self.position(after.position))

    def position(self, position: str) -> str:
        """How the body is placed."""
        words = {
            "standing": self.tr("standing"),
            "seated": self.tr("sitting on a chair"),
            "floor-seated": self.tr("sitting on the floor"),
            "kneeling": self.tr("kneeling"),
            "quadruped": self.tr("on hands and knees"),
            "prone": self.tr("lying on your front"),
            "supine": self.tr("lying on your back"),
            "side-lying": self.tr("lying on your side"),
            "propped": self.tr("propped on your arms"),
        }
        return words.get(position, position)

    def next_text(self, plan: Plan, step: Step, *, here: Step | None = None) -> str:
        """What comes next in one line; between two holds (`here`) which of them it is."""
        item = plan.item_of(step)
        if item.dose.side is SideRule.ALTERNATING:
            return f"{item.name} · {self._in_turn(self.amount(item.dose), item.dose)}"
        side = self.side(step.side) if step.side else ""
        inside = here is not None and here.kind is StepKind.REST_REP
        amount = self.rep_text(step) if inside else ""
        return " · ".join(
            part for part in (item.name, side, amount or self.amount(item.dose)) if part
        )

    def next_hint(self, plan: Plan, here: Step, step: Step) -> str:
        """What to do to get there: another set, the other side or another position."""
        before, after = plan.item_of(here), plan.item_of(step)
        if (same := self._same_move(plan, here, step)) is not None:
            return same
        if before.position == after.position:
            return self.tr("stay {position}").format(position=self.position(after.position))
        return self.tr("then {position}").format(position=self.position(after.position))

    def then_hint(self, plan: Plan, coming: Step, after: Step | None) -> str:
        """What follows the work that comes next; None is nothing more."""
        if after is None:
            return self.tr("then done")
        same = self._same_move(plan, coming, after)
        return self.tr("then {what}").format(what=same or plan.item_of(after).name)

    def _same_move(self, plan: Plan, here: Step, step: Step) -> str | None:
        """What differs between two works of one move; None for two moves."""
        before, after = plan.item_of(here), plan.item_of(step)
        if step.item != here.item or before.exercise != after.exercise:
            return None
        if after.rounds > 1 and after.round_of(step.set) != after.round_of(here.set):
            return self.tr("round {n}").format(n=after.round_of(step.set))
        if step.set > here.set:
            return self.tr("set {n}").format(n=step.set)
        return self.tr("switch sides")

    # -- doses

    def amount(self, dose: Dose) -> str:
        """One set's work in the fewest words."""
        most = dose.reps[1]
        match dose.kind:
            case DoseKind.HOLD:
                one = self.tr("hold {time}").format(time=self.duration(dose.hold_s))
                return one if most == 1 else f"{most} × {one}"
            case DoseKind.TIME:
                return self.duration(dose.duration_s)
            case DoseKind.OPEN:
                return self.tr("until you are done")
        return self.tr("{n} times").format(n=most)

    def duration(self, seconds: float) -> str:
        """A length of time: whole minutes where it is that, else seconds."""
        if seconds >= 60 and seconds % 60 == 0:
            return self.tr("{n} min").format(n=number(seconds / 60))
        if seconds > 90:
            return self.tr("{n} min").format(n=minutes_text(seconds))
        return self.tr("{n} s").format(n=number(seconds))

    def dose(self, dose: Dose, rounds: int = 1) -> str:
        """The whole dose as a sentence without a full stop; its sets are those of all rounds."""
        text = self.amount(dose)
        sets = dose.sets // rounds
        if sets > 1:
            text = self.tr("{n} sets: {amount}").format(n=sets, amount=text)
        if rounds > 1:
            text = self.tr("{n} rounds: {amount}").format(n=rounds, amount=text)
        if dose.side is SideRule.EACH:
            text = self.tr("{dose}, each side").format(dose=text)
        elif dose.side is SideRule.ALTERNATING:
            text = self._in_turn(text, dose)
        elif dose.side in (SideRule.LEFT, SideRule.RIGHT):
            side = self.side(Side(dose.side.value))
            text = self.tr("{dose}, {side} side").format(dose=text, side=side)
        return text

    def _in_turn(self, text: str, dose: Dose) -> str:
        """Sides that take turns; whoever walks or marches for a time need not be told."""
        if dose.kind is DoseKind.TIME:
            return text
        return self.tr("{dose}, each side in turn").format(dose=text)

    def item_line(self, item: PlanItem) -> str:
        """An item with its level and dose."""
        return self.tr("{name}, level {level}: {dose}").format(
            name=item.name, level=item.level, dose=self.dose(item.dose, item.rounds)
        )

    def changed_level(self, before: PlanItem, after: PlanItem) -> str:
        """What is done from the next set on in the place of what was."""
        if before.exercise == after.exercise:
            text = self.tr("From the next set: level {level}, {amount}.")
        else:
            text = self.tr("From the next set: {name} instead, {amount}.")
        return text.format(name=after.name, level=after.level, amount=self.amount(after.dose))

    def time_kept(self, bound: Bound) -> str:
        """Why more or less time was not given."""
        if not isinstance(bound, tuple):
            return self.tr("Set by your physiotherapist: this time stays as it is.")
        text = self.tr("Set by your physiotherapist: {low} to {high} s.")
        return text.format(low=number(bound[0]), high=number(bound[1]))

    # -- pauses, reasons, results

    def pause_title(self, snapshot: Snapshot) -> str:
        """Why the session stands still."""
        if snapshot.pause is PauseReason.STALL:
            gap = round(snapshot.gap)
            text = self.duration(gap if gap < 90 else 60 * round(gap / 60))
            return self.tr("Paused: the computer slept {gap}").format(gap=text)
        if snapshot.pause is PauseReason.RESTORED:
            return self.tr("Welcome back: this session was cut off here")
        return self.tr("Paused")

    def pause_text(self, snapshot: Snapshot) -> str:
        """Where it stands still and what is kept."""
        if snapshot.pause is PauseReason.USER:
            return self.tr("The time of this step is kept.")
        return self.tr("The time in between does not count. All that you did before is kept.")

    def reason(self, reason: SkipReason) -> str:
        """Why something was left out."""
        words = {
            SkipReason.PAIN: self.tr("Pain"),
            SkipReason.TIRED: self.tr("Tired"),
            SkipReason.TIME: self.tr("No time"),
            SkipReason.EQUIPMENT: self.tr("Equipment"),
            SkipReason.OTHER: self.tr("Other"),
        }
        return words[reason]

    def sets_done(self, rows: list[SetResult]) -> str:
        """Sets done against planned, sides apart; repetitions too when a set is not whole."""
        done, total = count_sets(rows)
        one = total == 1
        text = self.tr("{n} of {total} set") if one else self.tr("{n} of {total} sets")
        text = text.format(n=done, total=total)
        if sides := self._sides_done(rows):
            text = f"{text} {sides}"
        reps = sum(row.reps_done for row in rows)
        planned = sum(row.reps_planned for row in rows)
        if done < total and len(rows) < planned and reps:
            more = self.tr("{n} of {total} reps").format(n=reps, total=planned)
            return f"{text}, {more}"
        return text

    def _sides_done(self, rows: list[SetResult]) -> str:
        """How many sets of each side, where both sides were asked for; else nothing."""
        left, right = (count_sets(row for row in rows if row.side is side) for side in Side)
        if not left.total or not right.total:
            return ""
        if left == right:
            return self.tr("each side")
        return self.tr("(left {left}, right {right})").format(left=left.done, right=right.done)

    def reps_text(self, reps: int) -> str:
        """A number of repetitions."""
        return self.tr("1 rep") if reps == 1 else self.tr("{n} reps").format(n=reps)
