"""The shape of the files: pydantic models of `hiprehab-pack/1`, the source of the JSON Schema.

They say what may be written; `storage.library` turns them into the values of `core.model`.
Loads pydantic: import it after the first paint only.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PACK_ID = r"^(builtin|[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+)$"
VERSION = r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
PICTURE = r"^[a-z0-9][a-z0-9_.-]*\.(png|jpg|jpeg)$"
ONE_LINE = r"^[^\n\t]*$"
PATTERNS = {
    ONE_LINE: "it in one line",
    ID: "small letters and digits joined by single hyphens, such as side-lying-raise",
    PACK_ID: "a reversed web address in small letters, such as org.example.hip-start",
    VERSION: 'three numbers, such as "1.0.0"',
    LANGUAGE: 'a language code, such as "en" or "pt-BR"',
    PICTURE: 'the name of a file in the folder pictures in small letters, such as "towel.png"',
}
SCHEMA = "hiprehab-pack/1"
WORDS = ("free", "locked")


class Between:
    """Limits of a number, both named when it is outside."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "minimum": self.low, "maximum": self.high}

    def check(self, value: float) -> float:
        """The value itself when it is inside."""
        if not self.low <= value <= self.high:
            allowed = f"{self.low:g} to {self.high:g}"
            raise PydanticCustomError("range", "{allowed}", {"allowed": allowed})
        return value


_REST = Between(0, 900)


def _pair(value: Any) -> Any:
    """A single number stands for a range of one."""
    return [value, value] if isinstance(value, int) and not isinstance(value, bool) else value


def _ascending(value: tuple[float, float]) -> tuple[float, float]:
    if value[0] > value[1]:
        message = "the first number is larger than the second"
        raise PydanticCustomError("plain", "{said}", {"said": message})
    return value


