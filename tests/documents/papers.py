"""Contents of the documents of preparation for tests, pictures and measures: believable, of any size."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from cisp_desktop.application.preparation_papers import (
    Candidate,
    Centre,
    Grid,
    GridBlock,
    GridLevel,
    Letter,
    Panel,
    PanelRule,
    PaperContent,
    PublicContent,
    Seat,
    Session,
    Sitting,
    Span,
    Title,
)
from tests.documents.factories import NAMES

DAY = date(2026, 12, 14)
ISSUED = date(2026, 11, 21)
LEVELS = ("Non acquis", "En cours d’acquisition", "Acquis", "Maîtrisé")
CENTRE = Centre(
    name="CISP Grenoble",
    address="3 place du Marché, 38000 GRENOBLE",
    siret="42370591200057",
    place="Grenoble",
    signatory="OLIVE Marc",
    signatory_title="Directeur du centre",
)
TITLE = Title(
    code="RNCP36128",
    title="Coordinateur de parcours d’insertion sociale et professionnelle",
    level=5,
    certifier="CENTRE RESSOURCES AROBASE",
)
SEATS = (
    Seat("Président du jury", "MARTIN Alice", "Maîtresse de conférences", "Université Grenoble Alpes"),
    Seat(
        "Professionnel du métier visé",
        "ROUSSEL Bernard",
        "Coordinateur de parcours",
        "Mission locale du Voironnais",
    ),
    Seat("Représentant du centre de formation", "TARDY Nicole", "Responsable de formation", "CISP Grenoble"),
    Seat("Professionnel du métier visé", "VIAL Odile", "Conseillère", "Cap emploi", standby=True),
)
LONG_WORDING = (
    "Identifier les acteurs, les dispositifs et les réseaux, et mesurer leurs complémentarités pour proposer "
    "un accompagnement adapté aux besoins des publics, en tenant compte des politiques publiques en vigueur."
)
WORDINGS = (
    "Recueillir et analyser les données sociales, économiques et culturelles d’un territoire.",
    LONG_WORDING,
    "Rédiger une note de synthèse.",
)
BLOCK_TITLES = (
    "Analyse des besoins sociaux et du territoire d’intervention",
    "Accueil, accompagnement du public, coordination de parcours",
    "Conduite, animation de projet social ou d’insertion",
    "Accompagnement vers et dans l’emploi",
    "Valorisation des compétences professionnelles",
)
UNITS = (
    ("U1", "Territoire et cohésion sociale", "Enquête de territoire : écrit et présentation orale"),
    (
        "U2",
        "Relation d’aide communication",
        "Production de monographies de personnes accompagnées (éléments sociologiques et psychologiques)",
    ),
    (
        "U3",
        "Gestion des parcours",
        "Mémoire de fin de stage et présentation orale : analyse des situations de travail",
    ),
    ("U4", "Conduite et animation de projet", "Dossier de création d’une intervention sociale"),
)
RULES = (
    PanelRule(
        "trois membres : un président, un professionnel du métier visé, un représentant du centre",
        "fiche RNCP36128",
    ),
    PanelRule(
        "au moins 50 % de membres extérieurs au certificateur et au centre (avertissement)",
        "règlement du certificateur",
    ),
)


def logo() -> bytes:
    """Return a PNG with a transparent ground."""
    image = Image.new("RGBA", (320, 160), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 10, 150, 150), outline=(0, 0, 0, 255), width=10)
    draw.polygon([(180, 150), (240, 10), (310, 150)], fill=(20, 70, 140, 255))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def block_codes(blocks: int) -> tuple[str, ...]:
    """Return ``BC01`` and the following ones."""
    return tuple(f"BC{n:02d}" for n in range(1, blocks + 1))


def panel(position: int, *, days: int = 1, seats: tuple[Seat, ...] = SEATS) -> Panel:
    """Return the panel number ``position`` (from 0), with a lunch break on each of its days."""
    if position:
        seats = tuple(replace(seat, name=f"{seat.name}{'I' * position}") for seat in seats)
    dates = [datetime(DAY.year, DAY.month, DAY.day) + timedelta(days=n) for n in range(days)]
    return Panel(
        name=f"Jury {'ABCDEF'[position]}",
        room=f"Salle {12 + position}",
        seats=seats,
        days=tuple(Span(day.replace(hour=9), day.replace(hour=16, minute=45)) for day in dates),
        breaks=tuple(
            Span(day.replace(hour=12, minute=30), day.replace(hour=13, minute=45), "Déjeuner")
            for day in dates
        ),
    )


def candidate(index: int, *, panels: int, codes: tuple[str, ...]) -> Candidate:
    """Return the candidate number ``index``: eight a day in each panel, from 9 h, 45 minutes each."""
    birth, usage, first, _, _ = NAMES[index % len(NAMES)]
    turn, day = index // panels % 8, index // panels // 8
    morning = datetime(DAY.year, DAY.month, DAY.day, 9) + timedelta(days=day)
    starts = morning + timedelta(minutes=45 * turn + (105 if turn > 3 else 0))
    return Candidate(
        number=f"2022-{index + 1:03d}",
        name=f"{usage or birth} {first.split()[0]}",
        access_path="VAE" if index % 4 == 2 else "Formation continue",
        blocks=codes if index % 3 < 2 else codes[:2],
        panel=index % panels,
        starts_at=starts,
    )


def grid(codes: tuple[str, ...], *, competences: int = 11) -> Grid:
    """Return a grid of levels with so many competences in each block."""
    return Grid(
        blocks=tuple(
            GridBlock(
                code,
                BLOCK_TITLES[n % 5],
                tuple(f"{WORDINGS[(n + k) % 3]} ({code}-{k + 1})" for k in range(competences)),
            )
            for n, code in enumerate(codes)
        ),
        levels=tuple(GridLevel(label) for label in LEVELS),
    )


def content(candidates: int = 12, *, blocks: int = 5, panels: int = 1, **public: object) -> PaperContent:
    """Return the papers' content of a session; ``public`` replaces fields of its public part."""
    codes = block_codes(blocks)
    per_day = 8 * panels
    days = max(1, -(-candidates // per_day))
    people = tuple(candidate(n, panels=panels, codes=codes) for n in range(candidates))
    session = Session(
        starts=DAY,
        ends=DAY + timedelta(days=days - 1),
        place="salle Vercors, 3 place du Marché, Grenoble",
        minutes_number="PV-2026-GRE-0007",
    )
    open_to_all = PublicContent(
        centre=CENTRE,
        title=TITLE,
        session=session,
        panels=tuple(panel(n, days=days) for n in range(panels)),
        candidates=people,
        issued_on=ISSUED,
    )
    return PaperContent(
        public=replace(open_to_all, **public),  # type: ignore[arg-type]  # fields by name
        letters=tuple(
            Letter(("Madame", "Monsieur")[n % 2], 45, ("Dossier de projet", "Mémoire professionnel"))
            for n in range(candidates)
        ),
        sittings=(Sitting(codes[-1], "Soutenance du mémoire professionnel", 20, 25),),
        dossiers_due=DAY - timedelta(days=14),
        grid=grid(codes),
        rules=RULES,
    )


def points_content(candidates: int = 6) -> PaperContent:
    """Return a session of four units marked on 20, with four seats and their panel rule."""
    whole = content(candidates, panels=1)
    codes = tuple(code for code, _, _ in UNITS)
    seats = (
        Seat("Président du jury", "MARTIN Alice", "Maîtresse de conférences", "Université Grenoble Alpes"),
        Seat("Professionnel", "ROUSSEL Bernard", "Coordinateur", "Mission locale du Voironnais"),
        Seat("Professionnel", "VIAL Odile", "Conseillère", "Cap emploi"),
        Seat("Consultant-formateur", "NOËL Rémi", "Formateur", ""),
    )
    public = replace(
        whole.public,
        title=Title(
            "RNCP6133", "Coordinateur(trice) de l’intervention sociale et professionnelle", 5, "CISP"
        ),
        panels=(panel(0, seats=seats),),
        candidates=tuple(replace(one, blocks=codes) for one in whole.public.candidates),
    )
    return replace(
        whole,
        public=public,
        sittings=(),
        grid=Grid(tuple(GridBlock(code, title, (item,)) for code, title, item in UNITS)),
        rules=(PanelRule("au moins 50 % de professionnels (75 % pour la VAE)", "fiche RNCP6133"),),
    )
