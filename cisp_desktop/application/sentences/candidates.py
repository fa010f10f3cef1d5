"""French sentences for what editing, pasting, merging and exporting candidates refuses."""

SENTENCES: dict[str, str] = {
    "registration.changed_meanwhile": (
        "« {field} » a changé entre-temps dans une autre fenêtre : rien n’a été écrit. Regardez la valeur "
        "actuelle, puis tapez la vôtre à nouveau si elle vaut mieux."
    ),
    "registration.number_taken": (
        "Le N° dossier « {number} » est déjà celui d’un autre candidat de la session. Donnez un autre numéro."
    ),
    "registration.no_block": "Un candidat présente au moins un bloc de la certification. Choisissez-en un.",
    "registration.held_frozen": (
        "Les propositions de ce candidat sont déjà figées : ses blocs acquis ne peuvent plus changer."
    ),
    "registration.not_restorable": (
        "L’inscription {number} ne peut pas être rétablie : des pièces ont été perdues avec elle, ou son "
        "numéro a été repris. Inscrivez de nouveau le candidat."
    ),
    "candidate.extra_time": (
        "« {value} » n’est pas un temps majoré. Tapez un pourcentage entier de {least} à {most} (33 "
        "pour un tiers-temps)."
    ),
    "held.signs": (
        "« {value} » ne se relirait pas : un code de bloc ou un numéro de procès-verbal ne contient ni "
        "virgule, ni point-virgule, ni parenthèse. Corrigez-le."
    ),
    "merge.other_session": (
        "Ces deux inscriptions ne sont pas de la même session : elles ne se réunissent pas. Reprenez "
        "seulement les données de naissance."
    ),
    "merge.scored": (
        "L’inscription {number} a déjà des notes : elle ne peut pas être réunie à une autre. Gardez celle-ci, "
        "ou indiquez un abandon."
    ),
    "paste.empty": "Le presse-papiers ne contient pas de cases à coller. Copiez-les dans votre tableur.",
    "paste.too_large": (
        "Le presse-papiers compte {count} lignes ; la limite est de {limit}. Importez plutôt la liste comme "
        "fichier."
    ),
    "paste.no_such_column": (
        "Les cases collées dépassent la dernière colonne affichée. Affichez les colonnes voulues, ou "
        "commencez plus à gauche."
    ),
    "paste.read_only": "Cette colonne ne se remplit pas par collage : changez-la dans la fiche du candidat.",
}
