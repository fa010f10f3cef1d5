"""The acts that « Annuler » does not take back, and what does instead; every other act has its inverse.

Sources: DOMAIN.md §4 (a seal is final), §5 (what was shown stays shown), RELIABILITY.md (codes, signatures).
Must not know a screen.
"""

from collections.abc import Mapping

NOT_UNDOABLE: Mapping[str, str] = {
    "workspace.created": "Un espace créé par erreur se ferme, et son dossier s’efface",
    "workspace.taken_over": "La copie de secours est restée intacte : elle s’ouvre de nouveau ailleurs",
    "certification.imported": "Une version importée se supprime tant qu’aucune session ne s’en sert",
    "session.created": "Une session vide se renomme et se remplit plus tard",
    "session.from_template": "Une session reprise d’une autre se modifie point par point",
    "session.closed": "Une session close est figée : son procès-verbal fait foi",
    "session.ready": "La préparation se rouvre, avec un motif",
    "session.reopened": "La session se déclare prête de nouveau",
    "session.version_adopted": "Une session garde la version qu’elle a prise",
    "centre.mapping_learnt": "Un autre choix de colonnes remplace celui-ci à l’import suivant",
    "panel.set": "Un jury composé se compose de nouveau ; les codes remis ne reviennent pas",
    "panel.codes_renewed": "Un code remplacé ne vaut plus : un autre peut être donné",
    "summons.printed": "Ce qui est imprimé le reste",
    "papers.printed": "Ce qui est imprimé le reste",
    "juror.code_wrong": "Un essai manqué est compté",
    "juror.identified": "Un juré qui s’est identifié verrouille sa place",
    "juror.code_changed": "Un code se change de nouveau, par son juré seul",
    "juror.code_kept": "Un code se change plus tard, par son juré seul",
    "juror.code_reset": "Une clé remplacée ne signe plus : le code peut être remplacé encore",
    "timer.started": "Un chronomètre s’arrête ou se remet à zéro",
    "timer.paused": "Un chronomètre en pause se relance",
    "timer.stopped": "Un chronomètre arrêté se relance",
    "timer.reset": "Les heures remises à zéro ne reviennent pas : le journal les garde",
    "sheet.sealed": "Une grille scellée ne change plus : un second tour en ouvre une autre",
    "proposals.frozen": "Ce que le jury a vu reste vu : un second tour rouvre un bloc",
    "minutes.signed": "Une signature ne se retire pas",
    "minutes.signed_on_paper": "Une signature ne se retire pas",
    "minutes.refused": "Un refus se retire avec le même code, tant que le procès-verbal n’est pas complet",
    "minutes.refusal_withdrawn": "Un refus se note de nouveau, avec son motif",
    "minutes.scan_attached": "Un document joint reste joint : un autre peut l’accompagner",
    "minutes.cancelled": "La session est rouverte : elle se clôt de nouveau, sous un nouveau numéro",
    "session.closing_reopened": "La session se clôt de nouveau",
    "extracts.written": "Ce qui est écrit le reste",
    "document.issued": "Un document émis reste gardé : une perte donne un duplicata",
    "document.duplicated": "Un document émis reste gardé",
    "access.written": "Ce qui est écrit le reste : un dossier d’accès s’écrit de nouveau à la demande",
    "rectification.opened": "Une rectification s’abandonne tant que rien ne diffère",
    "session.archived": "Ce qui est écrit le reste : un autre dossier peut l’être",
    "rectification.given_up": "Une rectification s’ouvre de nouveau",
}
"""By action of the journal: what the user does instead."""


def finality_words(action: str) -> str:
    """Return « Ne s’annule pas. … » for an act without inverse, and nothing for the others."""
    instead = NOT_UNDOABLE.get(action)
    return f"Ne s’annule pas. {instead}." if instead else ""