def _rest(value: Any) -> Any:
    """Checked before the choice between the two forms, for one message instead of two."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _REST.check(value)
    if value == "ready":
        return value
    raise PydanticCustomError("must_be", 'a number of seconds or "ready"')


def _or_word(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """One of the two words, or a list that the type itself looks at."""
    if isinstance(value, str) and value not in WORDS:
        raise PydanticCustomError("literal_error", "a word", {"expected": "'free' or 'locked'"})
    if not isinstance(value, str | list):
        raise PydanticCustomError("must_be", '"free", "locked" or a list such as [8, 12]')
    return value if isinstance(value, str) else handler(value)


def _for_all(value: Any) -> Any:
    """A single word stands for all fields."""
    if not isinstance(value, str):
        return value
    if value in WORDS:
        return dict.fromkeys(AdjustWordsShape.model_fields, value)
    raise PydanticCustomError("literal_error", "a word", {"expected": "'free' or 'locked'"})


Name = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=ONE_LINE)]
Text = Annotated[str, StringConstraints(max_length=2000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Id = Annotated[str, StringConstraints(pattern=ID, max_length=80)]
Names = Annotated[list[Name], Field(max_length=40)]
Texts = Annotated[list[Line], Field(max_length=40)]
Ids = Annotated[list[Id], Field(max_length=40)]
Ceiling = Annotated[int, Between(0, 10)]
Sets = Annotated[int, Between(1, 20)]
Version = Annotated[str, StringConstraints(pattern=VERSION)]

RestSeconds = Annotated[float, _REST]
RestShape = Annotated[
    RestSeconds | Literal["ready"],
    BeforeValidator(_rest, json_schema_input_type=RestSeconds | Literal["ready"]),
]


Reps = Annotated[int, Between(1, 200)]
Effort = Annotated[int, Between(0, 10)]
Days = Annotated[int, Between(0, 7)]
Times = Annotated[int, Between(1, 24)]
Week = Annotated[int, Between(1, 104)]
HoldSeconds = Annotated[float, Between(1, 900)]
WorkSeconds = Annotated[float, Between(5, 7200)]
Word = Literal["free", "locked"]
LevelName = Annotated[str, StringConstraints(min_length=1, max_length=20)]

# One number, or [lowest, highest].
RepsRange = Annotated[
    tuple[Reps, Reps],
    Strict(False),
    BeforeValidator(_pair, json_schema_input_type=Reps | tuple[Reps, Reps]),
    AfterValidator(_ascending),
]
EffortRange = Annotated[
    tuple[Effort, Effort],
    Strict(False),
    BeforeValidator(_pair, json_schema_input_type=Effort | tuple[Effort, Effort]),
    AfterValidator(_ascending),
]
DaysRange = Annotated[
    tuple[Days, Days],
    Strict(False),
    BeforeValidator(_pair, json_schema_input_type=Days | tuple[Days, Days]),
    AfterValidator(_ascending),
]
TimesRange = Annotated[
    tuple[Times, Times],
    Strict(False),
    BeforeValidator(_pair, json_schema_input_type=Times | tuple[Times, Times]),
    AfterValidator(_ascending),
]
WeeksRange = Annotated[
    tuple[Week, Week],
    Strict(False),
    BeforeValidator(_pair, json_schema_input_type=Week | tuple[Week, Week]),
    AfterValidator(_ascending),
]
# [lowest, highest] only.
SetsRange = Annotated[tuple[Sets, Sets], Strict(False), AfterValidator(_ascending)]
RepsLimits = Annotated[tuple[Reps, Reps], Strict(False), AfterValidator(_ascending)]
HoldRange = Annotated[tuple[HoldSeconds, HoldSeconds], Strict(False), AfterValidator(_ascending)]
WorkRange = Annotated[tuple[WorkSeconds, WorkSeconds], Strict(False), AfterValidator(_ascending)]
TempoShape = Annotated[
    tuple[Name, Annotated[float, Between(0, 60)]],
    Strict(False),
]

Condition = Literal[
    "gtps", "fai", "oa", "hfs", "pht", "itbs", "groin", "lbp", "thr", "hyper", "bsi", "osteo",
    "preg", "bal", "knee", "wrist", "shoulder", "skin", "bruise",
]  # fmt: skip
Category = Literal[
    "warm-up", "mobility", "stretch", "strength", "balance", "self-massage", "recovery", "cardio"
]
Position = Literal[
    "standing", "seated", "floor-seated", "kneeling", "quadruped", "prone", "supine",
    "side-lying", "propped",
]  # fmt: skip
SideShape = Literal["both", "left", "right", "each", "alternating", "affected", "unaffected"]


class Shape(BaseModel):
    """What all tables share: unknown keys and loose types are faults."""

    model_config = ConfigDict(
        extra="forbid", strict=True, allow_inf_nan=False, str_strip_whitespace=True
    )


class ExtraShape(Shape):
    """More sets for one side, after those that both sides share."""

    side: Literal["left", "right", "affected", "unaffected"]
    sets: Sets


class DoseShape(Shape):
    """How much. All keys may be left out: a dose is laid over the one below it."""

    kind: Literal["hold", "reps", "self", "time", "open"] | None = None
    sets: Sets | None = None
    reps: RepsRange | None = None
    hold_s: HoldSeconds | None = None
    duration_s: WorkSeconds | None = None
    tempo: Annotated[list[TempoShape], Field(min_length=1, max_length=8)] | None = None
    rest_reps_s: RestShape | None = None
    rest_sides_s: RestShape | None = None
    rest_sets_s: RestShape | None = None
    rest_exercises_s: RestShape | None = None
    side: SideShape | None = None
    extra: ExtraShape | None = None
    load: Text | None = None
    effort: EffortRange | None = None
    note: Text | None = None
    most_s: WorkSeconds | None = None
    check_s: WorkSeconds | None = None
    check: Line | None = None


class LevelShape(Shape):
    """A rung of an exercise's own ladder."""

    name: LevelName
    dose: DoseShape = Field(default_factory=DoseShape)
    note: Text = ""


class CautionShape(Shape):
    """What a condition means for the exercise."""

    condition: Condition
    level: Literal["ok", "modify", "avoid"]
    note: Text = ""


class ExerciseShape(Shape):
    """One move with its levels, easiest first."""

    name: Name
    category: Category
    position: Position
    motion: Id | None = None
    picture: Annotated[str, StringConstraints(pattern=PICTURE, max_length=80)] | None = None
    purpose: Text = ""
    equipment: Names = []
    muscles: Names = []
    helpers: Names = []
    cues: Annotated[list[Line], Field(min_length=1, max_length=40)]
    breathing: Text = ""
    faults: Texts = []
    easier: Ids = []
    harder: Ids = []
    default_level: str | None = None
    pain_ceiling: Ceiling | None = None
    synonyms: Names = []
    evidence: Text = ""
    sources: Texts = []
    caution: Annotated[list[CautionShape], Field(max_length=19)] = []
    no_known_cautions: bool = False
    dose: DoseShape = Field(default_factory=DoseShape)
    level: Annotated[list[LevelShape], Field(min_length=1, max_length=9)] | None = None


class AdjustWordsShape(Shape):
    """What may be changed in a whole routine or pack: only words, since doses differ."""

    sets: Word | None = None
    reps: Word | None = None
    hold_s: Word | None = None
    duration_s: Word | None = None
    tempo: Word | None = None
    rests: Word | None = None
    side: Word | None = None
    level: Word | None = None


