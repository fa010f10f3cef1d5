"""Pictures of rescue copies and of a forgotten code: the header's sign, the settings, the dialogs."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.dialogs.open_copy_dialog import OpenCopyDialog
from cisp_desktop.gui.dialogs.reset_code_dialog import ResetCodeDialog
from cisp_desktop.gui.rescue_keeper import RescueState, RescueStatus
from cisp_desktop.gui.widgets.rescue_sign import RescueSign
from tests.screenshots.stage import Stage

KEY = "/media/martin/CLÉ JURY"
AT = datetime(2022, 12, 14, 10, 42, tzinfo=UTC)
ABSENT = RescueState(RescueStatus.FAILED, AT, StorageError("copy.absent", place=KEY))


def _show(stage: Stage, state: RescueState, page: str) -> None:
    """Show the sign as a keeper in this state would, then put the true state back for the next picture."""
    stage.start.settings.copy_folder = "" if state.status is RescueStatus.OFF else KEY
    stage.show_page(page)
    stage.context.rescue._show(state)
    sign = stage.window.findChild(RescueSign)
    sign.show_state(state, evaluating=True)
    stage.settle()


def unchosen(stage: Stage) -> None:
    """Somebody evaluates and no place is chosen."""
    stage.identify(Role.PRESIDENT)
    _show(stage, RescueState(RescueStatus.OFF), "evaluate")


def absent(stage: Stage) -> None:
    """The key was pulled out."""
    stage.identify(Role.PRESIDENT)
    _show(stage, ABSENT, "evaluate")


def back(stage: Stage) -> None:
    """The key answers again."""
    stage.identify(Role.PRESIDENT)
    _show(stage, RescueState(RescueStatus.BACK, AT), "evaluate")


def settings(stage: Stage) -> None:
    """The place, and the last copy."""
    stage.reset()
    _show(stage, RescueState(RescueStatus.WRITTEN, AT), "settings")


def settings_absent(stage: Stage) -> None:
    """The place does not answer."""
    stage.reset()
    _show(stage, ABSENT, "settings")


def reset_code(stage: Stage) -> QDialog:
    """Two people, the code of one, the name of the other."""
    stage.start.settings.copy_folder = ""
    stage.context.rescue._show(RescueState(RescueStatus.OFF))
    assert stage.context.session_id is not None
    panels = stage.context.queries.panels(stage.context.session_id)
    dialog = ResetCodeDialog(panels, panels[0].seats[2].id, parent=stage.window)
    dialog.form.witnessEdit.setText("BERNARD Lucie")
    dialog.show_problem(dialog.problem())
    return dialog


def open_copy(stage: Stage) -> QDialog:
    """A copy that is not the last of its folder."""
    folder = Path(tempfile.mkdtemp(prefix="cisp-copies-"))
    names = ("000007 2022-12-14 10h42 PV-2022-GRE-S1", "000008 2022-12-14 11h20 PV-2022-GRE-S1")
    files = [folder / f"{name}.cisp-copie" for name in names]
    for file in files:
        file.touch()
    target = Path("/home/martin/Documents/Jurys repris")
    return OpenCopyDialog(files[0], target, stage.controller.desk.messages, parent=stage.window)
