"""Sentences of rescue copies, and of a forgotten code that two people replace."""

SENTENCES: dict[str, str] = {
    "copy.absent": (
        "Le lieu des copies de secours « {place} » est introuvable. Branchez la clé, ou choisissez un autre "
        "dossier dans les réglages : la copie reprendra au prochain scellement."
    ),
    "copy.no_place": (
        "Le dossier « {place} » est introuvable. Branchez la clé, puis donnez le dossier choisi pour les "
        "copies de secours."
    ),
    "copy.full": (
        "Le lieu des copies de secours « {place} » est plein. Libérez de la place ou choisissez un autre dossier "
        "dans les réglages : la copie reprendra au prochain scellement."
    ),
    "copy.read_only": (
        "Le lieu des copies de secours « {place} » refuse l’écriture. Déverrouillez la clé, ou choisissez un "
        "autre dossier dans les réglages : la copie reprendra au prochain scellement."
    ),
    "copy.failed": (
        "La copie de secours n’a pas pu être écrite dans « {place} ». Vérifiez ce support, ou choisissez un "
        "autre dossier dans les réglages : la copie reprendra au prochain scellement."
    ),
    "code_reset.signed": (
        "{juror} a déjà signé un procès-verbal de cette session : son code ne se remplace plus."
    ),
    "code_reset.member": (
        "Ce juré ne peut pas confirmer : c’est au président, ou, pour le code du président, à un autre membre du même "
        "jury."
    ),
    "code_reset.same_person": (
        "« {witness} » est déjà le juré concerné ou celui qui confirme : nommez une autre personne du centre."
    ),
}
