"""What minutes state in words: quorum and composition, who presides, that a session was cancelled.

Must not know how a page is drawn.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cisp_desktop.application.wording_minutes import NBSP, count, moment


def quorum_statement(quorum: Mapping[str, Any]) -> str:
    """Return the statement of quorum and composition, as sentences."""
    sentences = [
        f"{count(quorum['required'], 'membre requis', 'membres requis')}, "
        f"{count(quorum['present'], 'membre présent', 'membres présents')}"
        + (", sous la présidence prévue." if quorum["president_present"] else ", président absent."),
        "Le quorum est atteint." if quorum["met"] else "Le quorum n’est pas atteint.",
        f"{count(quorum['external'], 'membre extérieur', 'membres extérieurs')} "
        "au certificateur et au centre" + _asked_words(quorum),
    ]
    if quorum["women"] is not None and quorum["men"] is not None:
        sentences.append(
            f"{count(quorum['women'], 'femme', 'femmes')}, {count(quorum['men'], 'homme', 'hommes')}."
        )
    sentences.extend(
        f"Pour le candidat {entry['number']}, "
        f"{'après un départ' if entry.get('left') else 'après récusation'}, le jury a délibéré à "
        f"{count(entry['members'], 'membre', 'membres')}."
        for entry in quorum["reduced_for"]
    )
    return " ".join(sentences)


def cancelled_words(cancelled: Mapping[str, Any]) -> str:
    """« SESSION ANNULÉE le … par … : motif. », of a draft."""
    why = " ".join(cancelled["why"].split()).rstrip(".")
    return f"SESSION ANNULÉE le {moment(cancelled['at'])} par {cancelled['by']}{NBSP}: {why}."


def of_president(seats: Sequence[Mapping[str, Any]]) -> str:
    """« du président », « de la présidente » of a woman who presides."""
    woman = any(one["role"] == "PRESIDENT" and one.get("sex") == "F" for one in seats)
    return "de la présidente" if woman else "du président"


def _asked_words(quorum: Mapping[str, Any]) -> str:
    """Return the share that a rule asks for, in the words that panels are judged in elsewhere."""
    least = f"au moins {quorum['external_least_percent']}{NBSP}%"
    if not quorum["external_least_percent"]:
        return "."
    verb = {None: "règle", True: "part souhaitée", False: "part exigée"}[quorum.get("external_wished")]
    return f" ({verb}{NBSP}: {least})."
