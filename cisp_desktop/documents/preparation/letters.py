"""Summons: one letter per candidate, one per juror.

A letter says what its reader needs to come prepared. A candidate's says nothing of accommodations but the
length of the slot; a juror's names no candidate. Duties and grounds of recusal follow the domain page §3.
This module must not know how letters are sent.
"""

from collections.abc import Iterable, Sequence

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle

from cisp_desktop.application import wording_papers as words
from cisp_desktop.application.preparation_papers import Candidate, Letter, PaperContent, Seat, Sitting
from cisp_desktop.application.wording import plural, short_day
from cisp_desktop.application.wording_agreement import addressed
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.documents.fonts import BOLD, SEMIBOLD
from cisp_desktop.documents.preparation.letterhead import Letterhead
from cisp_desktop.documents.preparation.paper import PaperPages
from cisp_desktop.documents.preparation.pieces import (
    bullets,
    facts,
    place_facts,
    signatory,
    title_words,
)
from cisp_desktop.documents.text import safe_paragraph

_ADDRESSEE_SHARE = 0.5
_NO_SLOT = "communiquée ultérieurement"
_COME = (
    "Présentez-vous à l’accueil avant l’heure indiquée et signez la feuille d’émargement. En cas "
    "d’empêchement, prévenez le centre sans attendre."
)
_RECUSAL = (
    f"Récusation{NBSP}: vous ne pouvez ni évaluer un candidat ni délibérer sur lui si vous l’avez formé ou "
    "accompagné, si vous avez ou avez eu le même employeur, ou si un lien familial ou personnel vous unit. "
    "Déclarez tout lien au centre dès que vous en avez connaissance, au plus tard avant son passage."
)
_INDEPENDENCE = (
    f"Indépendance{NBSP}: chaque membre remplit sa propre grille, sans connaître celles des autres avant que "
    "toutes soient scellées."
)
_CONFIDENTIALITY = (
    f"Confidentialité{NBSP}: les dossiers, les notes et la délibération ne sont communiqués à personne hors "
    "du jury."
)
_PRESENCE = (
    f"Présence{NBSP}: seul décide qui a entendu le candidat. En cas d’empêchement, prévenez le centre sans "
    "attendre."
)
_STANDBY = f"Suppléance{NBSP}: tenez-vous disponible aux horaires indiqués."


class _Letters:
    """Letters of one paper, under one letterhead."""

    def __init__(self, content: PaperContent, title: str) -> None:
        self._content = content
        self._public = content.public
        self.pages = PaperPages(content.public, title, letter=True)
        self._letterhead = Letterhead(content.public.centre, self.pages.styles)
        self._body = self.pages.styles.body.clone("letter", fontSize=10.5, leading=14)
        self._text = self._body.clone("letter-text", alignment=TA_JUSTIFY)
        self._bold = self._body.clone("letter-bold", fontName=SEMIBOLD)
        self._object = self._body.clone("letter-object", fontName=BOLD, fontSize=11)

    def _open(self, head: str, addressee: Sequence[str], *, subject: str, greeting: str) -> None:
        """Start a letter: letterhead, addressee, date, object, greeting."""
        flow, public = self.pages.flow, self._public
        self.pages.part(head)
        self._letterhead.put(flow)
        indent = flow.frame.width * _ADDRESSEE_SHARE
        for line in addressee:
            flow.paragraph(safe_paragraph(line, self._bold), indent=indent)
        place = f"{public.centre.place}, le" if public.centre.place else "Le"
        flow.space(8)
        flow.paragraph(
            safe_paragraph(f"{place} {short_day(public.issued_on)}", self._body), indent=indent, after=14
        )
        flow.paragraph(safe_paragraph(f"Objet{NBSP}: {subject}", self._object), after=10)
        self._say(f"{greeting},")

    def _say(self, text: str, style: ParagraphStyle | None = None) -> None:
        self.pages.flow.paragraph(safe_paragraph(text, style or self._text), after=7)

    def _heading(self, text: str) -> None:
        """Set a heading with room for two lines under it."""
        flow = self.pages.flow
        flow.space(3)
        flow.need(4 * self._body.leading)
        flow.paragraph(safe_paragraph(text, self._bold), after=3)

    def _list(self, lines: Iterable[str]) -> None:
        bullets(self.pages.flow, lines, self._body)
        self.pages.flow.space(4)

    def _facts(self, lines: Sequence[tuple[str, str]]) -> None:
        facts(self.pages.flow, lines, size=10)
        self.pages.flow.space(9)

    def _close(self, last: str, greeting: str) -> None:
        """Set the last paragraph, the closing formula and the signatory, together."""
        formula = f"Veuillez recevoir, {greeting}, nos salutations distinguées."
        signatory(self.pages, [safe_paragraph(text, self._text) for text in (last, formula)], dated=False)


