"""French sentences for lists that are imported, previewed and taken back: what, where, how to mend it."""

SENTENCES: dict[str, str] = {
    "table.sheet_unknown": ("Le classeur n’a pas de feuille « {name} ». Choisissez parmi : {names}."),
    # imports of lists
    "import.changed_meanwhile": (
        "Le candidat {number} (ligne {line}) a été modifié depuis l’aperçu. Rien n’a été écrit : relisez la "
        "liste pour voir ce qu’elle changerait maintenant."
    ),
    "import.undo_changed": (
        "L’import ne peut plus être annulé en entier : le candidat {number} a été modifié ou retiré depuis. "
        "Corrigez les candidats un par un, ou importez une liste corrigée."
    ),
    "import.undo_used": (
        "L’import ne peut plus être annulé : le candidat {number} a des notes, des pièces, un résultat, une "
        "indisponibilité ou une récusation. Retirez-les d’abord, ou retirez les candidats un par un."
    ),
    # results judged outside the panel
    "outside_result.assessment": (
        "La fiche ne confie pas cette épreuve à quelqu’un d’autre que le jury. Choisissez une épreuve jugée hors jury."
    ),
    "outside_result.points": (
        "La note d’un résultat hors jury va de 0 à 20, avec deux décimales au plus. Corrigez-la."
    ),
    "outside_result.number_unknown": (
        "Aucun candidat de la session ne porte le N° dossier « {number} ». Corrigez-le, ou inscrivez d’abord "
        "ce candidat."
    ),
    "outside_result.block_unknown": ("« {block} » n’est pas un bloc de {code}. Blocs connus : {known}."),
    "outside_result.block_not_presented": (
        "Le candidat {number} ne présente pas le bloc {block}. Corrigez le bloc, ou l’inscription du candidat."
    ),
    "outside_result.none_in_block": (
        "Le bloc {block} n’a pas d’épreuve jugée hors jury. Supprimez cette ligne, ou corrigez le bloc."
    ),
    "outside_result.which_assessment": (
        "Ce candidat a plusieurs épreuves jugées hors jury ({known}). Précisez l’épreuve dans sa colonne."
    ),
    "outside_result.assessment_unknown": (
        "« {title} » n’est pas une épreuve jugée hors jury de ce candidat. Épreuves connues : {known}."
    ),
    "outside_result.twice": (
        "Cette épreuve de ce candidat est déjà à la ligne {other}. Ne gardez qu’une des deux lignes."
    ),
    "outside_result.verdict": (
        "« {value} » n’est pas un résultat compris. Tapez Favorable ou Défavorable (Acquis ou Non acquis)."
    ),
    "outside_result.no_line": (
        "Aucun résultat sous les titres de la ligne {line}. Ajoutez une ligne par résultat, puis recommencez."
    ),
}
