"""The style sheet: what Qt draws for us (inputs, lists, menus, scroll bars) in the tokens' look.

Labels choose their type by the property `role`, frames by `kind`. Widgets of our own paint
themselves and need no rules here.
"""

from string import Template

from hiprehab.tokens import RADIUS, ROLES, SIZES, TARGET, Tokens

_SHEET = Template("""
QMainWindow, QDialog { background: $background; }
QLabel { color: $text; background: transparent; }
QLabel[role="small"] { font-size: ${small}px; color: $muted; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="lead"] { font-size: ${lead}px; }
QLabel[role="title"] { font-size: ${lead}px; font-weight: 700; }
QLabel[role="heading"] { font-size: ${heading}px; font-weight: 700; }
QLabel[role="display"] { font-size: ${display}px; font-weight: 700; }
QLabel[role="error"] { color: $attention; font-weight: 700; }
QLabel[role="eyebrow"] { font-size: ${small}px; font-weight: 700; color: $accent; }

QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[kind="soft"] { background: $raised; border: none; border-radius: ${radius}px; }
QFrame[kind="tint"] { background: $accent_soft; border: none; border-radius: ${radius}px; }
QFrame[kind="problem"] {
  background: $attention_soft; border: 1px solid $attention; border-radius: ${radius}px; }
QFrame[kind="notice"] { background: $raised; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[kind="foot"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[kind="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="rail"] { background: $surface; border: none; border-right: 1px solid $line; }

QPushButton {
  background: $surface; color: $text; border: 1px solid $edge; border-radius: ${button}px;
  padding: 0 ${pad}px; min-height: ${inner}px; font-weight: 700; }
QPushButton:hover { background: $raised; }
QPushButton:focus { border: 2px solid $focus; padding: 0 ${pad_focus}px; }
QPushButton:disabled { color: $muted; border-color: $line; }
QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $surface; color: $text; border: 1px solid $edge; border-radius: ${field}px;
  padding: 0 ${pad_field}px; min-height: ${inner}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit, QTextEdit { padding: ${half}px ${pad_field}px; }
QLineEdit:hover, QPlainTextEdit:hover, QAbstractSpinBox:hover, QComboBox:hover {
  border-color: $accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid $focus; padding: 0 ${pad_field_focus}px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: ${half_focus}px ${pad_field_focus}px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
  color: $muted; background: $background; border-color: $line; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus,
QComboBox QLineEdit, QComboBox QLineEdit:focus {
  background: transparent; border: none; padding: 0; min-height: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; height: 0; border: none; }
QComboBox::drop-down { border: none; width: ${arrow_room}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
  background: $surface; color: $text; border: 1px solid $line; border-radius: ${field}px;
  padding: 4px; outline: none;
  selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${row}px; padding: 0 8px; border-radius: 6px; }

QScrollArea, QScrollArea > QWidget > QWidget[kind="page"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 3px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 3px; }
QScrollBar::handle { background: $edge; border-radius: 3px; min-height: 40px; min-width: 40px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab {
  background: transparent; color: $muted; padding: 0 ${pad}px; min-height: ${target}px;
  border-bottom: 3px solid transparent; font-weight: 700; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $focus; }

QAbstractItemView { outline: none; }
QTableView, QTreeView, QListView {
  background: $surface; alternate-background-color: $background; color: $text;
  border: 1px solid $line; border-radius: ${radius}px; gridline-color: $line;
  padding: 5px; selection-background-color: $accent_soft; selection-color: $text; }
QTableView:focus, QTreeView:focus, QListView:focus { border: 2px solid $focus; padding: 4px; }
QTableView::item, QListView::item, QTreeView::item { padding: 0 12px; min-height: ${row}px; }
QTextEdit[kind="reading"], QTextEdit[kind="reading"]:focus,
QListView[kind="cards"], QListView[kind="cards"]:focus {
  background: transparent; border: none; padding: 0; }
QHeaderView { background: transparent; }
QHeaderView::section {
  background: $surface; color: $muted; font-size: ${small}px; font-weight: 700; border: none;
  border-bottom: 1px solid $line; padding: 8px 12px; }
QTableCornerButton::section { background: $surface; border: none; }

QCheckBox, QRadioButton { spacing: 10px; min-height: ${target}px; }
QCheckBox::indicator, QRadioButton::indicator {
  width: ${tick}px; height: ${tick}px; background: $surface; border: 1px solid $edge; }
QCheckBox::indicator { border-radius: 5px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QRadioButton::indicator { border-radius: ${tick_round}px; }
QRadioButton::indicator:checked {
  border: ${dot}px solid $accent; width: ${tick_in}px; height: ${tick_in}px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $focus; }
QMenu { background: $surface; color: $text; border: 1px solid $line; padding: 6px; }
QMenu::item { padding: 10px 28px 10px 16px; border-radius: 8px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }
QToolTip {
  background: $text; color: $background; border: none; padding: 6px 10px;
  font-size: ${small}px; }
QCalendarWidget QWidget { alternate-background-color: $raised; }
QProgressBar {
  background: $raised; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
""")


def style_sheet(tokens: Tokens, scale: float) -> str:
    """The sheet for these tokens; `scale` is the text size as a factor."""
    sizes = {name: round(size * scale) for name, size in SIZES.items()}
    target = max(TARGET, round(TARGET * 0.85 * scale))
    pad = round(18 * scale)
    field_pad = round(12 * scale)
    lengths = {
        "radius": RADIUS,
        "field": 10,
        "button": 12,
        "target": target,
        "inner": target - 2,
        "row": round(36 * scale),
        "pad": pad,
        "pad_focus": pad - 1,
        "pad_field": field_pad,
        "pad_field_focus": field_pad - 1,
        "half": round(8 * scale),
        "half_focus": round(8 * scale) - 1,
        **_marks(round(20 * scale)),
        "arrow_room": round(36 * scale),
    }
    colours = {role: getattr(tokens, role) for role in ROLES}
    return _SHEET.substitute(colours, **sizes, **lengths)


def _marks(size: int) -> dict[str, int]:
    """Lengths of the marks of plain check boxes and radio buttons."""
    dot = round(size * 0.3)
    return {"tick": size, "tick_round": size // 2 + 1, "dot": dot, "tick_in": size + 2 - 2 * dot}
