"""French sentences of the extracts of minutes: giving them out, verifying them.

Those of ``verification.*`` are listed under a verdict: they say what was found, and what to do about it.
"""

SENTENCES: dict[str, str] = {
    "extract.none": (
        "Ce procès-verbal n’a pas d’extrait pour le dossier {number}. Les extraits se demandent à la clôture."
    ),
    "verification.extract": (
        "C’est un extrait du procès-verbal {number}, pour un seul candidat : dossier {candidate}, {name}. Il ne "
        "dit rien d’aucun autre candidat."
    ),
    "verification.extract_unknown": (
        "Cet espace de travail connaît le procès-verbal {number}, mais pas cet extrait. Ne vous fiez pas à cette "
        "copie : demandez-en une à qui a émis le procès-verbal."
    ),
}
