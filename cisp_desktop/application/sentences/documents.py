"""French sentences for the documents: fonts, own codes, signatures, pictures, verification of a file.

Each says what, where and how to mend it. Sentences of ``verification.*`` are listed under a verdict: they
say what was found, and what to do about it.
"""

SENTENCES: dict[str, str] = {
    # pages
    "document.glyph_missing": (
        "Le texte « {text} » contient des caractères que la police des documents ne sait pas "
        "imprimer : {characters}. Remplacez-les par leur transcription en lettres latines, comme sur "
        "la pièce d’identité."
    ),
    "document.pages.unreadable": (
        "Ce document PDF ne peut pas être affiché : il est endommagé ou protégé. Demandez-en une "
        "nouvelle copie."
    ),
    "document.pages.too_large": (
        "La page {page} est trop grande pour être affichée à cette échelle. Réduisez le zoom."
    ),
    "document.dossier_kind": (
        "Le type de dossier « {kind} » n’est pas de ceux que la démonstration sait écrire."
    ),
    # own codes
    "identity.code.wrong": (
        "Ce code n’est pas le bon. Vérifiez-le puis recommencez ; majuscules et tirets ne comptent pas."
    ),
    "identity.code.too_short": (
        "Ce code est trop court. Choisissez au moins {minimum} caractères, sans compter espaces et tirets."
    ),
    "identity.code.too_simple": (
        "Ce code se devine trop vite (caractère répété ou suite). Choisissez-en un autre, que "
        "personne d’autre ne connaît."
    ),
    "identity.parameters": (
        "La clé de ce juré est illisible dans l’espace de travail. Restaurez la dernière sauvegarde, "
        "ou attribuez un nouveau code au juré s’il n’a encore rien scellé."
    ),
    # signing
    "signing.no_member": (
        "Aucun membre présent n’a de cadre de signature. Vérifiez les présences du jury avant de clore."
    ),
    "signing.unreadable": (
        "Le procès-verbal enregistré ne peut pas être lu : la signature n’a pas été apposée et rien "
        "n’a changé. Vérifiez l’espace de travail, ou restaurez la dernière sauvegarde."
    ),
    "signing.field_unknown": (
        "{name} n’a pas de cadre de signature sur ce procès-verbal : seuls ses membres le signent."
    ),
    "signing.already_signed": "{name} a déjà signé ce procès-verbal. Il n’y a rien à faire de plus.",
    "signing.key_foreign": (
        "Cette clé de signature ne vient pas de cet espace de travail. Déverrouillez-la avec le code du juré."
    ),
    "signature.drawing.empty": "Aucun trait n’a été dessiné. Signez dans le cadre, puis validez.",
    "signature.image.too_heavy": (
        "L’image de la signature dépasse {limit} Mo. Enregistrez-la en plus petit, ou signez à l’écran."
    ),
    "signature.image.too_large": (
        "L’image de la signature mesure {width} × {height} pixels ; la limite est de {limit} "
        "millions de pixels. Réduisez-la, ou signez à l’écran."
    ),
    "signature.image.unreadable": (
        "Cette image ne peut pas être lue. Choisissez un fichier PNG ou JPEG qui s’ouvre dans une "
        "visionneuse."
    ),
    "signature.image.blank": (
        "Cette image est vide ou trop pâle : aucun trait n’y a été trouvé. Choisissez-en une plus contrastée."
    ),
    # verification: the file
    "verification.too_large": (
        "Le fichier dépasse {limit} Mo : ce n’est pas un document de cette application."
    ),
    "verification.not_pdf": "Le fichier n’est pas un document PDF, ou son début a été modifié.",
    "verification.cut": "Le fichier est incomplet : sa fin manque. Demandez-en une nouvelle copie.",
    "verification.cut_revision": (
        "Le fichier est incomplet : il s’arrête au milieu de sa dernière partie, après {count} octets, et la "
        "suite manque. Demandez-en une nouvelle copie."
    ),
    "verification.trailing_bytes": (
        "Des données ({count} octets) ont été ajoutées après la fin du document. Ne vous fiez pas à "
        "cette copie."
    ),
    "verification.too_many_revisions": (
        "Le fichier contient plus de {limit} révisions : ce n’est pas un document de cette application."
    ),
    "verification.too_complex": (
        "La lecture du fichier a été arrêtée : sa structure est démesurée. Ce n’est pas un "
        "document de cette application."
    ),
    "verification.unreadable": (
        "Le fichier est endommagé ou a été modifié : sa structure ne peut pas être lue."
    ),
    "verification.unsigned": "Ce document ne porte aucune signature électronique.",
    # verification: what signatures cover
    "verification.revisions": (
        "Le fichier compte {found} révisions au lieu de {expected} : il a été modifié en dehors des "
        "signatures."
    ),
    "verification.byte_range": "La signature de {name} ne couvre pas le document comme elle le devrait.",
    "verification.padding": "Des données ont été glissées dans la signature de {name}.",
    "verification.not_whole_file": (
        "La dernière signature ne couvre pas tout le fichier : quelque chose a été ajouté."
    ),
    "verification.objects_replaced": (
        "En même temps que la signature de {name}, une autre partie du document a été remplacée."
    ),
    # verification, who signed
    "verification.signature_broken": (
        "La signature de {name} ne correspond pas au contenu : le document a été modifié après elle."
    ),
    "verification.changed_after": (
        "Le document a été modifié après la signature de {name}, au-delà de ce qu’elle permet."
    ),
    "verification.not_certified": (
        "Le document n’a pas été certifié par l’autorité d’un espace de travail : ce n’est pas un "
        "procès-verbal de cette application, ou sa certification a été retirée."
    ),
    "verification.signature_kind": "La signature de {name} n’est pas du type attendu (PAdES).",
    "verification.foreign_signer": (
        "La signature de {name} n’a pas été faite dans l’espace de travail qui a émis ce procès-verbal."
    ),
    "verification.role_differs": (
        "{name} a signé dans le cadre d’une autre qualité que celle de son certificat. Vérifiez la "
        "composition du jury."
    ),
    "verification.missing_signature": ("Signature manquante : {role}. Le document n’est pas complet."),
    "verification.other_authority": (
        "Le document a été émis par une autre autorité que celle donnée : les signataires ne sont "
        "pas reconnus. Demandez le certificat de l’espace de travail à qui a émis le procès-verbal."
    ),
    "verification.authority_unreadable": (
        "Le certificat de l’autorité ne peut pas être lu. Donnez le fichier exporté par l’application (PEM)."
    ),
    # verification: the frozen content
    "verification.not_minutes": (
        "Ce document ne porte pas l’empreinte d’un procès-verbal de cette application."
    ),
    "verification.fingerprint_changed": (
        "Le numéro ou l’empreinte inscrits dans le document ont été modifiés."
    ),
    "verification.fingerprint_differs": (
        "L’empreinte inscrite dans le procès-verbal {number} n’est pas celle du contenu figé de la session."
    ),
}
