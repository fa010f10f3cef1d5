"""Sentences on the panels of one session, from scoring to the minutes."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "juror.other_panel": (
        "Le candidat {number} passe devant un autre jury que le vôtre : vous ne l’évaluez pas et ne "
        "voyez pas ses grilles."
    ),
    "minutes.panel_seat_empty": "{panel} : le siège « {role} » est vide. Composez ce jury dans Préparer.",
    "minutes.originals": (
        "Un procès-verbal a de 1 à {most} originaux, pas {given}. Choisissez un nombre entre les deux."
    ),
    "minutes.originals_frozen": (
        "Le procès-verbal {number} est clos en {said:original|originaux} : ce nombre ne change plus. Rouvrez la "
        "clôture tant que personne n’a signé."
    ),
    "minutes.reasons_frozen": (
        "Le procès-verbal {number} est clos : il garde ou non l’annexe des motifs comme à sa clôture. Rouvrez-la "
        "tant que personne n’a signé."
    ),
    "minutes.no_panel": (
        "Ce jury n’entend aucun candidat : il n’a pas de procès-verbal. Choisissez un autre jury."
    ),
    "minutes.members_present": (
        "{panel} : {actual:membre|membres} sur les {needed} que demande la règle pour délibérer. "
        "Complétez-le dans Préparer."
    ),
    "minutes.external_share": (
        "{panel} : {actual} % de membres extérieurs au certificateur et au centre, la règle en "
        "demande {needed} %. Revoyez-le dans Préparer."
    ),
    "minutes.professionals_share": (
        "{panel} : {actual} % de professionnels du métier visé, la règle en demande {needed} %. "
        "Revoyez-le dans Préparer."
    ),
    "minutes.balance": (
        "{panel} : {actual} % du sexe le moins représenté, la règle en demande {needed} %. "
        "Revoyez-le dans Préparer."
    ),
}
