"""French sentences for what a person names and is not there, and for what is there already."""

SENTENCES: dict[str, str] = {
    "centre.unknown": "Aucun centre ne s’appelle « {centre} ». Centres connus : {known}.",
    "juror.unknown": "« {juror} » n’est pas au registre des jurés. Jurés connus : {known}.",
    "registration.number_unknown": (
        "Aucun candidat ne porte le N° dossier « {number} » dans cette session. Numéros connus : {known}."
    ),
    "recusal.unknown": (
        "Aucune récusation de {juror} n’est déclarée pour le candidat {number}. Voyez la liste des récusations."
    ),
    "equivalence.unknown": (
        "Aucune équivalence enregistrée ne dit que {held} ({certification}) vaut {block}. Voyez la liste."
    ),
    "certification.version_unknown": "{code} n’a pas de version {version}. Versions connues : {known}.",
    "session.alike": "{alike} Ajoutez --yes pour en créer une autre.",
    "reference.kind": (
        "« {name} » n’est pas une fiche. Fichiers acceptés : .json, .xml, .zip (flux de France "
        "compétences) ou .txt (page copiée)."
    ),
}
