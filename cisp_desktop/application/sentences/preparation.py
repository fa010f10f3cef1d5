"""French sentences for what a référentiel, a panel's rules or a preparation refuses."""

SENTENCES: dict[str, str] = {
    # grading schemes
    "scheme.label": "Un niveau du barème n’a pas de libellé. Donnez-lui le mot que les jurés liront.",
    "scheme.worths": (
        "Les valeurs des niveaux doivent partir de 0 ou plus et monter d’un niveau au suivant. Corrigez la "
        "colonne « Valeur »."
    ),
    "scheme.passing": (
        "Le niveau global qui valide ({passing}) doit être entre 1 et {top}. Choisissez un niveau du barème."
    ),
    "scheme.gap": "L’écart signalé entre deux jurés doit être d’un niveau au moins ; il vaut {gap}.",
    "scheme.coverage": (
        "La part des compétences à évaluer, {part} sur {whole}, n’est pas une part. Donnez par exemple 2 sur 3."
    ),
    "scheme.zeros": (
        "La part admise au niveau le plus bas, {part} sur {whole}, n’est pas une part. Donnez par exemple "
        "1 sur 4."
    ),
    "scheme.floor": "Un plancher du barème est hors de l’échelle, qui va de 0 à {top}. Corrigez-le.",
    "scheme.outside_weight": (
        "Le poids d’une épreuve jugée hors jury doit être entre 0 et 100 %, les deux exclus. Corrigez-le."
    ),
    # panel rules
    "panel_rules.seats": (
        "Une règle de siège demande {count} sièges : il en faut de 1 à {most}. Corrigez le nombre."
    ),
    "panel_rules.value": (
        "La valeur {value} est hors de ce que cette règle admet, de {least} à {most}. Corrigez-la."
    ),
    "panel_rules.no_president": "Un jury a toujours un président : ajoutez son siège aux règles.",
    "panel_rules.two_presidents": "Un jury n’a qu’un président : son siège doit être unique.",
    "panel_rules.role_twice": (
        "Le siège « {role} » figure deux fois dans les règles. Gardez une ligne et donnez-lui le nombre voulu."
    ),
    "panel_rules.data": "Les règles de jury enregistrées ne se lisent pas. Importez à nouveau la fiche.",
    "panel.seat_twice": (
        "Deux personnes sont nommées au siège « {role} » numéro {rank}. Gardez-en une, ou changez le numéro."
    ),
    # lineage
    "equivalence.block_unknown": (
        "{certification} n’a pas de bloc « {block} » dans cet espace de travail. Importez la fiche, ou corrigez "
        "le code du bloc."
    ),
    "equivalence.exists": ("Cette équivalence est déjà enregistrée : {held} ({certification}) vaut {block}."),
    "equivalence.years": "La durée de validité doit être de 1 à 99 ans ; elle vaut {years}.",
    "equivalence.not_found": "Cette équivalence n’existe plus : elle a été retirée entre-temps.",
    # planning
    "unavailability.period": (
        "L’indisponibilité finit ({ends}) avant de commencer ({starts}). Corrigez une des deux heures."
    ),
    "unavailability.not_found": "Cette indisponibilité n’existe plus : elle a été retirée entre-temps.",
    "juror.not_found": "Ce juré n’est plus au registre : il en a été retiré entre-temps.",
}
