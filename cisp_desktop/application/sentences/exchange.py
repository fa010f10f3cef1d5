"""French sentences for what goes wrong with the files of other programs: what, where, how to mend it."""

SENTENCES: dict[str, str] = {
    # files
    "exchange.child.failed": (
        "Le contrôle du fichier n’a pas pu démarrer (code {returncode}). Relancez l’application ; si cela "
        "se répète, réinstallez-la ou vérifiez que l’antivirus ne la bloque pas."
    ),
    "exchange.file.missing": "Le fichier « {name} » est introuvable. Vérifiez le chemin, ou choisissez-le à nouveau.",
    "exchange.file.unreadable": (
        "Le fichier « {name} » ne peut pas être lu : il est peut-être ouvert ailleurs, ou vous n’avez pas "
        "le droit de le lire. Fermez-le dans les autres programmes ou copiez-le dans un autre dossier."
    ),
    # tables
    "table.empty": (
        "Le fichier « {name} » est vide. Choisissez le classeur ou le CSV qui contient les lignes."
    ),
    "table.too_large": (
        "Le fichier « {name} » pèse {size} Mo ; la limite est de {limit} Mo. Copiez les seules lignes "
        "utiles dans un nouveau classeur, sans images."
    ),
    "table.too_many_lines": (
        "Le tableau compte {count} lignes ; la limite est de {limit}. Partagez-le en plusieurs fichiers, "
        "ou supprimez les lignes vides qui suivent la dernière ligne utile."
    ),
    "table.too_many_columns": (
        "Le tableau compte {count} colonnes ; la limite est de {limit}. Supprimez les colonnes inutiles, "
        "ou copiez les colonnes utiles dans un nouveau classeur."
    ),
    "table.too_costly": (
        "La lecture de « {name} » demande trop de temps ou de mémoire : le classeur est anormalement "
        "étendu. Copiez les seules lignes utiles dans un nouveau classeur et importez celui-ci."
    ),
    "table.bomb": (
        "« {name} » se décompresse en un volume anormal : il n’a pas été ouvert. Copiez les lignes utiles "
        "dans un nouveau classeur."
    ),
    "table.entities": (
        "« {name} » contient une définition d’entités XML, qu’aucun tableur n’écrit : il n’a pas été "
        "ouvert. Demandez le fichier à son auteur, ou recopiez ses lignes dans un nouveau classeur."
    ),
    "table.damaged": (
        "« {name} » est endommagé ou incomplet : il ne peut pas être lu. Ouvrez-le dans votre tableur, "
        "enregistrez-le à nouveau en .xlsx, puis recommencez."
    ),
    "table.password": (
        "« {name} » est protégé par un mot de passe. Ouvrez-le dans votre tableur, enregistrez-en une "
        "copie sans mot de passe, puis importez cette copie."
    ),
    "table.old_workbook": (
        "« {name} » est un classeur de l’ancien format Excel (.xls). Ouvrez-le et enregistrez-le au "
        "format « Classeur Excel (.xlsx) », puis importez-le."
    ),
    "table.binary_workbook": (
        "« {name} » est un classeur binaire (.xlsb). Enregistrez-le au format « Classeur Excel (.xlsx) », "
        "puis importez-le."
    ),
    "table.document": (
        "« {name} » est un document, pas un tableau. Choisissez un classeur .xlsx ou .ods, ou un fichier "
        ".csv."
    ),
    "table.pdf": (
        "« {name} » est un PDF, pas un tableau. Choisissez un classeur .xlsx ou .ods, ou un fichier .csv."
    ),
    "table.image": (
        "« {name} » est une image, pas un tableau. Choisissez un classeur .xlsx ou .ods, ou un .csv."
    ),
    "table.html": (
        "« {name} » est une page web, même si son nom dit autre chose. Ouvrez-la dans votre tableur et "
        "enregistrez-la au format .xlsx, puis importez ce fichier."
    ),
    "table.xml": (
        "« {name} » est un fichier XML. Ouvrez-le dans votre tableur et enregistrez-le au format .xlsx ou "
        ".ods, puis importez ce fichier."
    ),
    "table.archive": (
        "« {name} » est une archive, pas un tableau. Extrayez-en le classeur .xlsx, .ods ou le .csv, puis "
        "importez-le."
    ),
    "table.unknown": (
        "Le contenu de « {name} » n’est pas celui d’un tableau. Choisissez un classeur .xlsx ou .ods, ou "
        "un fichier .csv enregistré en UTF-8 ou en Windows-1252."
    ),
    "table.quotes": (
        "Le fichier « {name} » a un guillemet mal fermé vers la ligne {line}. Corrigez ce guillemet "
        "droit, ou enregistrez le tableau en .xlsx."
    ),
    "table.header_missing": (
        "Aucune ligne de titres n’a été reconnue dans les 20 premières lignes. Il faut une ligne avec au "
        "moins les colonnes {wanted}. Première ligne lue : {found}."
    ),
    "table.columns_missing": (
        "Il manque dans les titres de la ligne {line} : {missing}. Ajoutez ce titre au-dessus de sa "
        "colonne. Titres lus : {found}."
    ),
    "table.columns_twice": (
        "Les colonnes « {first} » et « {second} » disent la même chose. Supprimez ou renommez l’une des deux."
    ),
    # lists of candidates
    "candidates.several_sheets": (
        "Plusieurs feuilles contiennent une telle liste : {names}. Choisissez celle qu’il faut lire (--sheet à la "
        "ligne de commande)."
    ),
    "candidates.no_line": (
        "Aucun candidat sous les titres de la ligne {line}. Ajoutez une ligne par candidat, puis recommencez."
    ),
    # cells
    "cell.missing": "La case est vide, elle est obligatoire. Tapez la valeur qui manque.",
    "cell.too_long": "Le texte compte {length} caractères ; la limite est de {limit}. Raccourcissez-le.",
    "cell.character": (
        "« {value} » contient un caractère interdit ou invisible ({codepoint}). Effacez la case et "
        "retapez le texte."
    ),
    "cell.formula_error": (
        "La case contient l’erreur de formule {value}. Remplacez la formule par la valeur elle-même."
    ),
    "cell.yes_no": "« {value} » n’est pas une réponse comprise. Tapez Oui ou Non, ou laissez la case vide.",
    # dates
    "date.impossible": "Le {value} n’existe pas. Tapez une date sous la forme jour/mois/année : 12/04/1991.",
    "date.short_year": (
        "L’année de « {value} » n’a que deux chiffres. Tapez-la en quatre chiffres : 12/04/1991."
    ),
    "date.number": (
        "« {value} » est un nombre, pas une date. S’il s’agit du {likely}, donnez à la case le format "
        "Date, ou tapez {likely} en texte."
    ),
    "date.unreadable": "« {value} » n’est pas une date. Tapez-la sous la forme jour/mois/année : 12/04/1991.",
    # lines of candidates
    "candidate.birth_future": (
        "Le {value} est dans le futur : ce ne peut pas être une date de naissance. Vérifiez l’année."
    ),
    "candidate.too_young": (
        "Avec une naissance le {value}, le candidat aurait {age} ans ; il en faut au moins {least}. "
        "Vérifiez l’année."
    ),
    "candidate.too_old": (
        "Avec une naissance le {value}, le candidat aurait {age} ans, plus de {most}. Vérifiez l’année."
    ),
    "candidate.date_range": (
        "Le {value} n’est pas vraisemblable ici : attendue, une date entre {least} et l’année prochaine. "
        "Vérifiez l’année."
    ),
    "candidate.before_birth": "Cette date précède la naissance du candidat. Vérifiez les deux dates.",
    "candidate.sex": "« {value} » n’est pas compris. Tapez F ou M, ou laissez la case vide.",
    "candidate.insee": (
        "« {value} » n’est pas un code INSEE : il a cinq caractères, comme 38185, 01004, 2A004, ou 99139 "
        "pour un pays. Corrigez-le ou videz la case."
    ),
    "candidate.postcode": (
        "« {value} » n’est pas un code postal : il a cinq chiffres, comme 38000 ou 01000. Corrigez-le, "
        "videz la case, ou indiquez le pays s’il est étranger."
    ),
    "candidate.email": (
        "« {value} » n’est pas une adresse de courriel. Tapez-la sous la forme prenom.nom@exemple.fr, ou "
        "videz la case."
    ),
    "candidate.access_path": (
        "La voie d’accès « {value} » n’est pas connue. Tapez Formation continue, Contrat d’apprentissage, "
        "Contrat de professionnalisation, VAE, Candidature individuelle ou Statut étudiant."
    ),
    "candidate.level": (
        "« {value} » n’est pas un niveau. Tapez un chiffre de {least} à {most} (4 pour le baccalauréat), "
        "ou videz la case."
    ),
    "candidate.experience": (
        "« {value} » n’est pas un nombre d’années. Tapez les années révolues, en chiffres entiers de "
        "{least} à {most} (2 pour deux ans et demi)."
    ),
    "candidate.number_twice": (
        "Le N° dossier « {value} » est aussi celui de la ligne {other}. Donnez un numéro différent à "
        "chaque candidat, ou supprimez la ligne en trop."
    ),
    "candidate.too_many_cells": (
        "La ligne compte {count} cases pour {limit} titres : un séparateur se trouve sans doute dans un "
        "texte. Mettez ce texte entre guillemets droits, ou enregistrez le tableau en .xlsx."
    ),
    # lists of blocks
    "blocks.code_unreadable": (
        "« {value} » n’est pas un code de bloc. Tapez les codes séparés par des virgules : BC01, BC02."
    ),
    # held blocks
    "held.parenthesis": (
        "Une parenthèse est mal fermée dans « {value} ». Écrivez par exemple : RNCP36128BC01 (24/06/2022, "
        "PV-2022-GRE-0003) ; RNCP36128BC02."
    ),
    "held.no_code": (
        "Aucun code de bloc ne précède « {value} ». Écrivez par exemple : RNCP36128BC01 (24/06/2022, "
        "PV-2022-GRE-0003)."
    ),
    "held.detail": (
        "Entre parenthèses, « {value} » dit trop de choses. Écrivez une date, puis un numéro de "
        "procès-verbal : (24/06/2022, PV-2022-GRE-0003)."
    ),
    "held.future": (
        "Un bloc ne peut pas être déjà acquis le {value}, qui est dans le futur. Vérifiez l’année."
    ),
    "held.twice": (
        "Le bloc « {value} » est cité deux fois avec des dates ou des procès-verbaux différents. N’en "
        "gardez qu’un."
    ),
    # score sheets
    "score.no_line": (
        "Aucune ligne sous les titres de la ligne {line}. Choisissez la grille exportée pour ce juré."
    ),
    "score.level": "« {value} » n’est pas un niveau. Tapez un des niveaux {known}, ou N pour « non évalué ».",
    "score.points": (
        "« {value} » n’est pas une note. Tapez un nombre de 0 à 20, avec deux décimales au plus (12,5), "
        "ou N pour « non évalué »."
    ),
    # files
    "exchange.folder.unreadable": (
        "Le dossier « {name} » est introuvable ou ne peut pas être lu. Vérifiez le chemin et vos "
        "droits d’accès."
    ),
    # dossiers
    "dossier.pdf.not_pdf": (
        "« {name} » n’est pas un PDF. Ouvrez-le dans le programme qui l’a créé et enregistrez-le en PDF."
    ),
    "dossier.pdf.encrypted": (
        "« {name} » est protégé par un mot de passe. Demandez au candidat une copie sans mot de passe."
    ),
    "dossier.pdf.damaged": (
        "« {name} » est endommagé ou incomplet. Demandez au candidat de l’exporter à nouveau en PDF."
    ),
    "dossier.pdf.empty": (
        "« {name} » ne contient aucune page. Demandez au candidat de l’exporter à nouveau en PDF."
    ),
    "dossier.pdf.too_large": (
        "« {name} » pèse {size} Mo ; la limite est de {limit} Mo. Réduisez ses images (option « taille "
        "réduite » à l’export en PDF), ou partagez-le en deux."
    ),
    "dossier.pdf.too_long": "« {name} » compte plus de {limit} pages. Ne gardez que les pages du dossier.",
    "dossier.pdf.too_costly": (
        "« {name} » demande trop de temps ou de mémoire pour être affiché : il n’a pas été ajouté. "
        "Demandez au candidat de l’exporter à nouveau en PDF, avec des images réduites."
    ),
    "dossier.folder.too_many": (
        "Ce dossier contient plus de {limit} fichiers. Choisissez le sous-dossier qui contient les pièces "
        "des candidats."
    ),
    "dossier.name.link": (
        "C’est un raccourci (lien) : il n’est pas suivi. Copiez le fichier lui-même dans le dossier."
    ),
    "dossier.name.not_pdf": "Ce n’est pas un PDF. Ouvrez-le dans son programme et enregistrez-le en PDF.",
    "dossier.name.image": "C’est une image. Enregistrez-la en PDF, ou réunissez les images en un seul PDF.",
    "dossier.name.archive": "C’est une archive. Extrayez les PDF qu’elle contient, puis ajoutez-les.",
    "dossier.name.several_candidates": (
        "Le nom du fichier peut désigner plusieurs candidats. Choisissez le candidat."
    ),
    "dossier.name.unknown_candidate": (
        "Le nom du fichier ne désigne aucun candidat de la session. Choisissez le candidat, ou ajoutez "
        "son N° dossier au nom du fichier."
    ),
    "dossier.name.several_kinds": "Le nom du fichier peut désigner plusieurs pièces. Choisissez la pièce.",
    "dossier.name.unknown_kind": (
        "Le nom du fichier ne dit pas de quelle pièce il s’agit. Choisissez la pièce."
    ),
    "dossier.name.unknown": (
        "Le nom du fichier ne dit ni le candidat ni la pièce. Choisissez l’un et l’autre."
    ),
    "dossier.name.twice": (
        "Plusieurs fichiers désignent le même candidat et la même pièce. Choisissez celui qui compte."
    ),
}
