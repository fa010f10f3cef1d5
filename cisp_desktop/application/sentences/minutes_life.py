"""Sentences on what becomes of closed minutes: refusals, the paper route, reopening, cancelling, rectifying."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "minutes.refused": (
        "{juror} a refusé de signer. Retirez d’abord ce refus (Procès-verbal, ligne du membre), puis signez."
    ),
    "minutes.not_refused": "{juror} n’a pas refusé de signer : il n’y a rien à retirer.",
    "minutes.refusal_by_other": (
        "Un refus de signer se note avec le code du membre lui-même, ou avec celui du président, qui le "
        "saisit pour lui : le code de {juror} n’y suffit pas."
    ),
    "minutes.refusal_reason": "Écrivez le motif du refus : il est conservé avec le procès-verbal.",
    "minutes.other_route": (
        "Ce procès-verbal se signe déjà autrement ({route}) : toutes ses signatures suivent la même voie. "
        "Continuez ainsi, ou annulez cette version."
    ),
    "minutes.ended": (
        "Cette version du procès-verbal {number} ne compte plus ({ending}). "
        "Ouvrez celle qui la remplace dans Procès-verbal."
    ),
    "minutes.complete": (
        "Le procès-verbal {number} est complet : il ne change plus. Une erreur se corrige par un "
        "procès-verbal rectificatif (Procès-verbal, « Rectifier… »)."
    ),
    "minutes.signed_once": (
        "Le procès-verbal {number} porte déjà une signature : il ne se rouvre plus. Annulez cette "
        "version tant que tous n’ont pas signé, rectifiez-la ensuite."
    ),
    "minutes.unsigned": (
        "Personne n’a encore signé le procès-verbal {number} : rouvrez la session, son numéro est gardé."
    ),
    "minutes.incomplete": (
        "Le procès-verbal {number} n’est pas signé par tous : il n’y a encore rien à rectifier. Rouvrez "
        "la session si personne n’a signé, annulez cette version sinon."
    ),
    "minutes.ending_reason": "Écrivez le motif : il entre au journal et reste avec le numéro.",
    "minutes.scan_unknown": "Ce document numérisé n’est pas joint à ce procès-verbal. Joignez-le d’abord.",
    "minutes.scan_foreign": (
        "Ce document montre les pages d’un autre procès-verbal ({found}), pas celles de {number} tel qu’il "
        "est clos. Choisissez le bon fichier, ou joignez-le quand même après l’avoir relu (--yes)."
    ),
    "minutes.scan_incomplete": (
        "Toutes les pages de {number} n’ont pas été reconnues sur ce document, manquent : {missing}. "
        "Numérisez-les toutes, ou joignez-le quand même après l’avoir relu (--yes)."
    ),
    "minutes.scan_long": "« {name} » dépasse {limit} pages : joignez le seul procès-verbal signé.",
    "minutes.no_signer": "Cochez au moins un membre dont la signature se voit sur le document numérisé.",
    "session.open": "La session n’est pas close : il n’y a pas de procès-verbal à reprendre.",
    "rectification.reason": "Écrivez ce qui est à rectifier et pourquoi : le nouveau procès-verbal le dira.",
    "rectification.certifier": (
        "Le certificateur n’est nommé que sur un procès-verbal qui rectifie une erreur matérielle : laissez "
        "ce nom vide."
    ),
    "rectification.open": (
        "Une rectification est déjà en cours pour cette session. Terminez-la, ou abandonnez-la, dans "
        "Procès-verbal."
    ),
    "rectification.superseded": (
        "Le procès-verbal {number} a déjà été rectifié : rectifiez le dernier procès-verbal."
    ),
    "rectification.none": "Aucune rectification n’est en cours pour cette session.",
    "rectification.changed": (
        "{count:point diffère|points diffèrent} du procès-verbal signé : rétablissez ce qu’il dit pour "
        "abandonner la rectification, ou clôturez-la."
    ),
    "rectification.unchanged": (
        "{number} : rien ne diffère encore du procès-verbal signé. Faites la correction, ou abandonnez la "
        "rectification."
    ),
    "rectification.beyond": (
        "{where} : « {before} » devient « {after} ». Une erreur matérielle ne change "
        "pas une décision : remettez ce point, ou rectifiez la décision avec le jury réuni à nouveau."
    ),
    "issued.not_found": "Ce document n’est plus dans l’espace de travail. Actualisez la page.",
    "issued.code": (
        "« {code} » n’est pas un code de vérification. Il a seize signes, par groupes de quatre, "
        "imprimés au bas du document : recopiez-le."
    ),
}
