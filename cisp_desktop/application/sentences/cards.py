"""Sentences of smart cards and keys: the module, the card, its PIN. This module must not know PKCS#11."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # the module
    "card.module_missing": (
        "Le module PKCS#11 « {path} » n’existe plus. Installez le logiciel de votre carte, ou choisissez le "
        "fichier de son module (.so, .dll ou .dylib)."
    ),
    "card.module_unreadable": (
        "« {name} » n’est pas un module PKCS#11 que cet ordinateur peut charger. Choisissez le module fourni "
        "avec votre carte, dans sa version 64 bits (.so, .dll ou .dylib)."
    ),
    "card.module_failed": (
        "Le module « {name} » s’est arrêté ou n’a pas répondu à temps ; l’application l’a fermé et rien n’a été "
        "signé. Retirez la carte, remettez-la, puis recommencez ; si cela continue, mettez à jour le logiciel "
        "de la carte."
    ),
    "card.failed": (
        "La carte n’a pas pu répondre (module « {name} », erreur {error}) et rien n’a été signé. Retirez la "
        "carte, remettez-la, puis recommencez ; si cela continue, transmettez ce message à l’émetteur de la "
        "carte."
    ),
    # the card
    "card.none": (
        "Le module « {name} » ne voit aucune carte. Insérez votre carte ou branchez votre clé, attendez que le "
        "lecteur soit prêt, puis recommencez."
    ),
    "card.no_certificate": (
        "La carte ne montre aucun certificat de personne. Choisissez le module fourni avec cette carte, ou "
        "demandez à son émetteur d’y mettre votre certificat."
    ),
    "card.removed": (
        "La carte « {token} » n’est plus dans le lecteur, et rien n’a été signé. Remettez-la, puis recommencez."
    ),
    "card.no_key": (
        "La carte « {token} » n’a pas la clé de ce certificat : elle ne peut pas signer avec lui. Choisissez un "
        "autre certificat de la carte, ou signez sans."
    ),
    "card.mechanism": (
        "La carte « {token} » ne sait pas signer avec la clé de ce certificat (RSA ou ECDSA, SHA-256). "
        "Choisissez un autre certificat de la carte, ou signez sans."
    ),
    "card.signature_wrong": (
        "La signature rendue par la carte « {token} » ne correspond pas à son certificat ; le procès-verbal "
        "n’a pas changé. Choisissez un autre certificat de la carte, ou signez sans."
    ),
    "card.cancelled": (
        "La saisie du code PIN a été abandonnée sur le lecteur de la carte « {token} ». Rien n’a été signé ; "
        "recommencez quand vous voulez."
    ),
    # its PIN
    "card.pin_missing": "Tapez le code PIN de la carte : sans lui, elle ne signe pas.",
    "card.pin_length": (
        "Ce code PIN est trop court ou trop long pour la carte « {token} », qui ne l’a pas essayé. Retapez-le."
    ),
    "card.pin_wrong": (
        "La carte « {token} » a refusé ce code PIN, et rien n’a été signé. Les essais sont comptés : "
        "vérifiez le code avant de le retaper."
    ),
    "card.pin_last": (
        "La carte « {token} » a refusé ce code PIN, et rien n’a été signé. Il ne reste qu’un essai avant "
        "qu’elle ne se bloque : retrouvez le code avant de le retaper, ou signez sans la carte."
    ),
    "card.pin_locked": (
        "Le code PIN de la carte « {token} » est bloqué après trop d’essais, et rien n’a été signé. Débloquez-la "
        "avec le logiciel de son émetteur (code PUK), ou signez sans la carte."
    ),
    "card.pin_expired": (
        "Le code PIN de la carte « {token} » n’est plus valable. Changez-le avec le logiciel de son émetteur, "
        "ou signez sans la carte."
    ),
    "card.pin_unset": (
        "La carte « {token} » n’a pas encore de code PIN. Activez-la avec le logiciel de son émetteur, ou "
        "signez sans la carte."
    ),
    # which one
    "card.not_found": (
        "Aucun certificat des cartes insérées ne porte ce nom, cette empreinte ou cette étiquette. Vérifiez "
        "--token et --certificate."
    ),
    "card.several": (
        "{count} certificats de carte conviennent. Dites lequel avec --token (l’étiquette de la carte) et "
        "--certificate (le nom, ou le début de l’empreinte)."
    ),
}
