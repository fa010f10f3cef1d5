"""Sentences of the rules of the jury: preparing, scoring, deciding, closing."""

SENTENCES: dict[str, str] = {
    # texts
    "text.too_long": "« {field} » compte {length} caractères ; {limit} au plus. Raccourcissez le texte.",
    "text.character": (
        "« {field} » contient un caractère invisible ou de contrôle ({codepoint}). "
        "Effacez-le, ou retapez le texte au clavier."
    ),
    "text.missing": "« {field} » est vide. Saisissez-le.",
    # files that a user names
    "file.missing": "Le fichier « {file} » n’existe pas. Vérifiez le nom et le dossier.",
    "file.is_folder": "« {file} » est un dossier. Choisissez un fichier.",
    "file.unreadable": "Le fichier « {file} » ne peut pas être lu. Vérifiez vos droits et le support.",
    "file.too_large": "Le fichier « {file} » dépasse {limit} Mo. Choisissez un fichier plus petit.",
    "file.disk_full": "Le disque est plein : « {file} » n’a pas été écrit. Libérez de la place et recommencez.",
    "file.read_only": (
        "« {file} » ne peut pas être écrit : il est peut-être ouvert dans un autre programme, ou vous n’avez "
        "pas le droit d’écrire là. Fermez-le, ou choisissez un autre dossier."
    ),
    "file.not_written": "« {file} » n’a pas pu être écrit. Vérifiez le support ou choisissez un autre dossier.",
    "file.no_folder": (
        "Le dossier « {folder} » n’existe pas : « {file} » n’a pas été écrit. Créez ce dossier, ou "
        "choisissez-en un autre."
    ),
    "folder.is_file": "« {file} » est un fichier, pas un dossier. Choisissez un dossier.",
    "export.ending": "« {file} » doit finir par {endings}. Donnez un nom qui finit ainsi.",
    "export.no_folder": (
        "Le dossier « {folder} » n’existe pas : rien n’a été écrit. Créez-le, ou choisissez-en un autre."
    ),
    "export.exists": (
        "« {file} » existe déjà : rien n’a été écrit. Donnez un autre nom, ou acceptez de remplacer ce "
        "fichier (--force sur la ligne de commande)."
    ),
    "export.exists_inside": (
        "« {folder} » contient déjà « {file} » ({count} en tout) : rien n’a été écrit. Choisissez un "
        "autre dossier, ou acceptez de remplacer ces fichiers (--force sur la ligne de commande)."
    ),
    "print.no_spooler": (
        "Aucune file d’impression n’est installée. Enregistrez le PDF et imprimez-le d’un autre ordinateur."
    ),
    "print.failed": "L’imprimante a refusé le document. Vérifiez qu’elle est allumée et choisie par défaut.",
    # certifications
    "certification.data": "La fiche est incomplète ou mal formée au champ « {field} ». Corrigez le fichier.",
    "certification.no_blocks": "La fiche {code} ne contient aucun bloc : elle ne peut pas servir à un jury.",
    "certification.not_json": (
        "Ce fichier n’est pas une fiche de certification en JSON. Choisissez un fichier .json de référentiel."
    ),
    "certification.unknown": (
        "La certification « {code} » n’est pas dans l’espace de travail. Codes connus : {known}."
    ),
    "scheme.threshold": "Le seuil du barème doit être entre 0 et 20 ; il vaut {threshold}.",
    "scheme.levels": "Le barème doit compter au moins deux niveaux, numérotés de 0 en montant.",
    "scheme.weight": "Un poids du barème est nul ou négatif. Donnez un nombre positif.",
    "scheme.unknown_field": "Le barème contient un champ inconnu, « {name} ».",
    # workspaces and sessions
    "workspace.passphrase_weak": (
        "Cette phrase de passe est trop faible : il faut au moins {least} caractères, dont quatre différents."
    ),
    "session.dates": "La session finit ({ends}) avant de commencer ({starts}). Corrigez l’une des deux dates.",
    "session.siret": "Le SIRET « {siret} » n’a pas 14 chiffres. Corrigez-le ou laissez-le vide.",
    "session.closed": (
        "La session est close : son procès-verbal est figé et rien n’y change plus. "
        "Une erreur se corrige par un procès-verbal rectificatif."
    ),
    "slots.length": (
        "Un passage dure de 5 à 480 minutes et une pause de 0 à 240 ; lu : {minutes} et {pause}. Corrigez."
    ),
    "slots.hours": "La journée finirait avant de commencer. Corrigez l’heure de début ou l’heure de fin.",
    # registrations
    "registration.access_closed": (
        "La voie d’accès « {path} » est fermée par la fiche {code}. "
        "Choisissez une voie ouverte, ou retirez ce candidat."
    ),
    "registration.block_unknown": "Le bloc « {block} » n’existe pas dans {code}. Blocs connus : {known}.",
    "registration.blocks_scored": (
        "Ce candidat a déjà des notes : ses blocs présentés ne peuvent plus changer."
    ),
    "registration.heard": (
        "Le passage de ce candidat est déjà noté (présence, chronomètre, départ d’un juré ou incident) : "
        "son inscription ne peut plus être retirée. Indiquez plutôt une absence ou un abandon."
    ),
    "registration.scored": (
        "Ce candidat a déjà des notes : son inscription ne peut plus être retirée. "
        "Indiquez plutôt une absence ou un abandon."
    ),
    "registration.not_heard": (
        "Ce candidat est noté « {attendance} » : il n’est pas évalué. "
        "S’il est là, corrigez sa présence dans « Évaluer » ou dans « Préparer »."
    ),
    "registration.block_not_presented": "Ce candidat ne présente pas ce bloc : il n’y a rien à évaluer.",
    "attendance.sealed": (
        "Une grille de ce candidat est scellée : il a été entendu. Sa présence ne peut plus être retirée."
    ),
    "outside_result.date": (
        "Le résultat serait du {date}, après la fin de la session ({ends}). Corrigez la date."
    ),
    "outside_result.frozen": (
        "Les propositions de ce candidat sont déjà figées : elles s’appuient sur les résultats hors jury."
    ),
    # dossiers
    "dossier.changed_meanwhile": "Le fichier « {file} » a changé pendant sa lecture. Recommencez l’ajout.",
    "dossier.other_session": "Cette pièce appartient à une autre session. Ajoutez-la ici depuis son fichier.",
    "dossier.place_taken": (
        "Ce candidat a déjà une pièce de ce genre (« {file} »). Retirez-la d’abord, ou choisissez un autre genre."
    ),
    # panel
    "panel.same_juror": (
        "« {juror} » occupe deux sièges. Un juré n’en tient qu’un : nommez une autre personne."
    ),
    "panel.seat_missing": (
        "Il manque le siège « {role} ». Nommez quelqu’un à chaque siège que les règles du jury demandent."
    ),
    "panel.seat_in_use": (
        "{juror} a déjà utilisé son code au siège « {role} » : ce siège ne change plus de titulaire ici."
    ),
    "panel.unknown_juror": "« {juror} » ne siège pas dans ce jury. Jurés connus : {known}.",
    "panel.no_president": (
        "Le président ne peut pas siéger pour ce candidat, et aucun suppléant n’est désigné : "
        "le jury ne peut pas décider."
    ),
    "panel.no_quorum": (
        "Le quorum n’est pas atteint pour ce candidat : {present:juré peut|jurés peuvent} décider, moins que la règle. "
        "Appelez un suppléant, ou notez le retour du juré parti."
    ),
    "juror.no_code": "Ce siège n’a pas encore de code. Composez le jury dans Préparer.",
    "juror.code.delayed": "Trop de codes faux : attendez {seconds} s avant d’essayer encore.",
    "juror.recused": "Votre récusation est notée pour ce candidat : vous ne l’évaluez pas et ne voyez pas ses grilles.",
    "juror.other_session": "Votre code a été donné dans une autre session. Identifiez-vous dans celle-ci.",
    "recusal.exists": "Ce juré est déjà récusé pour ce candidat : il n’y a rien à ajouter.",
    "recusal.sealed": "Ce juré a déjà scellé une grille de ce candidat : la récusation vient trop tard.",
    "recusal.frozen": "Les propositions de ce candidat sont figées : la récusation ne peut plus être retirée.",
    # marks and sheets
    "mark.level": "Le niveau doit être un entier de 0 à {top}. Lu : {level}.",
    "mark.points": "Les points doivent être entre 0 et 20. Lu : {points}.",
    "mark.reason_missing": "« Non évalué » demande un motif. Choisissez-en un dans la liste.",
    "mark.global_not_evaluated": "Le niveau global du bloc ne peut pas être « non évalué ».",
    "mark.unknown_item": "Cette ligne ne fait pas partie de la grille de ce bloc.",
    "sheet.sealed": "Votre grille {block} est scellée : elle ne change plus.",
    "sheet.incomplete": (
        "La grille {block} n’est pas complète : {missing:ligne|lignes} sans niveau{overall}. "
        "Donnez un niveau ou « non évalué » à chacune avant de sceller."
    ),
    "sheets.no_panel": "Le jury n’est pas composé : il n’y a pas de grille à écrire. Nommez ses membres dans Préparer.",
    "sheets.all_sealed": (
        "Toutes les grilles de cette session sont scellées : il n’y a plus rien à remplir. Les grilles scellées "
        "se lisent à la page « Délibérer »."
    ),
    "sheets.block_not_yours": (
        "Vous n’avez pas à évaluer le bloc « {block} » du candidat {number} : non présenté, récusation, absence, "
        "ou code de bloc inconnu. Retirez la ligne."
    ),
    "sheets.unknown_line": (
        "Cette compétence n’est pas dans le bloc {block}. Reprenez le libellé de la grille exportée, sans le modifier."
    ),
    "sheets.line_twice": "Cette ligne répète la ligne {other}. Gardez une seule des deux.",
    "sheets.level_missing": "Le niveau manque. Saisissez un niveau, ou « Non évalué ».",
    # deliberation
    "deliberation.sheets_unsealed": (
        "Il manque encore {missing:grille scellée|grilles scellées} pour ce candidat : "
        "rien n’est comparé avant que tous aient scellé."
    ),
    "deliberation.not_open": (
        "La délibération de ce bloc n’est pas ouverte : toutes les grilles du candidat ne sont pas scellées."
    ),
    "decision.reason_missing": (
        "Un motif écrit est obligatoire pour un refus, pour une décision différente de la proposition "
        "et pour une voix prépondérante. Écrivez-le."
    ),
    "decision.not_the_jurys": "Le jury valide, ne valide pas ou diffère ; « {value} » découle de l’inscription.",
    "decision.stands": "Ce bloc n’est pas à décider : son état découle de l’inscription ou de la présence.",
    "decision.unknown_number": "Aucun candidat ne porte le N° dossier « {number} » dans cette session.",
    # minutes
    "minutes.prevented": "La session ne peut pas être close : {count:point|points} à régler ci-dessous.",
    "minutes.exist": "Le procès-verbal de cette session existe déjà.",
    "minutes.seat_empty": "Le siège « {role} » est vide. Composez le jury dans Préparer.",
    "minutes.no_candidate": "Aucun candidat n’est inscrit. Importez la liste dans Préparer.",
    "minutes.undecided": "{number} · {block} : aucune décision. Décidez dans Délibérer.",
    "minutes.reason_missing": "{number} · {block} : le refus n’a pas de motif. Écrivez-le dans Délibérer.",
    "minutes.unsealed": "{number} · {block} : la grille de {juror} n’est pas scellée.",
    "minutes.not_a_member": "Vous n’êtes pas membre du jury de ce procès-verbal : vous ne le signez pas.",
    "minutes.already_signed": "{juror} a déjà signé ce procès-verbal.",
    "minutes.altered": (
        "Le contenu figé du procès-verbal {number} ne correspond plus à son empreinte : il a été altéré. "
        "Restaurez une sauvegarde."
    ),
}
