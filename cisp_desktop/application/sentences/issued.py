"""Sentences on the papers after the jury: why one is not due, what a certificate lacks, codes not found."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "issued.no_minutes": (
        "Le procès-verbal de ce jury n’est pas clos. Clôturez la session dans « Procès-verbal », puis "
        "faites-le signer."
    ),
    "issued.minutes_incomplete": (
        "Le procès-verbal {number} attend encore des signatures : ses documents s’émettent une fois qu’il "
        "est complet."
    ),
    "issued.rectifying": (
        "Le procès-verbal {number} est en cours de rectification. Terminez-la, ou abandonnez-la, dans "
        "« Procès-verbal » ; les documents partiront de la dernière version."
    ),
    "issued.replaced": (
        "Le document {code} ne vaut plus depuis une rectification du procès-verbal : {later} l’annule et le "
        "remplace. Dupliquez ce dernier."
    ),
    "issued.superseded": (
        "Le document {code} ne vaut plus depuis une rectification du procès-verbal, et rien ne le remplace "
        "encore. Émettez d’abord celui qui le remplace, s’il est dû."
    ),
    "issued.session_cancelled": "Cette session est annulée : elle ne donne aucun document.",
    "issued.not_in_minutes": "Ce candidat n’est pas au procès-verbal {number} : aucun document n’est dû.",
    "issued.candidate_absent": "Le candidat n’est pas venu, d’après le procès-verbal.",
    "issued.juror_absent": "Ce membre n’a entendu aucun candidat, d’après le procès-verbal.",
    "issued.not_certified": "Le procès-verbal ne délivre pas la certification à ce candidat.",
    "issued.block_not_validated": (
        "Le procès-verbal ne dit pas ce bloc validé à cette session ({decision})."
    ),
    "issued.nothing": "Il n’y a rien à émettre : tout ce qui est dû l’est déjà, ou rien n’est dû.",
    "issued.not_issued": "Ce document n’a pas encore été émis : il n’y a rien à dupliquer. Émettez-le.",
    "issued.candidate_unknown": "Aucun candidat de cette session n’a le N° dossier {number}.",
    "issued.signatory": "Donnez le nom de qui signe les attestations de bloc et les parchemins au nom du certificateur.",
    "issued.registration_decision": (
        "La date de la décision d’enregistrement de {code} manque : la réglementation la veut sur ce "
        "document. Relevez-la sur la fiche publique de la certification."
    ),
    "issued.ground": (
        "L’enregistrement de la certification a pris fin avant la session, et rien ne dit que le candidat "
        "{number} a commencé avant. Donnez le motif de la délivrance (code du travail, article L6113-9)."
    ),
    "issued.level": "Le niveau national ou européen de {code} manque : complétez la fiche dans « Référentiels ».",
    "issued.nsf": "Le code NSF de {code} manque : complétez la fiche dans « Référentiels ».",
    "issued.code_unknown": (
        "Aucun document émis depuis cet espace de travail ne porte le code {code}. Vérifiez-le, ou "
        "demandez à qui tient l’espace de la session nommée sur le papier."
    ),
    "issued.altered": (
        "Le contenu gardé du document {code} ne correspond plus à son empreinte : ne vous y fiez pas, "
        "et rétablissez une sauvegarde."
    ),
}
