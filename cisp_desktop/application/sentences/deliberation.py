"""Sentences of the deliberation: votes, advice to the candidate."""

SENTENCES: dict[str, str] = {
    "vote.missing": "Il manque {members} voix : chaque membre qui décide vote, personne ne s’abstient.",
    "vote.not_member": "Une voix vient d’un juré qui ne décide pas pour ce candidat : retirez-la.",
    "vote.tie": (
        "Le vote est à égalité : reprenez la discussion, ou cochez la voix prépondérante de la "
        "présidence si le règlement la donne pour ce candidat."
    ),
    "vote.no_tie": (
        "La voix prépondérante ne sert qu’à égalité, quand le règlement la donne et que la présidence a "
        "voté pour l’une des deux issues : décochez-la."
    ),
    "vote.differs": ("La décision n’est pas celle du vote : corrigez les voix ou la décision."),
    "advice.not_presented": "Ce bloc n’est pas présenté par ce candidat : il n’y a pas d’avis à écrire.",
    "advice.not_open": (
        "Les grilles de ce candidat ne sont pas toutes scellées : l’avis s’écrit une fois qu’elles sont montrées."
    ),
}
