"""The one style sheet, built from tokens. Variants are chosen by the dynamic property ``kind``.

WORKAROUND(Qt 6.11): a styled spin box puts its text at the very left: figures stand at the right instead. A
drop-down list is as high as the padding of its closed box says, and does not count the border: a box that has
the focus keeps that padding, or the last line of its list is cut.

``QPushButton``: ``primary``, ``danger``, ``quiet``, ``link``, ``chip`` (a filter). ``QLabel``: ``title``,
``section``, ``muted``, ``small``, ``figure``, ``danger``, ``warning``, ``success``. ``QFrame``: ``card``,
``header``, ``sidebar``, ``strip``, ``line``. A property changed after the first show needs
``theme.restyle(widget)``. This module must not know any page.
"""

from dataclasses import asdict
from string import Template

from cisp_desktop.gui import tokens as t

_SURFACES = """
QMainWindow, QDialog, QWidget#page, QStackedWidget#pageStack { background: $canvas; }
QWidget { color: $text; }
QWidget:disabled { color: $disabled; }
QFrame[kind="card"] { background: $surface; border: 1px solid $border; border-radius: ${radius}px; }
QFrame[kind="header"] { background: $header; border: none; border-bottom: 1px solid $border; }
QFrame[kind="sidebar"] { background: $sidebar; border: none; border-right: 1px solid $border; }
QFrame[kind="strip"] { background: $info_soft; border: none; border-top: 1px solid $border; }
QFrame[kind="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="dropzone"] { background: $surface; border: 1px dashed $control; border-radius: ${radius}px; }
QFrame[kind="info"] { background: $info_soft; border: none; border-left: 3px solid $accent; border-radius:
  3px; }
QFrame[kind="success"] { background: $success_soft; border: none; border-left: 3px solid $success;
  border-radius: 3px; }
QFrame[kind="warning"] { background: $warning_soft; border: none; border-left: 3px solid $warning;
  border-radius: 3px; }
QFrame[kind="danger"] { background: $danger_soft; border: none; border-left: 3px solid $danger;
  border-radius: 3px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#scrollContents { background: transparent; }
QToolTip { background: $raised; color: $text; border: 1px solid $control; padding: 4px 6px; }
QStatusBar { background: $header; border-top: 1px solid $border; }
QStatusBar::item { border: none; }
"""

_LABELS = """
QLabel { background: transparent; }
QLabel[kind="danger"], QLabel[kind="warning"], QLabel[kind="success"], QLabel[kind="info"] {
  background: transparent; border: none; border-radius: 0px; }
QLabel[kind="chip"] { background: $warning_soft; color: $warning; border: none; border-radius:
  ${small_radius}px;
  padding: 2px 8px; font-size: ${small}pt; }
QLabel[kind="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[kind="section"] { font-size: ${section}pt; font-weight: 600; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="small"] { color: $muted; font-size: ${small}pt; }
QLabel[kind="figure"] { font-size: ${figure}pt; font-weight: 600; }
QLabel[kind="danger"] { color: $danger; }
QLabel[kind="warning"] { color: $warning; }
QLabel[kind="success"] { color: $success; }
"""

