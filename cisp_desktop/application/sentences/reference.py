"""French sentences for the sources of sheets: why a file or a page is refused, and what a draft lacks."""

SENTENCES: dict[str, str] = {
    # the flow
    "reference.not_flow": (
        "« {name} » n’est pas le flux XML de France compétences. Téléchargez sur data.gouv.fr le fichier "
        "« export-fiches » au format XML (V4.1), puis choisissez-le tel quel, en .xml ou en .zip."
    ),
    "reference.version_refused": (
        "« {name} » est un flux de version {version}, que l’application ne connaît pas. Téléchargez la "
        "version 4.1 du flux."
    ),
    "reference.entities": (
        "« {name} » contient une définition de type ou d’entités XML, que le flux officiel n’a jamais : il "
        "n’a pas été lu. Téléchargez-le à nouveau sur data.gouv.fr."
    ),
    "reference.truncated": (
        "« {name} » est incomplet : il s’arrête après {after}. Téléchargez-le à nouveau."
    ),
    "reference.cut": "« {name} » est incomplet : sa fin manque. Téléchargez-le à nouveau.",
    "reference.damaged": (
        "« {name} » est mal formé à la ligne {line}, après {after}. Téléchargez-le à nouveau."
    ),
    "reference.sheet_too_large": (
        "« {name} » contient, après {after}, une fiche de plus de {limit} Mo, ce qu’aucune fiche officielle "
        "n’atteint : il n’a pas été lu plus loin. Téléchargez-le à nouveau."
    ),
    "reference.texts_too_long": (
        "Les blocs de la fiche {code} comptent {length} caractères ; la limite est de {limit}. Aucune fiche "
        "officielle n’est si longue : téléchargez le flux à nouveau."
    ),
    "reference.archive_damaged": (
        "L’archive « {name} » ne peut pas être lue : elle est endommagée, protégée ou compressée d’une façon "
        "inconnue. Téléchargez-la à nouveau, ou extrayez-en le fichier .xml et choisissez celui-ci."
    ),
    "reference.archive_without_flow": (
        "L’archive « {name} » doit contenir un seul fichier .xml ; elle en contient {count}. Extrayez le flux "
        "XML et choisissez-le."
    ),
    "reference.archive_bomb": (
        "« {name} » se décompresse en un volume anormal : elle n’a pas été ouverte. Téléchargez-la à nouveau."
    ),
    "reference.unknown_code": (
        "Aucune fiche {code} dans « {name} ». Vérifiez le code, ou cherchez la fiche par son intitulé ; les "
        "fiches RS et RNCP sont dans deux fichiers différents."
    ),
    "reference.code_needed": (
        "« {name} » contient plusieurs fiches : dites laquelle avec --code. Les premières sont : {codes}. "
        "Pour chercher par l’intitulé : certification search « {name} » mots."
    ),
    # a pasted page
    "reference.page.unrecognised": (
        "Ce texte n’est pas celui d’une fiche de France compétences : aucun numéro de fiche (par exemple "
        "RNCP36128) n’y a été trouvé à côté d’un intitulé. Ouvrez la fiche sur le site, sélectionnez toute la "
        "page (Ctrl+A), copiez-la (Ctrl+C), puis collez-la ici."
    ),
    "reference.page.too_long": (
        "Ce texte compte {length} caractères ; la limite est de {limit}. Collez une seule fiche."
    ),
    # saving a draft
    "reference.no_code": (
        "Le code de la fiche manque ou est mal formé. Tapez-le sans espace, par exemple RNCP36128."
    ),
    "reference.no_title": ("L’intitulé de la fiche {code} manque ou dépasse 500 caractères. Corrigez-le."),
    "reference.lines_too_many": (
        "Le bloc {block} compte {count} lignes ; la limite est de {limit}. Réunissez celles qui vont ensemble."
    ),
    "reference.line_too_long": (
        "Bloc {block} : la ligne « {start}… » compte {length} caractères ; la limite est de {limit}. "
        "Raccourcissez-la ou partagez-la."
    ),
    "reference.level_needed": (
        "La source ne donne pas le niveau de la fiche {code}. Indiquez-le, de 1 à 8, avant d’enregistrer."
    ),
    "reference.block_unnamed": "Il manque le code ou l’intitulé du bloc n° {position}. Complétez-le.",
    "reference.block_twice": "Deux blocs portent le code {block}. Donnez à chacun le sien.",
    # what a source lacks or leaves open
    "reference.no_blocks": (
        "La fiche n’a pas de blocs de compétences (c’est le cas des fiches du Répertoire spécifique) : il faut "
        "en écrire au moins un pour qu’un jury s’en serve."
    ),
    "reference.no_level": "La source ne donne pas de niveau : indiquez-le avant d’enregistrer.",
    "reference.title_missing": "La source ne donne pas d’intitulé.",
    "reference.no_certifier": "La source ne nomme aucun certificateur.",
    "reference.no_end": "La date de fin d’enregistrement n’est pas dans la source.",
    "reference.no_nsf": "Aucun code NSF dans la source.",
    "reference.no_access": (
        "La source ne dit rien de la voie « {path} » : elle est fermée ici ; ouvrez-la si la fiche le permet."
    ),
    "reference.access_unsaid": (
        "La source ne dit rien des voies d’accès : elles sont toutes fermées ici ; ouvrez celles que la fiche "
        "permet."
    ),
    "reference.access_unclear": (
        "Voie « {path} » : une croix est là, mais sa colonne (oui ou non) est perdue. La voie est fermée ici, "
        "à confirmer."
    ),
    "reference.no_competences": (
        "Le bloc {block} n’a pas de compétences propres dans la source : on y note l’épreuve, ou le bloc entier."
    ),
    "reference.no_assessments": "Le bloc {block} n’a pas de modalités d’évaluation dans la source.",
    "reference.assessments_unparted": (
        "Dans le bloc {block}, rien ne sépare les compétences des modalités d’évaluation : tout est proposé "
        "comme compétence."
    ),
    "reference.list_open": (
        "La dernière compétence de {block} s’arrête à deux-points : la liste manque dans la source."
    ),
    "reference.judge_unsaid": (
        "La source ne dit pas qui juge, pour {count} des modalités d’évaluation ({total} en tout) : à préciser."
    ),
    "reference.kind_guessed": (
        "La forme des épreuves (dossier, oral, mise en situation) est déduite des mots de la source : à relire."
    ),
    "reference.minutes_read": (
        "La durée de l’oral ou de l’entretien de {count} des modalités d’évaluation est lue dans la source : à "
        "relire, le planning s’en sert."
    ),
    "reference.block_code_missing": "Le bloc n° {position} n’a pas de code dans la source : {block} est proposé.",
    "reference.block_code_repeated": (
        "Le code de bloc {block} est répété dans la source : {proposed} est proposé pour le second."
    ),
    "reference.block_title_missing": "Le bloc {block} n’a pas d’intitulé dans la source : son code en tient lieu.",
    "reference.unit_code_ours": (
        "Les codes d’unité sont proposés : la source ne numérote les unités que de 1 à {count}."
    ),
    "reference.date_unreadable": "La date « {value} » ({tag}) ne se lit pas : elle est laissée vide.",
    "reference.tag_repeated": "La source donne deux fois « {tag} » : la première valeur est gardée.",
    "reference.version_unsaid": (
        "Le flux se dit de version « {version} » et non 4.1 : relisez ce qui a été repris de la fiche."
    ),
}
