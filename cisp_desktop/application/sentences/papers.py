"""French sentences of the documents of preparation: what cannot be printed, and what to know before sending."""

SENTENCES: dict[str, str] = {
    "papers.no_candidate": (
        "Ce document ne peut pas être imprimé : la session n’a aucun candidat. Inscrivez-en dans "
        "« Préparer », puis recommencez."
    ),
    "papers.no_juror": (
        "Ce document ne peut pas être imprimé : le jury n’a aucun membre. Composez-le dans "
        "« Préparer », puis recommencez."
    ),
    "papers.session_cancelled": (
        "La session est annulée : ses documents ne s’impriment plus. Reprenez-la, au tableau de bord, si elle a "
        "lieu tout de même."
    ),
    "papers.no_grid": (
        "Les grilles vierges ne peuvent pas être imprimées : la certification n’a aucun bloc à noter, ou "
        "aucun juré n’entend de candidat. Complétez le référentiel ou le jury, puis recommencez."
    ),
    "papers.logo": (
        "Le logo du centre ne peut pas être imprimé. Choisissez une image PNG ou JPEG de moins de {limit} "
        "millions de pixels, qui s’ouvre dans une visionneuse."
    ),
    "papers.short_notice": (
        "Moins de {least} jours avant la session (jours restants : {days}). Envoyez les convocations sans "
        "attendre et assurez-vous qu’elles sont reçues."
    ),
}