_BUTTONS = """
QPushButton { background: $surface; color: $text; border: 1px solid $control; border-radius: ${radius}px;
  padding: 5px 14px; min-height: ${line}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:focus { border: 2px solid $focus; padding: 4px 13px; }
QPushButton:disabled { color: $disabled; border-color: $border; background: transparent; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight:
  600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $pressed; border-color: $border; color: $muted; }
QPushButton[kind="danger"] { color: $danger; border-color: $danger; }
QPushButton[kind="danger"]:hover { background: $danger_soft; }
QPushButton[kind="danger"]:focus { border-color: $danger; }
QPushButton[kind="danger"]:disabled { color: $disabled; border-color: $border; }
QPushButton[kind="quiet"], QPushButton[kind="link"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:pressed, QPushButton[kind="quiet"]:checked { background: $pressed; }
QPushButton[kind="quiet"]:focus, QPushButton[kind="link"]:focus { border-color: $focus; }
QPushButton[kind="link"] { color: $accent; padding: 3px 6px; text-align: left; }
QPushButton[kind="link"]:hover { color: $accent_hover; background: $accent_soft; }
QPushButton[kind="link"]:focus { padding: 2px 5px; }
QPushButton[kind="link"]:disabled { color: $disabled; }
QPushButton[kind="chip"] { border-color: $border; border-radius: 12px; padding: 2px 11px; }
QPushButton[kind="chip"]:checked { background: $accent_soft; border-color: $accent; }
QPushButton[kind="chip"]:focus { border: 2px solid $focus; padding: 1px 10px; }
QPushButton::menu-indicator { image: url(:/cisp/icons/chevron-down-$scheme.svg); width: 14px; height: 14px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 6px; }
QPushButton[hasMenu="true"] { padding-right: 26px; }
QPushButton[hasMenu="true"]:focus { padding-right: 25px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${small_radius}px;
  padding: 4px 6px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $pressed; }
QToolButton:focus { border: 1px solid $focus; }
QToolButton:disabled { color: $disabled; }
QToolButton::menu-indicator { image: none; width: 0px; }
QToolButton[popupMode="1"] { padding-right: 18px; }
QToolButton::menu-button { border: none; width: 16px; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; padding: 2px; border: 1px solid transparent;
  border-radius: ${small_radius}px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator, QTreeView::indicator,
  QListView::indicator {
  width: 14px; height: 14px; border: 1px solid $control; background: $surface; border-radius: 3px; }
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QTreeView::indicator:checked,
QListView::indicator:checked { background: $accent; border-color: $accent;
  image: url(:/cisp/icons/check-$scheme.svg); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent;
  image: url(:/cisp/icons/dash-$scheme.svg); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent;
  image: url(:/cisp/icons/dot-$scheme.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border; background:
  $canvas; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit, QTimeEdit,
  QDateTimeEdit {
  background: $surface; color: $text; border: 1px solid $control; border-radius: ${small_radius}px;
  padding: 5px 8px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit { min-height: ${line}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
QDateEdit:focus, QTimeEdit:focus, QDateTimeEdit:focus { border: 2px solid $focus; padding: 4px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled,
QDateEdit:disabled, QTimeEdit:disabled { background: $canvas; border-color: $border; color: $disabled; }
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { background: $canvas; border-color: $border; }
QLineEdit[kind="invalid"], QComboBox[kind="invalid"] { border: 2px solid $danger; padding: 4px 7px; }
QLineEdit { lineedit-password-character: 8226; }
QSpinBox, QDoubleSpinBox { qproperty-alignment: 'AlignRight | AlignVCenter'; }
QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit { max-height: ${line}px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { background: transparent; border: none; padding: 0px 0px
  0px 6px;
  min-height: 0px; }
QAbstractItemView QLineEdit { border-radius: 0px; padding: 0px 4px; min-height: 0px; }
QComboBox { padding-right: 24px; }
QComboBox:focus, QComboBox[kind="invalid"] { padding: 5px 23px 5px 7px; min-height: ${focused_line}px; }
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down { subcontrol-origin: padding;
  subcontrol-position: right center; width: 22px; border: none; }
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow {
  image: url(:/cisp/icons/chevron-down-$scheme.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus { background: $raised; outline: none;
  border: 1px solid $control; padding: 4px; selection-background-color: $selection;
  selection-color: $on_selection; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QTimeEdit::up-button { subcontrol-origin: padding;
  subcontrol-position: top right; width: 20px; border: none; }
QSpinBox::down-button, QDoubleSpinBox::down-button, QTimeEdit::down-button { subcontrol-origin: padding;
  subcontrol-position: bottom right; width: 20px; border: none; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QTimeEdit::up-arrow {
  image: url(:/cisp/icons/chevron-up-$scheme.svg); width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QTimeEdit::down-arrow {
  image: url(:/cisp/icons/chevron-down-$scheme.svg); width: 12px; height: 12px; }
QSlider::groove:horizontal { height: 4px; background: $border; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $surface; border: 2px solid $accent; width: 12px; margin: -6px 0;
  border-radius: 8px; }
QSlider::handle:horizontal:focus { background: $accent; }
QProgressBar { background: $border; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QProgressBar[kind="success"]::chunk { background: $success; }
QProgressBar[kind="warning"]::chunk { background: $warning; }
QProgressBar[kind="danger"]::chunk { background: $danger; }
"""

