"""French sentences for panels that could not sit and sessions that were cancelled."""

SENTENCES: dict[str, str] = {
    "panel.could_not_sit": (
        "Il a été constaté que ce jury n’a pas pu siéger : il n’entend et ne décide rien. Retirez la "
        "constatation, à la page « Procès-verbal », s’il siège tout de même."
    ),
    "not_sitting.reason": "Écrivez pourquoi le jury n’a pas pu siéger : le procès-verbal le dira.",
    "not_sitting.stated": (
        "Il est déjà constaté que ce jury n’a pas pu siéger ({why}). Retirez cette constatation avant d’en "
        "écrire une autre."
    ),
    "not_sitting.not_stated": "Rien n’a été constaté pour ce jury : il n’y a rien à retirer.",
    "not_sitting.no_candidate": (
        "Ce jury n’a aucun candidat à entendre : il n’a pas de procès-verbal. Supprimez-le, ou confiez-lui des "
        "candidats."
    ),
    "not_sitting.decided": (
        "Le jury a déjà décidé pour le candidat {number} : il a siégé. Retirez ces décisions si elles ont été "
        "saisies par erreur, ou notez un incident."
    ),
    "minutes.nobody_there": (
        "{panel} : personne n’était là, et personne ne peut signer la constatation. Nommez au jury qui l’a "
        "faite (président, représentant du centre), ou annulez la session."
    ),
    "session.cancelled": (
        "La session est annulée : elle reste lisible et rien n’y change plus. Reprenez-la, au tableau de bord, "
        "si elle a lieu tout de même."
    ),
    "session.not_cancelled": "La session n’est pas annulée : il n’y a rien à reprendre.",
    "session.cancelling_reason": "Écrivez pourquoi la session est annulée : le registre le garde.",
    "session.minutes_closed": (
        "Le procès-verbal {number} est clos et personne ne l’a signé : rouvrez la session à la page "
        "« Procès-verbal », puis annulez-la."
    ),
    "session.minutes_begun": (
        "Le procès-verbal {number} porte déjà une signature : annulez d’abord ce procès-verbal à la page "
        "« Procès-verbal », puis la session."
    ),
    "session.minutes_signed": (
        "Le procès-verbal {number} est signé par tous : la session a eu lieu et ne s’annule pas. Une erreur se "
        "corrige par un procès-verbal rectificatif."
    ),
    "issued.panel_did_not_sit": (
        "Le jury n’a pas pu siéger : il n’y a pas de participation à attester. L’état de frais reste dû à qui "
        "est venu."
    ),
    "issued.juror_not_there": "Ce membre n’était pas là, d’après le procès-verbal de constatation.",
    "issued.not_examined": (
        "Le jury n’a pas pu siéger : le candidat n’a pas été examiné et sa tentative ne compte pas. Ce document "
        "ne se délivre pas ; convoquez le candidat à une autre session."
    ),
}
