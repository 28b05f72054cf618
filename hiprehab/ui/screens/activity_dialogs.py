"""Windows over Trends for own activities: add one, rate them, rename or end one."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from hiprehab.core.activity_trend import running
from hiprehab.core.changes import Changes
from hiprehab.core.diary import Activity, ActivityRating
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.columns import flowing
from hiprehab.ui.screens.entry_sheet import EntrySheet, Values
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.text import label

if TYPE_CHECKING:
    from hiprehab.storage.store import Store

LONGEST: Final = 60
"""Letters of a name."""


class ActivityDialog(EntrySheet):
    """What the three share."""

    def __init__(self, theme: Theme, parent: QWidget, around: Around) -> None:
        super().__init__(theme, parent, self.words(), around)
        self.running = running(around.live.read.activities(), around.today())

    def words(self) -> str:
        """The title."""
        raise NotImplementedError

    def _end_with(self, *buttons: Button) -> None:
        self.body.addStretch(1)
        self.buttons.addStretch(1)
        for button in buttons:
            self.buttons.addWidget(button)

    def _cancel(self, text: str) -> Button:
        button = Button(self.theme, text)
        button.clicked.connect(self.reject)
        return button

    def _name_field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setMaxLength(LONGEST)
        field.setMinimumHeight(self.theme.target)
        return field

    def _is_free(self, name: str) -> bool:
        """Whether no running activity is called that."""
        return bool(name) and all(name.casefold() != one.name.casefold() for one in self.running)


class AddDialog(ActivityDialog):
    """One more activity, in the person's own words."""

    def words(self) -> str:
        """The title."""
        return self.tr("Add an activity")

    def __init__(self, theme: Theme, parent: QWidget, around: Around) -> None:
        super().__init__(theme, parent, around)
        self.body.addWidget(
            label(self.tr("What is hard for you because of your hip?"), "strong", wrap=True)
        )
        self.name = self._name_field(self.tr("Activity"))
        self.body.addWidget(self.name)
        self.body.addWidget(label(self.tr("For example"), "small"))
        holder, flow = flowing(theme.space(8))
        for text in self._examples():
            button = Button(theme, text)
            button.clicked.connect(lambda _on=False, words=text: self._take(words))
            flow.addWidget(button)
        self.body.addWidget(holder)
        self.save = Button(theme, self.tr("Add"), kind="primary", icon="check")
        self.save.setAutoDefault(True)
        self.save.setEnabled(False)
        self.save.clicked.connect(self._on_save)
        self.name.textChanged.connect(lambda text: self.save.setEnabled(self._is_free(tidy(text))))
        self._end_with(self._cancel(self.tr("Cancel")), self.save)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _examples(self) -> tuple[str, ...]:
        return (
            self.tr("Putting on socks"),
            self.tr("Climbing stairs"),
            self.tr("Sitting for an hour"),
            self.tr("Lying on my side"),
            self.tr("Running for 20 minutes"),
        )

    def _take(self, words: str) -> None:
        self.name.setText(words)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_save(self) -> None:
        made = Activity(tidy(self.name.text()), self._around.today())
        text = self.tr("Added: {name}. Rate it when you like.").format(name=made.name)
        self.write(
            lambda store: store.activity_add(made),
            Changes.DIARY,
            lambda _: self.end(text),
            self._on_save,
        )

    def values(self) -> Values:
        """What the field holds."""
        return {"name": self.name.text()}

    def show_values(self, values: Values) -> None:
        """What a draft holds."""
        self.name.setText(values["name"])


