"""The steps of making the demonstration: how far each one leads, and what is being made meanwhile.

Must not know how anything is made, nor how its progress is shown.
"""

from enum import IntEnum

from cisp_desktop.application.ports import Progress


class MakingStep(IntEnum):
    """In order; each value is how many hundredths of the whole are behind when the step begins."""

    WORKSPACE = 0
    CANDIDATES = 8
    PANEL = 14
    DOSSIERS = 20
    SHEETS = 88
    OPENING = 97


WHOLE = 100
WORDS = {
    MakingStep.WORKSPACE: "Espace chiffré et ses clés",
    MakingStep.CANDIDATES: "Douze candidats fictifs et leur planning",
    MakingStep.PANEL: "Trois jurés, leurs codes et leurs certificats",
    MakingStep.DOSSIERS: "Mémoires et dossiers fictifs, en PDF",
    MakingStep.SHEETS: "Premières grilles, remplies et scellées",
    MakingStep.OPENING: "Ouverture de la session",
}


class Making:
    """Tells ``progress`` in hundredths of the whole; what it raises (a cancel) goes through."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def enter(self, step: MakingStep) -> None:
        """Begin a step."""
        self._progress(step.value, WHOLE)

    def within(self, step: MakingStep) -> Progress:
        """Return the progress of what a step counts by itself."""
        steps = list(MakingStep)
        following = steps.index(step) + 1
        end = steps[following].value if following < len(steps) else WHOLE

        def told(done: int, total: int) -> None:
            self._progress(step.value + (end - step.value) * done // max(total, 1), WHOLE)

        return told


def step_at(done: int) -> MakingStep:
    """Return the step that runs when ``done`` hundredths are behind."""
    return max(step for step in MakingStep if step.value <= max(done, 0))
