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
    "certificate.usage": (
        "Le certificat de {name} n’est pas fait pour signer. Choisissez votre certificat de signature, ou "
        "signez sans."
    ),
}
