"""French sentences of the verification of minutes: their structure, their frozen data, members' own
certificates, and what this workspace knows of them.

Those of ``verification.*`` are listed under a verdict: they say what was found, and what to do about it.
"""

SENTENCES: dict[str, str] = {
    "verification.structure": (
        "Le fichier n’est pas bâti comme l’application l’écrit : ses parties ont pu être remplacées ou cachées. "
        "Demandez une nouvelle copie à qui a émis le procès-verbal."
    ),
    "verification.data_missing": (
        "Les données figées du procès-verbal, jointes au fichier, ont été retirées ou doublées. Ne vous fiez pas "
        "à cette copie."
    ),
    "verification.data_altered": (
        "Les données jointes au fichier ne sont pas celles que couvre l’empreinte imprimée. Ne vous fiez pas à "
        "cette copie."
    ),
    "verification.metadata_differ": (
        "Le titre ou l’empreinte ne sont pas les mêmes dans les propriétés du document et dans ses métadonnées "
        "XMP. Ne vous fiez pas à cette copie."
    ),
    "verification.pages_differ": (
        "Les pages ne disent pas ce que disent les données figées : on n’y retrouve pas {what}. Ne vous fiez "
        "pas à cette copie."
    ),
    "verification.first_form": (
        "Ce procès-verbal date d’une version de l’application qui n’y joignait pas encore les données figées : "
        "les signatures couvrent toutes ses pages, que rien d’autre ne permet de comparer."
    ),
    "verification.own_certificate": (
        "{name} a signé avec un certificat personnel au nom de « {holder} », émis par une autre autorité : "
        "{issuer}. Son code personnel l’atteste ; l’identité se vérifie auprès de cet émetteur."
    ),
    "verification.certificate_period": (
        "L’heure de signature indiquée par {name} est hors de la période de validité de son certificat. Vérifiez "
        "avec son émetteur qu’il était valable ce jour-là."
    ),
    # compared with this workspace
    "verification.known_same": "Cet espace de travail connaît ce procès-verbal : le contenu est le même.",
    "verification.known_file": (
        "Cet espace de travail connaît ce fichier : il est identique, octet pour octet, à celui qu’il a "
        "enregistré."
    ),
    "verification.known_older": (
        "Cet exemplaire est plus ancien : {count} sur {total} signatures. La dernière version se trouve dans cet "
        "espace de travail."
    ),
    "verification.unknown_number": (
        "Le numéro {number} n’est pas connu de cet espace de travail. Vérifiez que c’est bien celui qui a émis "
        "le procès-verbal."
    ),
    "verification.content_differs": (
        "Cet espace de travail connaît le procès-verbal {number}, avec un autre contenu. Ne vous fiez pas à "
        "cette copie : demandez-en une à qui a émis le procès-verbal."
    ),
    "verification.file_differs": (
        "Le contenu est le même, mais ce fichier n’est aucun de ceux que cet espace de travail a enregistrés : "
        "une signature a pu être ajoutée ailleurs. Comparez les signataires."
    ),
    "verification.file_cut": (
        "Ce fichier est celui du procès-verbal {number}, coupé : il en a les {count} premiers octets sur "
        "{total}. Demandez une copie entière à qui a émis le procès-verbal."
    ),
    "verification.file_added": (
        "Des données ({count} octets) ont été ajoutées après la fin du fichier du procès-verbal {number}. Ne vous "
        "fiez pas à cette copie : demandez-en une à qui a émis le procès-verbal."
    ),
    # files that nobody signed
    "verification.unsigned_paper": (
        "Ce document n’est pas signé : seul le registre de qui l’a délivré peut le confirmer. Communiquez-lui "
        "le code {code}, ou comparez ce fichier à son espace de travail."
    ),
    "verification.paper_revised": (
        "Ce fichier a été modifié après avoir été écrit : l’application écrit un tel document en une fois. Ne "
        "vous fiez pas à cette copie."
    ),
    "verification.file_altered": (
        "Ce fichier se présente comme le procès-verbal {number}, mais n’est aucun de ceux que cet espace de "
        "travail a enregistrés. Ne vous fiez pas à cette copie : demandez-en une à qui a émis le procès-verbal."
    ),
    "verification.paper_same": (
        "Ce fichier est identique, octet pour octet, au document délivré{whom} le {day} : {title}, code "
        "{code}{mention}."
    ),
    "verification.paper_data": (
        "Ce fichier est identique, octet pour octet, au contenu figé du document délivré{whom} le {day} : "
        "{title}, code {code}{mention}."
    ),
    "verification.scan_same": (
        "Ce fichier est identique, octet pour octet, à la numérisation du procès-verbal {number} jointe le "
        "{day}."
    ),
    "verification.minutes_data": (
        "Ce fichier est identique, octet pour octet, au contenu figé du procès-verbal {number}."
    ),
    "verification.extract_data": (
        "Ce fichier est identique, octet pour octet, au contenu figé de l’extrait du procès-verbal {number} "
        "pour le dossier {candidate}."
    ),
    "verification.archive_list": (
        "Ce fichier est identique, octet pour octet, à la liste d’empreintes du dossier d’archives écrit le "
        "{day} : les fichiers qui ont ces empreintes n’ont pas changé depuis."
    ),
    "verification.paper_unknown": (
        "Aucun document délivré par cet espace de travail ne porte le code {code}. Vérifiez que c’est bien "
        "celui qui a délivré le document."
    ),
    "verification.paper_other": (
        "Ce n’est pas le document délivré sous le code {code} : {title}, délivré{whom} le {day}{mention}. Ne "
        "vous fiez pas à cette copie : demandez-en une à qui l’a délivré."
    ),
    "verification.paper_field": (
        "Données jointes, {where} : on lit ici « {here} », le document délivré dit « {issued} »."
    ),
    "verification.paper_more_fields": "Données jointes : {count} autres champs ne sont pas les mêmes.",
    "verification.paper_other_data": (
        "Les données jointes à ce fichier ne sont pas celles du document délivré."
    ),
    "verification.paper_added": (
        "Des données ({count} octets) ont été ajoutées après la fin du document délivré."
    ),
    "verification.paper_pages": "Ce fichier a {count} pages, le document délivré en a {issued}.",
    "verification.paper_line": ("Page {page} : on lit ici « {here} », le document délivré dit « {issued} »."),
    "verification.paper_unread": (
        "Les pages de ce fichier n’ont pas pu être lues : comparez-les à l’œil à celles du document délivré."
    ),
    "verification.paper_redrawn": (
        "Le texte des pages et les données jointes sont les mêmes, mais pas le fichier : une image ou la mise "
        "en page a pu être changée, ou le document enregistré de nouveau par un autre logiciel."
    ),
    "verification.paper_stays": (
        "Ce document reste valable : la rectification ne change rien à ce qu’il dit, ou n’est pas encore signée."
    ),
    "verification.paper_replaced": (
        "Ce document ne vaut plus depuis cette rectification : le document {later} l’annule et le remplace."
    ),
    "verification.paper_ended": (
        "Ce document ne vaut plus depuis cette rectification, et aucun autre ne le remplace à ce jour."
    ),
    # what minutes became
    "verification.reopened": (
        "Cette version du procès-verbal {number} ne compte plus : la clôture a été rouverte le {day} ({why})."
    ),
    "verification.cancelled": (
        "Ce procès-verbal {number} ne compte plus : il a été annulé le {day} ({why})."
    ),
    "verification.rectified": (
        "Le procès-verbal {number} a été rectifié par le procès-verbal {later} : lisez les deux."
    ),
    "verification.rectifies": "Ce procès-verbal rectifie le procès-verbal {earlier} ({why}).",
    # a member's own certificate
    "certificate.unreadable": (
        "Ce fichier n’est pas un certificat lisible (.p12 ou .pfx). Exportez-le à nouveau, avec sa clé privée, "
        "depuis votre magasin de certificats."
    ),
    "certificate.password": "Ce mot de passe n’ouvre pas le certificat. Vérifiez-le, puis recommencez.",
    "certificate.no_key": (
        "Ce fichier ne contient pas de clé privée : il ne permet pas de signer. Exportez le certificat avec sa "
        "clé."
    ),
    "certificate.kind": (
        "La clé de ce certificat n’est pas d’un type que l’application sait vérifier. Il faut une clé RSA, ou "
        "une clé P-256, P-384 ou P-521."
    ),
    "certificate.weak": (
        "La clé RSA de ce certificat est trop courte : {bits} bits, il en faut au moins {least}. Demandez un "
        "certificat plus récent à son émetteur, ou signez sans."
    ),
    "certificate.expired": (
        "Le certificat de {name} a expiré le {day}. Demandez-en un nouveau à son émetteur, ou signez sans."
    ),
    "certificate.not_yet": (
        "Le certificat de {name} n’est valable qu’à partir du {day}. Vérifiez la date de l’ordinateur, ou "
        "signez sans."
    ),
    "certificate.other_name": (
        "Le certificat est au nom de {holder}, pas de {member}, et rien n’a été signé. Choisissez celui de "
        "{member} ; si c’est bien le sien, confirmez avec --yes."
    ),
    "certificate.usage": (
        "Le certificat de {name} n’est pas fait pour signer. Choisissez votre certificat de signature, ou "
        "signez sans."
    ),
}