_VIEWS = """
QTableView, QTreeView, QListView, QListWidget { background: $surface; alternate-background-color: $canvas;
  border: 1px solid $border; border-radius: ${small_radius}px; gridline-color: $border; outline: none;
  selection-background-color: $selection; selection-color: $on_selection; }
QTableView:focus, QTreeView:focus, QListView:focus, QListWidget:focus { border: 1px solid $focus; }
QTableView::item { padding: 2px 5px; border: none; }
QTreeView::item, QListView::item { padding: 5px 8px; border: none; }
QTableView::item:hover, QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: $selection;
  color: $on_selection; }
QTreeView::branch { background: transparent; }
QTreeView::branch:has-children:closed { image: url(:/cisp/icons/chevron-right-$scheme.svg); }
QTreeView::branch:has-children:open { image: url(:/cisp/icons/chevron-down-$scheme.svg); }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; border: none; border-bottom: 1px solid $border;
  padding: 6px 8px; font-weight: 600; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url(:/cisp/icons/chevron-up-$scheme.svg); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url(:/cisp/icons/chevron-down-$scheme.svg); width: 12px; height: 12px; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $border; }
QTabWidget::pane { border: none; border-top: 1px solid $border; top: -1px; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $muted; padding: 7px 12px; border: none;
  border-bottom: 2px solid transparent; margin-right: 2px; }
QTabBar[kind="compact"]::tab { padding: 7px 6px; margin-right: 0px; }
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:selected:disabled { color: $disabled; border-bottom-color: transparent; font-weight: normal; }
QTabBar::tab:focus { background: $accent_soft; }
QTabBar::tab:disabled { color: $disabled; }
QGroupBox { border: none; margin-top: 26px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; padding: 0px; left: 0px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $accent_soft; }
QSplitter::handle:horizontal { width: 9px; }
QSplitter::handle:vertical { height: 9px; }
QMenu { background: $raised; border: 1px solid $control; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: ${small_radius}px; background: transparent; }
QMenu::item:selected { background: $selection; color: $on_selection; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QScrollBar { background: transparent; border: none; margin: 0px; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: $control; border-radius: 2px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
"""

_TEMPLATE = Template(_SURFACES + _LABELS + _BUTTONS + _FIELDS + _VIEWS)


def build_style_sheet(tokens: t.Tokens, *, text_scale: int = 100) -> str:
    """Return the style sheet of one palette; ``text_scale`` in percent (75 to 200) sizes every text."""
    factor = text_scale / 100
    values: dict[str, object] = {k: v for k, v in asdict(tokens).items() if isinstance(v, str)}
    values |= {
        "scheme": "dark" if tokens.dark else "light",
        "radius": t.RADIUS,
        "small_radius": t.SMALL_RADIUS,
        "line": round(20 * factor),
        "focused_line": round(20 * factor) - 2,
        "small": _points(t.SMALL_POINTS, factor),
        "section": _points(t.SECTION_POINTS, factor),
        "title": _points(t.TITLE_POINTS, factor),
        "figure": _points(t.FIGURE_POINTS, factor),
    }
    return _TEMPLATE.substitute(values)


def _points(points: float, factor: float) -> str:
    return f"{points * factor:.2f}"
