"""French sentences for a session declared ready, and for a centre's settings."""

SENTENCES: dict[str, str] = {
    "session.ready": (
        "La session a été déclarée prête par {by} : son référentiel, son barème et ses règles de jury ne "
        "changent plus. Rouvrez la préparation, avec un motif, pour les modifier."
    ),
    "session.ready_panels": (
        "La session a été déclarée prête par {by} : ses jurys et leurs membres ne changent plus. Rouvrez la "
        "préparation, avec un motif, puis déclarez-la prête à nouveau."
    ),
    "session.not_ready": "La session n’a pas été déclarée prête : sa préparation est déjà ouverte.",
    "session.scored": (
        "Des jurés ont commencé à noter : la session garde la version du référentiel avec laquelle ils notent."
    ),
    "session.version_lacks_block": (
        "La nouvelle version du référentiel n’a plus le bloc {block}, qu’un candidat présente. Retirez ce bloc "
        "aux candidats, ou gardez la version actuelle."
    ),
    "readiness.no_candidate": (
        "Aucun candidat n’est inscrit : la session ne peut pas être prête. Importez la liste du centre."
    ),
    "readiness.seat_empty": (
        "Le siège « {role} » est vide : la session ne peut pas être prête. Nommez quelqu’un à ce siège."
    ),
    "readiness.panel_empty": (
        "Un jury n’a aucun membre et doit entendre des candidats ({count}) : la session ne peut pas être prête. "
        "Nommez ses membres, ou confiez ses candidats à un autre jury."
    ),
    "readiness.no_quorum": (
        "Le jury n’a pas le quorum pour le candidat {number} : la session ne peut pas être prête. Confiez ce "
        "candidat à un autre jury, ou nommez un membre de plus."
    ),
    "readiness.nothing_to_score": (
        "Le référentiel n’a rien à noter dans un bloc : la session ne peut pas être prête. Complétez-le dans "
        "« Référentiels », puis prenez sa nouvelle version."
    ),
    "readiness.rule_broken": (
        "Une règle qui empêche de clore n’est pas respectée par le jury : la session ne peut pas être prête. "
        "Voyez les règles de l’onglet « Jury »."
    ),
    "registration.panel_scored": (
        "Le candidat {number} a déjà des notes de son jury : il ne change plus de salle. Déplacez-le avant que "
        "les jurés notent."
    ),
    "centre.code": (
        "Le préfixe de numérotation « {code} » doit compter de 2 à 5 lettres ou chiffres, sans accent."
    ),
    "centre.code_taken": (
        "Le préfixe « {code} » est celui d’un autre centre : deux procès-verbaux porteraient le même numéro. "
        "Choisissez-en un autre."
    ),
    "centre.logo": (
        "Le logo doit être une image PNG ou JPEG de {limit} Mo au plus. Enregistrez-le dans un de ces formats."
    ),
    "centre.changed_meanwhile": (
        "Les réglages du centre {centre} ont été modifiés ailleurs pendant votre saisie. Fermez, relisez-les, "
        "puis refaites votre changement."
    ),
}