class RateDialog(ActivityDialog):
    """A score for each activity; none is filled in, and any may be left out."""

    def words(self) -> str:
        """The title."""
        return self.tr("How well can you do it now?")

    def __init__(self, theme: Theme, parent: QWidget, around: Around) -> None:
        super().__init__(theme, parent, around)
        self.body.addWidget(
            label(
                self.tr("0: you cannot do it. 10: as well as before. Leave out what you like."),
                "muted",
                wrap=True,
            )
        )
        self.scores: dict[int, ChipRow] = {}
        for one in self.running:
            assert one.id is not None
            chips = ChipRow(theme, [(n, str(n)) for n in range(11)], name=one.name, optional=True)
            chips.changed.connect(self._on_changed)
            self.body.addWidget(label(one.name, "strong", wrap=True))
            self.body.addWidget(chips)
            self.scores[one.id] = chips
        self.save = Button(theme, self.tr("Save"), kind="primary", icon="check")
        self.save.setEnabled(False)
        self.save.clicked.connect(self._on_save)
        self._end_with(self._cancel(self.tr("Cancel")), self.save)

    def _chosen(self) -> dict[int, int]:
        return {key: chips.value for key, chips in self.scores.items() if chips.value is not None}

    def _on_changed(self, _value: object) -> None:
        self.save.setEnabled(bool(self._chosen()))

    def _on_save(self) -> None:
        now, live = self._around.now(), self._around.live
        rows = [ActivityRating(now, key, score) for key, score in self._chosen().items()]
        clock, text = self._around.clock, self.tr("Saved.")

        def done(ids: tuple[int, ...]) -> None:
            def undo() -> None:
                live.insist(
                    lambda store: store.activity_ratings_delete(ids, clock.utcnow()), Changes.DIARY
                )

            self.end(text, undo)

        self.write(lambda store: store.activity_rate(rows), Changes.DIARY, done, self._on_save)

    def keep(self) -> None:
        """The window goes: chosen scores are an answer."""
        if self.isEnabled() and self._chosen():
            self._on_save()


class ChangeDialog(ActivityDialog):
    """Rename an activity, or end it; what was rated stays under the name it was rated by."""

    def words(self) -> str:
        """The title."""
        return self.tr("Rename or end")

    def __init__(self, theme: Theme, parent: QWidget, around: Around) -> None:
        super().__init__(theme, parent, around)
        self.body.addWidget(
            label(
                self.tr(
                    "Ratings are never changed: they stay under the name that you rated. A new "
                    "name begins a new line."
                ),
                "muted",
                wrap=True,
            )
        )
        self.names: dict[int, QLineEdit] = {}
        self.renames: dict[int, Button] = {}
        self.ends: dict[int, Button] = {}
        for one in self.running:
            self._add_row(one)
        self._end_with(self._cancel(self.tr("Close")))

    def _add_row(self, one: Activity) -> None:
        assert one.id is not None
        field = self._name_field(self.tr("New name of {name}").format(name=one.name))
        field.setText(one.name)
        rename = Button(self.theme, self.tr("Rename"))
        rename.setEnabled(False)
        end = Button(self.theme, self.tr("End"), kind="quiet")
        rename.setAccessibleName(self.tr("Rename {name}").format(name=one.name))
        end.setAccessibleName(self.tr("End {name}").format(name=one.name))
        field.textChanged.connect(lambda text: rename.setEnabled(self._is_free(tidy(text))))
        rename.clicked.connect(lambda _on=False: self._on_rename(one, tidy(field.text())))
        end.clicked.connect(lambda _on=False: self._on_end(one))
        row = QHBoxLayout()
        row.setSpacing(self.theme.space(8))
        row.addWidget(field, 1)
        row.addWidget(rename)
        row.addWidget(end)
        self.body.addLayout(row)
        self.names[one.id], self.renames[one.id], self.ends[one.id] = field, rename, end

    def _on_rename(self, one: Activity, name: str) -> None:
        today, old = self._around.today(), one.id
        assert old is not None

        def work(store: "Store") -> None:
            with store.atomic():
                store.activity_end(old, today)
                store.activity_add(Activity(name, today))

        text = self.tr("{old} is now {new}.").format(old=one.name, new=name)
        self.write(
            work, Changes.DIARY, lambda _: self.end(text), lambda: self._on_rename(one, name)
        )

    def _on_end(self, one: Activity) -> None:
        today, old = self._around.today(), one.id
        assert old is not None
        text = self.tr("Ended: {name}. Its ratings are kept.").format(name=one.name)
        self.write(
            lambda store: store.activity_end(old, today),
            Changes.DIARY,
            lambda _: self.end(text),
            lambda: self._on_end(one),
        )


def tidy(text: str) -> str:
    """One line without needless spaces."""
    return " ".join(text.split())