class AdjustShape(Shape):
    """What may be changed in an item: words, ranges, and names of levels."""

    sets: (
        Annotated[SetsRange, WrapValidator(_or_word, json_schema_input_type=Word | SetsRange)]
        | None
    ) = None
    reps: (
        Annotated[RepsLimits, WrapValidator(_or_word, json_schema_input_type=Word | RepsLimits)]
        | None
    ) = None
    hold_s: (
        Annotated[HoldRange, WrapValidator(_or_word, json_schema_input_type=Word | HoldRange)]
        | None
    ) = None
    duration_s: (
        Annotated[WorkRange, WrapValidator(_or_word, json_schema_input_type=Word | WorkRange)]
        | None
    ) = None
    tempo: Word | None = None
    rests: Word | None = None
    side: Word | None = None
    level: (
        Annotated[
            list[LevelName],
            Field(min_length=1, max_length=9),
            WrapValidator(_or_word, json_schema_input_type=Word | list[LevelName]),
        ]
        | None
    ) = None


AdjustAll = Annotated[
    AdjustWordsShape, BeforeValidator(_for_all, json_schema_input_type=Word | AdjustWordsShape)
]
AdjustItem = Annotated[
    AdjustShape, BeforeValidator(_for_all, json_schema_input_type=Word | AdjustShape)
]


class ItemShape(Shape):
    """An exercise in a block."""

    exercise: Id
    level: str | None = None
    dose: DoseShape = Field(default_factory=DoseShape)
    note: Text = ""
    optional: bool = False
    adjust: AdjustItem | None = None


class BlockShape(Shape):
    """Items that belong together, done in turn `rounds` times."""

    kind: Name
    items: Annotated[list[ItemShape], Field(min_length=1, max_length=40)]
    rounds: Sets = 1
    rest_rounds_s: RestShape = 0.0


Blocks = Annotated[list[BlockShape], Field(min_length=1, max_length=40)]


class VariantShape(Shape):
    """One form of a routine."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=40)]
    title: Name
    block: Blocks


class ScheduleShape(Shape):
    """How often the routine is meant to be done."""

    days_per_week: DaysRange | None = None
    times_per_day: TimesRange | None = None
    min_gap_days: Annotated[int, Between(0, 30)] = 0
    min_gap_hours: Annotated[float, Between(0, 48)] = 0.0
    when: Text = ""
    course: Text = ""


class PhaseShape(Shape):
    """A stretch of a programme: days, weeks, or words for when it begins."""

    title: Name
    variant: str | None = None
    first: date | None = Field(None, alias="from")
    to: date | None = None
    weeks: WeeksRange | None = None
    criteria: Text = ""


class AuthorShape(Shape):
    """Who wrote it."""

    name: Annotated[str, StringConstraints(max_length=80, pattern=ONE_LINE)] = ""
    role: Annotated[str, StringConstraints(max_length=80, pattern=ONE_LINE)] = ""
    organisation: Annotated[str, StringConstraints(max_length=80, pattern=ONE_LINE)] = ""


class RoutineShape(Shape):
    """A session: blocks of items, or variants that each have their own."""

    title: Name
    version: Version = "1.0.0"
    summary: Text = ""
    for_who: Text = ""
    not_for: Text = ""
    stop_rules: Texts = []
    pain_ceiling: Ceiling | None = None
    notes: Texts = []
    evidence: Text = ""
    sources: Texts = []
    author: AuthorShape = Field(default_factory=AuthorShape)
    schedule: ScheduleShape = Field(default_factory=ScheduleShape)
    author_note: Text = ""
    review: date | None = None
    phase: Annotated[list[PhaseShape], Field(max_length=12)] = []
    adjust: AdjustAll | None = None
    block: Blocks | None = None
    variant: Annotated[list[VariantShape], Field(min_length=1, max_length=20)] | None = None


class HeadShape(Shape):
    """What a pack says about itself (`pack.toml` of a folder)."""

    pack_schema: Annotated[Literal["hiprehab-pack/1"], Field(alias="schema")]
    id: Annotated[str, StringConstraints(pattern=PACK_ID, max_length=100)]
    version: Version
    title: Name
    language: Annotated[str, StringConstraints(pattern=LANGUAGE, max_length=35)] = "en"
    author: AuthorShape = Field(default_factory=AuthorShape)
    licence: Annotated[str, StringConstraints(max_length=80, pattern=ONE_LINE)] = ""
    sources: Texts = []
    adjust: AdjustAll | None = None


class PackShape(HeadShape):
    """A whole pack in one file. Motions are the figure's; here they are tables of any content."""

    exercise: dict[Id, ExerciseShape] = {}
    routine: dict[Id, RoutineShape] = {}
    motion: dict[Id, dict[str, Any]] = {}