class CandidateLetters(_Letters):
    """Summons of candidates."""

    def write(self, index: int) -> None:
        """Write the letter of the candidate ``index``."""
        candidate, letter = self._public.candidates[index], self._content.letters[index]
        greeting, whole_name = letter.civility or addressed(""), letter.full_name or candidate.name
        self._open(
            f"Convocation – {candidate.number} {candidate.name}",
            (f"{letter.civility} {whole_name}".strip(), f"Dossier n°{NBSP}{candidate.number}"),
            subject="convocation devant le jury de certification",
            greeting=greeting,
        )
        title = self._public.title
        self._say(
            f"Vous êtes {_summoned(letter)} devant le jury de la certification «{NBSP}{title.title}{NBSP}» "
            f"({title.code}), délivrée par {title.certifier}."
        )
        self._facts(self._passage(candidate, letter))
        sittings = [sitting for sitting in self._content.sittings if sitting.block in candidate.blocks]
        timed = [line for sitting in sittings if (line := _sitting_words(sitting))]
        if timed:
            self._heading("Épreuves devant le jury")
            self._list(timed)
        self._dossiers(letter)
        self._heading("À apporter le jour de votre passage")
        self._list(_to_bring(letter))
        self._close(_COME, greeting)

    def _passage(self, candidate: Candidate, letter: Letter) -> list[tuple[str, str]]:
        starts = candidate.starts_at
        panel = self._public.panels[candidate.panel]
        session = self._public.session
        dates = words.session_dates(session.starts, session.ends)
        return [
            ("Date", words.weekday_date(starts.date()) if starts else f"{dates}, date {_NO_SLOT}"),
            ("Heure", words.hour(starts) if starts else _NO_SLOT),
            *place_facts(self._public),
            ("Jury et salle", panel_words(panel.name, candidate.panel + 1, room=panel.room)),
            ("Durée prévue", words.duration(letter.minutes) if letter.minutes else ""),
            ("Voie d’accès", candidate.access_path),
            ("Blocs présentés", words.listed(candidate.blocks)),
        ]

    def _dossiers(self, letter: Letter) -> None:
        if letter.dossiers:
            self._owed(letter)
        if letter.received:
            self._heading("Dossiers que le centre a reçus")
            lines = [f"{dossier}, reçu le {short_day(day)}" for dossier, day in letter.received]
            self._list([*(f"{line}{NBSP};" for line in lines[:-1]), f"{lines[-1]}."])

    def _owed(self, letter: Letter) -> None:
        due = self._content.dossiers_due
        when = f" au plus tard le {words.weekday_date(due)}" if due else " avant la session"
        self._heading(f"Dossiers à remettre au centre{when}")
        *first, last = letter.dossiers
        self._list([*(f"{dossier}{NBSP};" for dossier in first), f"{last}."])


def _summoned(letter: Letter) -> str:
    return {"Madame": "convoquée", "Monsieur": "convoqué"}.get(letter.civility, "convoqué(e)")


def _to_bring(letter: Letter) -> list[str]:
    identity = "une pièce d’identité en cours de validité, avec photographie"
    if not (letter.dossiers or letter.received):
        return [f"{identity}{NBSP};", "la présente convocation."]
    return [
        f"{identity}{NBSP};",
        f"la présente convocation{NBSP};",
        "un exemplaire de chacun de vos dossiers.",
    ]


def _sitting_words(sitting: Sitting) -> str:
    """« BC05 – Mémoire : présentation 20 min, entretien 40 min »; empty when no length is known."""
    parts = []
    if sitting.oral_minutes:
        parts.append(f"présentation {words.duration(sitting.oral_minutes)}")
    if sitting.interview_minutes:
        parts.append(f"entretien {words.duration(sitting.interview_minutes)}")
    if not parts:
        return ""
    return f"{sitting.block} – {sitting.title}{NBSP}: {', '.join(parts)}."


class JurorLetters(_Letters):
    """Summons of jurors."""

    def write(self, index: int) -> None:
        """Write the letter of the juror ``index``."""
        panel_index, seat = self._public.jurors[index]
        sex = dict(enumerate(self._content.sexes)).get(index, "")
        greeting = addressed(sex)
        self._open(
            f"Convocation du juré – {seat.name}",
            [line for line in (seat.name, seat.title, seat.employer) if line],
            subject="convocation en qualité de membre du jury",
            greeting=greeting,
        )
        title = self._public.title
        substitute = "membre suppléante" if sex == "F" else "membre suppléant"
        as_what = f"{substitute}, au siège «{NBSP}{seat.role}{NBSP}»" if seat.standby else seat.role
        self._say(
            f"Nous vous remercions de siéger au jury de la certification «{NBSP}{title.title}{NBSP}» "
            f"({title.code}), délivrée par {title.certifier}, organisé par {self._public.centre.name}."
        )
        self._facts(self._sittings(index, panel_index, as_what=as_what))
        self._duties(seat)
        self._close("Munissez-vous d’une pièce d’identité et signez la feuille d’émargement.", greeting)

    def _sittings(self, index: int, panel_index: int, *, as_what: str) -> list[tuple[str, str]]:
        session, panel = self._public.session, self._public.panels[panel_index]
        heard = len(self._content.heard_by(index))
        days = [
            f"{words.weekday_date(day.starts_at.date())}, {words.hours(day.starts_at, day.ends_at)}"
            for day in panel.days
        ]
        return [
            ("Session", session.minutes_number),
            ("Certification", title_words(self._public.title)),
            ("Qualité au jury", as_what),
            ("Horaires", "\n".join(days) or words.session_dates(session.starts, session.ends)),
            *place_facts(self._public),
            ("Jury et salle", panel_words(panel.name, panel_index + 1, room=panel.room)),
            ("Candidats", plural(heard, "candidat à entendre", "candidats à entendre")),
        ]

    def _duties(self, seat: Seat) -> None:
        self._heading("Vos obligations")
        lines = [_RECUSAL, _INDEPENDENCE, _CONFIDENTIALITY, _PRESENCE]
        if seat.standby:
            lines.append(_STANDBY)
        self._list(lines)
