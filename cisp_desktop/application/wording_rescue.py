"""Rescue copies in words. Must not know screens."""

from cisp_desktop.application.rescue_copies import Takeover
from cisp_desktop.application.wording import moment_words


def takeover_words(found: Takeover) -> str:
    """Return what who goes on with a copy must know: up to when it holds, and not to use the other laptop."""
    if found.last_act is None:
        return "Cette copie est vide\u00a0: rien n’y était encore enregistré."
    return (
        f"Cette copie va jusqu’au {moment_words(found.last_act)}. Ce qui a été saisi ensuite sur l’autre "
        "ordinateur manque, au plus le candidat alors entendu\u00a0: vérifiez-le avec le jury et refaites-le "
        "ici.\n\nN’utilisez plus l’autre ordinateur pour cette session\u00a0: ses saisies ne rejoindraient "
        "pas celles-ci. Chaque juré s’identifie de nouveau avec son code. Le journal note cette reprise."
    )
