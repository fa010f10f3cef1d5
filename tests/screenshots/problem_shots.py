"""Pictures of dialogs that say what is wrong, in a sentence of three lines."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from cisp_desktop.gui.dialogs.change_code_dialog import ChangeCodeDialog
from cisp_desktop.gui.dialogs.problem_dialog import ProblemDialog
from tests.screenshots import (
    candidate_shots,
    day_shots,
    evaluate_shots,
    incident_shots,
    jury_shots,
    prepare_shots,
    readiness_shots,
    rescue_shots,
)
from tests.screenshots.stage import Stage

WORDS = (
    "L’heure notée, 14/12/2022 à 16\u00a0h\u00a040, n’est pas encore venue\u00a0: cet ordinateur indique "
    "14/12/2022 à 10\u00a0h\u00a002. Notez l’heure réelle, ou remettez cet ordinateur à l’heure. Ce "
    "qui est tapé ici est gardé tel quel, le reste aussi."
)


def _code(stage: Stage) -> QDialog:
    return ChangeCodeDialog("MARTIN Anne", first=True, parent=stage.window)


def _with_problem(make: Callable[[Stage], QDialog]) -> Callable[[Stage], QDialog]:
    def made(stage: Stage) -> QDialog:
        dialog = make(stage)
        assert isinstance(dialog, ProblemDialog)
        dialog.show()
        dialog.show_problem(WORDS)
        stage.settle(50)
        return dialog

    return made


def shots() -> list[tuple[str, Callable[[Stage], QDialog]]]:
    """The pictures, by name."""
    makes = {
        "code": _code,
        "excused": day_shots.excused,
        "withdrawn": day_shots.withdrawn,
        "departure": day_shots.departure,
        "templates": day_shots.templates,
        "incident": incident_shots.noted,
        "recusal": prepare_shots.recusal,
        "reset": rescue_shots.reset_code,
        "ask": readiness_shots.declare_dialog,
        "note": evaluate_shots.reading_note,
        "seal": evaluate_shots.seal,
        "sign": jury_shots.sign,
        "add": candidate_shots.add,
    }
    return [(f"problem-{name}", _with_problem(make)) for name, make in makes.items()]
