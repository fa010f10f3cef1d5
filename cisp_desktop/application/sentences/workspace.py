"""French sentences for workspaces: opening, storing, backups, and things that are no longer there.

Each says what, where and how to mend it. Notices (``workspace.on_network`` …) are sentences too.
"""

SENTENCES: dict[str, str] = {
    "workspace.missing": (
        "Le dossier « {path} » n’existe pas ou n’est plus accessible. Vérifiez qu’il n’a pas été "
        "déplacé et que sa clé USB ou son disque est branché."
    ),
    "workspace.not_one": (
        "Le dossier « {path} » n’est pas un espace de travail de cette application. Choisissez un "
        "dossier qui contient « workspace.db » et « workspace.json », ou créez un espace de travail."
    ),
    "workspace.unfinished": (
        "La création de l’espace de travail « {path} » a été interrompue avant la fin : il ne "
        "contient rien. Créez-le à nouveau dans ce dossier, ou restaurez-y la sauvegarde."
    ),
    "workspace.locked": (
        "Cet espace de travail est déjà ouvert sur « {host} » depuis le {since} (processus {pid}). "
        "Fermez l’autre fenêtre ou attendez la fin de la commande, puis recommencez."
    ),
    "workspace.locked_unknown": (
        "Cet espace de travail est déjà ouvert dans une autre fenêtre ou par une commande. "
        "Fermez-la, puis recommencez."
    ),
    "workspace.wrong_passphrase": (
        "Ce n’est pas la phrase de passe de cet espace de travail. Vérifiez les majuscules, les "
        "accents et la disposition du clavier, puis recommencez."
    ),
    "workspace.unreadable": (
        "Le fichier « workspace.json » manque ou est endommagé, et la base de « {path} » ne s’ouvre "
        "pas avec cette phrase de passe : l’une ou l’autre est en cause. Vérifiez la phrase de passe, "
        "remettez « workspace.json » en place, ou restaurez la dernière sauvegarde."
    ),
    "workspace.newer": (
        "Cet espace de travail a été écrit par une version plus récente de l’application (format "
        "{found}, celle-ci connaît le format {known}). Rien n’a été modifié. Installez la version "
        "récente pour l’ouvrir."
    ),
    "workspace.damaged": (
        "Le fichier « {what} » de « {path} » est endommagé : il n’a pas été ouvert, pour ne rien "
        "perdre de plus. Copiez le dossier entier à l’abri, puis restaurez la dernière sauvegarde."
    ),
    "workspace.read_only": (
        "« {path} » est en lecture seule : rien ne peut y être enregistré. Donnez-vous le droit d’y "
        "écrire, ou copiez le dossier à un endroit où vous l’avez."
    ),
    "workspace.disk_full": (
        "Le disque qui contient « {path} » est plein : rien n’a été enregistré cette fois, et rien "
        "de ce qui l’était n’est perdu. Libérez de la place, puis recommencez."
    ),
    "workspace.unreachable": (
        "« {path} » n’est plus accessible. Rebranchez le disque ou la clé, ou vérifiez que le "
        "fichier n’a pas été déplacé, puis recommencez."
    ),
    "workspace.io": (
        "Le disque qui contient « {path} » a refusé de lire ou d’écrire. Rien n’a été enregistré à "
        "moitié. Vérifiez le disque ou la clé, copiez l’espace de travail ailleurs, puis "
        "recommencez."
    ),
    "workspace.database_locked": (
        "La base de « {path} » est tenue par un autre programme (antivirus, sauvegarde, "
        "synchronisation). Attendez qu’il ait fini ou suspendez-le, puis recommencez."
    ),
    "workspace.busy": (
        "Une tâche plus longue est en train d’enregistrer. Votre saisie n’a pas été prise : attendez "
        "la fin de la tâche, puis recommencez."
    ),
    "workspace.closing": (
        "Tout ce que vous avez fait est enregistré dans « {path} », mais la sauvegarde automatique de "
        "fermeture n’a pas pu être écrite. Vérifiez la place libre et l’état du disque, puis rouvrez et "
        "refermez l’espace de travail."
    ),
    "workspace.closed": "Cet espace de travail vient d’être fermé. Ouvrez-le à nouveau pour continuer.",
    "workspace.constraint": (
        "La base a refusé cet enregistrement, contraire à ses règles ({constraint}). Rien n’a été "
        "modifié. Signalez ce message : c’est un défaut de l’application."
    ),
    "workspace.engine_old": (
        "Le moteur de base de données installé est trop ancien ({found}, il faut {least} au moins). "
        "Réinstallez l’application avec ses dépendances."
    ),
    "workspace.pragma": (
        "La base n’a pas pris le réglage de sûreté « {name} » (valeur lue : {found}) : elle n’a pas "
        "été ouverte. Placez l’espace de travail sur un disque local, ou réinstallez l’application."
    ),
    "workspace.migration": (
        "La mise à niveau de l’espace de travail a échoué ({detail}) : l’ancien état est intact. "
        "Gardez l’ancienne version de l’application et signalez ce message."
    ),
    "workspace.folder_not_empty": (
        "Le dossier « {path} » n’est pas vide. Choisissez un dossier vide ou un nouveau nom, pour "
        "que rien ne soit écrasé."
    ),
    "workspace.folder_is_file": "« {path} » est un fichier, pas un dossier. Choisissez un autre nom.",
    "workspace.passphrase_empty": "La phrase de passe est vide. Tapez-en une.",
    "workspace.passphrase_character": (
        "La phrase de passe contient un caractère qui ne peut pas être enregistré. Retapez-la au clavier."
    ),
    "workspace.header_rebuilt": (
        "Le fichier « workspace.json » manquait ou était endommagé : il a été écrit à nouveau à "
        "partir de la base. Rien n’est perdu ; faites une sauvegarde."
    ),
    "workspace.on_network": (
        "Cet espace de travail se trouve sur un disque réseau : une coupure pendant une écriture "
        "peut l’abîmer. Préférez un dossier de cet ordinateur."
    ),
    "workspace.on_removable": (
        "Cet espace de travail se trouve sur un support amovible : ne le débranchez pas avant "
        "d’avoir fermé l’application, et gardez une sauvegarde ailleurs."
    ),
    "workspace.synchronised": (
        "Cet espace de travail se trouve dans un dossier synchronisé en ligne : la synchronisation "
        "peut l’abîmer et l’envoie hors de l’ordinateur. Préférez un dossier qui ne l’est pas."
    ),
    "vault.missing": (
        "Un document chiffré manque dans le coffre de l’espace de travail. Restaurez la "
        "dernière sauvegarde complète, ou déposez à nouveau le document."
    ),
    "vault.damaged": (
        "Ce document chiffré est endommagé : il n’a pas été ouvert. Restaurez la dernière "
        "sauvegarde complète, ou déposez à nouveau le document."
    ),
    "backup.missing": "Le fichier de sauvegarde « {path} » n’existe pas. Choisissez-le à nouveau.",
    "backup.not_one": (
        "« {path} » n’est pas une sauvegarde de cette application. Choisissez un fichier écrit par "
        "« Sauvegarder l’espace de travail »."
    ),
    "backup.damaged": (
        "La sauvegarde « {path} » est incomplète ou endommagée : rien n’en a été restauré. "
        "Choisissez une autre sauvegarde."
    ),
    "backup.not_sound": (
        "La copie écrite dans « {path} » ne se relit pas correctement : elle n’a pas été gardée. "
        "Vérifiez le disque, puis recommencez."
    ),
    "block.not_found": (
        "Aucun bloc de cette certification ne porte l’identifiant {id}. Rouvrez la page pour la "
        "mettre à jour."
    ),
    "candidate.not_found": (
        "Le candidat {id} n’est plus dans l’espace de travail. Rouvrez la page pour la mettre à jour."
    ),
    "centre.not_found": "Le centre {id} n’est plus dans l’espace de travail. Rouvrez la page pour la mettre à jour.",
    "certification.not_found": (
        "Aucune certification de l’espace de travail ne porte l’identifiant {id}. Importez-la, ou "
        "choisissez-en une autre."
    ),
    "dossier.not_found": "Le dossier {id} n’est plus dans l’espace de travail. Rouvrez la page pour la mettre à jour.",
    "minutes.not_found": (
        "Aucun procès-verbal ne porte cet identifiant. Relevez celui que la clôture de la session a donné."
    ),
    "panel.not_found": "Aucun jury ne correspond à l’identifiant {id}. Rouvrez la page pour la mettre à jour.",
    "registration.not_found": (
        "L’inscription {id} n’est plus dans l’espace de travail. Rouvrez la page pour la mettre à jour."
    ),
    "seat.not_found": "Le siège {id} n’est plus dans l’espace de travail. Rouvrez la page pour la mettre à jour.",
    "session.not_found": "Aucune session ne porte l’identifiant {id}. Relevez-le dans la liste des sessions.",
    "sheet.not_found": "La grille {id} n’est plus dans l’espace de travail. Rouvrez la page pour la mettre à jour.",
}
