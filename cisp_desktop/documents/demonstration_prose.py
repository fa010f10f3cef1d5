"""The words of the fictitious dossiers: plans by kind, sentences by theme, values to put in them.

Everything is invented: no person, place of work or figure is real. This module must not know how a page is
drawn. It is longer than 400 lines because it is nothing but these words.
"""

import random
from collections.abc import Mapping, Sequence

PLANS: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "TERRITORY_SURVEY": (
        "Enquête de territoire",
        (
            ("Le territoire et ses habitants", "territory"),
            ("L’emploi et les métiers", "employment"),
            ("Les publics et leurs besoins", "public"),
            ("Les acteurs et leurs réponses", "partners"),
            ("Méthode de l’enquête", "method"),
            ("Écarts constatés et problématique", "results"),
        ),
    ),
    "MONOGRAPH": (
        "Monographie de structure",
        (
            ("Histoire et statut de la structure", "structure"),
            ("Le territoire d’intervention", "territory"),
            ("Les publics accueillis", "public"),
            ("L’organisation du travail", "structure"),
            ("Les partenaires", "partners"),
            ("Enjeux et perspectives", "results"),
        ),
    ),
    "PROJECT_FILE": (
        "Dossier de projet",
        (
            ("Du constat au projet", "results"),
            ("Objectifs et public visé", "project"),
            ("Partenaires et gouvernance", "partners"),
            ("Mise en œuvre", "project"),
            ("Budget et moyens", "structure"),
            ("Évaluation", "method"),
        ),
    ),
    "WORK_ANALYSIS": (
        "Analyse de pratique en situation de travail (APST)",
        (
            ("La situation choisie", "guidance"),
            ("Le cadre de l’intervention", "structure"),
            ("Déroulement de l’accompagnement", "guidance"),
            ("Analyse de ma posture", "reflection"),
            ("Ce que j’en retiens", "reflection"),
        ),
    ),
    "THESIS": (
        "Mémoire professionnel",
        (
            ("Introduction", "reflection"),
            ("Le contexte", "territory"),
            ("Cadre théorique", "theory"),
            ("La structure et ses publics", "public"),
            ("Méthode d’investigation", "method"),
            ("Résultats", "results"),
            ("Le projet proposé", "project"),
            ("Conclusion", "reflection"),
        ),
    ),
    "RELATIONAL_BOOKLET": (
        "Livret des capacités relationnelles",
        (
            ("Accueillir et écouter", "guidance"),
            ("Conduire un entretien", "guidance"),
            ("Animer un groupe", "project"),
            ("Travailler en équipe", "structure"),
            ("Prendre du recul", "reflection"),
        ),
    ),
    "NETWORK_MAP": (
        "Cartographie du réseau de partenaires",
        (
            ("Le réseau en un coup d’œil", "partners"),
            ("Fiches des partenaires", "partners"),
            ("Circuits d’orientation", "guidance"),
            ("Forces et manques du réseau", "results"),
        ),
    ),
    "VAE_FILE": (
        "Dossier de validation des acquis de l’expérience",
        (
            ("Mon parcours", "reflection"),
            ("Mes emplois et leurs contextes", "structure"),
            ("Activité 1 : analyser un territoire", "territory"),
            ("Activité 2 : accompagner un parcours", "guidance"),
            ("Activité 3 : conduire un projet", "project"),
            ("Activité 4 : animer un partenariat", "partners"),
            ("Bilan", "reflection"),
        ),
    ),
    "PROFESSIONAL_FILE": (
        "Dossier professionnel",
        (
            ("Mon emploi et son contexte", "structure"),
            ("Le public accompagné", "public"),
            ("Une activité menée de bout en bout", "project"),
            ("Le travail avec les partenaires", "partners"),
            ("Ce que j’ai appris", "reflection"),
        ),
    ),
    "OTHER_FILE": (
        "Pièce complémentaire",
        (
            ("Objet de la pièce", "reflection"),
            ("Le lieu et ses acteurs", "territory"),
            ("Données recueillies", "method"),
            ("Ce qu’elles montrent", "results"),
        ),
    ),
}

_SENTENCES: Mapping[str, tuple[str, ...]] = {
    "territory": (
        (
            "Le bassin de {place} compte {many} habitants, répartis entre une ville-centre et {few} "
            "communes rurales."
        ),
        (
            "Depuis {year}, la population y progresse de {percent} % par an, portée surtout par "
            "l’arrivée de familles."
        ),
        (
            "Le quartier de {district} concentre {percent2} % des demandeurs d’emploi de longue durée "
            "de la commune."
        ),
        (
            "Les transports s’arrêtent à 20 heures, ce qui écarte de fait les personnes sans véhicule "
            "des emplois postés."
        ),
        (
            "Le prix du logement a augmenté de {percent} % en {few} ans et repousse les ménages "
            "modestes vers la vallée."
        ),
        "La part des familles monoparentales atteint {percent2} %, au-dessus de la moyenne du département.",
        (
            "L’accès aux soins se dégrade : il faut {few} semaines pour obtenir un rendez-vous chez un "
            "généraliste."
        ),
        "Deux lignes de bus relient {district} à la zone d’activité, mais aucune avant sept heures du matin.",
        "Le territoire garde une vie associative dense, avec plus de {many2} associations déclarées.",
        (
            "La géographie pèse : la rivière sépare nettement les quartiers anciens des ensembles "
            "construits après {year}."
        ),
    ),
    "employment": (
        "Les services à la personne restent le premier employeur, suivis de l’industrie et de la logistique.",
        "Sur {many2} offres relevées en {few} mois, {percent2} % demandaient un permis de conduire.",
        (
            "Les métiers du soin peinent à recruter alors que {percent} % des demandeurs d’emploi s’y "
            "disent intéressés."
        ),
        (
            "L’entreprise la plus importante a supprimé {many2} postes en {year}, sans plan de "
            "reconversion local."
        ),
        (
            "Le chantier d’insertion forme chaque année {few2} salariés aux métiers du maraîchage et "
            "du second œuvre."
        ),
        (
            "Le travail saisonnier masque une précarité durable : {percent2} % des contrats durent "
            "moins d’un mois."
        ),
        "Les employeurs rencontrés parlent d’abord de ponctualité et de mobilité, rarement de diplôme.",
        (
            "La veille menée sur les métiers fait apparaître {few} secteurs porteurs pour des publics "
            "peu qualifiés."
        ),
        "Les clauses sociales des marchés publics ont représenté {many2} heures d’insertion l’an dernier.",
    ),
    "public": (
        "Les personnes accueillies ont en moyenne {age} ans ; {percent2} % vivent seules.",
        "Près d’une sur deux déclare un problème de santé qui pèse sur la recherche d’emploi.",
        "La maîtrise de l’écrit est un frein pour {percent2} % d’entre elles, souvent passé sous silence.",
        "Les jeunes sortis sans diplôme arrivent tard, après plusieurs orientations restées sans suite.",
        (
            "Beaucoup ont appris à se méfier des institutions : la confiance se construit au fil des "
            "rendez-vous."
        ),
        (
            "Les femmes reprennent une activité après une interruption de {few} ans en moyenne, le "
            "plus souvent à temps partiel."
        ),
        (
            "Les ressources du ménage dépendent du revenu de solidarité active pour {percent2} % des "
            "personnes suivies."
        ),
        "Les questions de garde d’enfants reviennent dans {few} entretiens sur dix.",
        "Le rapport au numérique est inégal : le téléphone sert à tout, l’ordinateur fait peur.",
        (
            "Une typologie en {few} profils aide à ne pas confondre éloignement de l’emploi et absence "
            "de volonté."
        ),
    ),
    "partners": (
        "La mission locale oriente chaque mois une dizaine de jeunes vers les ateliers du {structure}.",
        "Le centre communal d’action sociale instruit les aides et participe au comité de suivi.",
        "Une convention signée en {year} fixe les circuits d’orientation et le partage d’informations.",
        "Le conseil départemental finance {percent2} % de l’action et siège au comité de pilotage.",
        (
            "Les réunions de réseau, d’abord informelles, ont désormais un ordre du jour et un relevé "
            "de décisions."
        ),
        "Le partenariat avec l’organisme de formation reste fragile : il repose sur une seule personne.",
        "Trois employeurs accueillent des immersions et en rendent compte par écrit.",
        "L’association {structure} apporte un lieu, du matériel et la connaissance des habitants.",
        "Chacun gagne à savoir ce que l’autre ne fait pas : la carte des compétences a été utile pour cela.",
        "Le réseau compte {few2} partenaires actifs, mais seulement {few} se rencontrent régulièrement.",
    ),
    "structure": (
        "Le {structure} est une association créée en {year} par des habitants de {district}.",
        "Il emploie {few2} salariés permanents et {many2} salariés en parcours sur l’année.",
        "Le projet associatif, réécrit en {year}, place le droit au travail avant l’accès à l’emploi.",
        "La direction délègue la coordination des parcours à une équipe de {few} personnes.",
        "Le budget provient à {percent2} % de subventions, le reste de la vente de prestations.",
        "Une réunion d’équipe hebdomadaire permet d’ajuster les parcours et de partager les difficultés.",
        "Les outils de suivi ont été repris pour respecter les règles de protection des données.",
        (
            "L’organigramme montre une ligne hiérarchique courte, mais des rôles parfois flous entre "
            "encadrement et social."
        ),
        "La démarche qualité impose des indicateurs que l’équipe s’est appropriés peu à peu.",
    ),
    "guidance": (
        "Madame L., {age} ans, vient sur les conseils d’une voisine ; elle parle d’abord de son logement.",
        "J’ai choisi de ne pas remplir le dossier au premier entretien, pour laisser place à son récit.",
        "Le contrat d’engagement a été écrit à deux, avec ses mots, puis relu à voix haute.",
        "Au bout de {few} semaines, le projet change : la garde d’enfants passe avant la formation.",
        "Je reformule, je vérifie, et je note ce qui reste à confirmer auprès du partenaire.",
        "Nous avons découpé l’objectif en {few} étapes, chacune avec une date et un signe de réussite.",
        "L’entretien dure quarante minutes ; les dix dernières servent à fixer la suite.",
        "Le relais vers le service de santé a été préparé avec elle, et non pour elle.",
        "Une immersion de deux semaines au {structure} a confirmé son goût pour le travail en équipe.",
        "Le silence qui a suivi m’a paru long ; je l’ai laissé durer, et c’est lui qui a permis la suite.",
    ),
    "project": (
        "Le projet vise {few2} participants, recrutés avec les partenaires entre janvier et mars.",
        "Trois objectifs ont été retenus : se déplacer, se faire comprendre, tenir dans la durée.",
        "Le calendrier prévoit {few} phases, avec un point d’étape à la fin de chacune.",
        "Chaque atelier réunit huit personnes au plus et commence par un tour de table.",
        "Le coût complet s’élève à {many} euros, dont {percent2} % de temps de travail.",
        "Un comité de suivi associe participants, financeurs et employeurs tous les deux mois.",
        "Les risques ont été listés : manque de candidats, absence d’un intervenant, retard de financement.",
        "L’atelier vélo, proposé par un participant, est devenu le cœur de l’action mobilité.",
        "Le plan de communication reste simple : une affiche, une réunion, et le bouche-à-oreille.",
        "La première séance a réuni {few2} personnes ; {few} ont suivi l’action jusqu’au bout.",
    ),
    "method": (
        "J’ai croisé {few} sources : statistiques publiques, entretiens, observation et documents internes.",
        "La grille d’entretien comporte {few} thèmes et laisse une large place aux exemples.",
        "Au total, {few2} personnes ont été interrogées, dont {few} professionnels.",
        "Le questionnaire a été testé auprès de {few} personnes, puis raccourci.",
        "Les propos ont été anonymisés ; les prénoms cités sont inventés.",
        "Les chiffres les plus récents datent de {year}, ce qui oblige à les lire avec prudence.",
        "La limite principale tient au lieu de l’enquête : seuls ceux qui viennent déjà y ont répondu.",
        "L’analyse par thèmes a fait ressortir des régularités que je n’attendais pas.",
        "Les indicateurs retenus sont peu nombreux, mais chacun est relevé de la même façon tous les mois.",
    ),
    "results": (
        "L’offre existe, mais elle n’est pas connue de ceux qui en auraient besoin.",
        "L’écart le plus net concerne la mobilité : {percent2} % des refus d’emploi y sont liés.",
        "Les dispositifs se superposent sans se parler, et la personne raconte {few} fois son histoire.",
        (
            "Deux besoins restent sans réponse : l’accueil des enfants tôt le matin et l’apprentissage "
            "du français écrit."
        ),
        "Sur {few2} personnes accompagnées, {few} sont en emploi six mois plus tard.",
        "Ces résultats conduisent à la question suivante : comment rapprocher l’offre des lieux de vie ?",
        "Les participants disent d’abord avoir repris confiance ; l’emploi vient ensuite.",
        "L’action a coûté moins que prévu, mais elle a demandé davantage de temps de coordination.",
        "Le manque n’est pas de bonne volonté : il est de temps commun.",
    ),
    "theory": (
        (
            "La notion d’insertion recouvre des réalités différentes selon qu’on la regarde du côté de "
            "l’emploi ou du lien."
        ),
        (
            "L’accompagnement peut se comprendre comme un chemin fait ensemble, dont la personne garde "
            "la direction."
        ),
        "Le pouvoir d’agir suppose des choix réels, et pas seulement des encouragements.",
        "La précarité tient autant à l’instabilité du travail qu’à la fragilité des protections.",
        "Le territoire n’est pas un décor : il est fait de relations, d’habitudes et de limites.",
        "La coordination se distingue de la direction : elle agit par la confiance et par la méthode.",
        "Le travail en réseau repose sur des engagements modestes, mais tenus.",
        "Parler de parcours, c’est admettre des retours, des pauses et des détours.",
    ),
    "reflection": (
        "J’ai découvert ce métier par hasard, et j’y reste par choix.",
        "Cette expérience m’a appris à distinguer l’urgence de l’important.",
        "J’ai parfois confondu aider et faire à la place ; l’équipe m’a permis de le voir.",
        "Ma posture a changé : je pose moins de questions et j’attends davantage les réponses.",
        "La supervision mensuelle m’a donné des mots pour dire ce qui me touchait.",
        "Je garde de ce travail une méthode, quelques doutes utiles et beaucoup de visages.",
        "Il me reste à progresser dans l’animation de réunions difficiles.",
        "Coordonner, c’est tenir ensemble des rythmes qui ne sont pas les mêmes.",
        "Si c’était à refaire, j’associerais les habitants dès la première réunion.",
    ),
}

_PLACES = ("Valbonne-sur-Drac", "Saint-Aubin", "La Tour-Vieille", "Montfleuri", "Les Échelles-Basses")
_DISTRICTS = ("les Tilleuls", "la Plaine", "le Haut-Moulin", "les Forges", "Bellevue")
_STRUCTURES = (
    "Relais des Deux-Rives",
    "Chantier du Coteau",
    "Fil à Fil",
    "Carrefour Passerelle",
    "Pont-Neuf",
)
BAR_CAPTIONS = (
    "Évolution du nombre de personnes accueillies",
    "Entrées et sorties par année",
    "Durée des parcours, en semaines",
)
TABLE_HEADS = ("Indicateur", "Année N-2", "Année N-1", "Année N")
TABLE_ROWS = (
    "Personnes accueillies",
    "Entretiens individuels",
    "Ateliers collectifs",
    "Immersions en entreprise",
    "Entrées en formation",
    "Sorties en emploi durable",
    "Ruptures de parcours",
)


class Prose:
    """Sentences of a theme with their blanks filled, never twice the same in a row; decided by ``rng``
    alone.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._place = rng.choice(_PLACES)
        self._structure = rng.choice(_STRUCTURES)
        self._pending: dict[str, list[str]] = {}
        self._headings: dict[str, list[str]] = {}

    @property
    def structure(self) -> str:
        """Name of the fictitious structure of this dossier."""
        return self._structure

    def paragraph(self, theme: str) -> str:
        """Return four to six sentences, of the theme or of one that goes with it."""
        themes = (theme, theme, *_COMPANIONS[theme])
        chosen = self._rng.choice(themes)
        return " ".join(self._sentence(chosen) for _ in range(self._rng.randint(4, 6)))

    def heading(self, theme: str) -> str:
        """Return a short heading for a part of a chapter."""
        pending = self._headings.setdefault(theme, [])
        if not pending:
            pending.extend((*_HEADINGS.get(theme, ()), *_HEADINGS[""]))
            self._rng.shuffle(pending)
        return pending.pop()

    def _sentence(self, theme: str) -> str:
        pending = self._pending.setdefault(theme, [])
        if not pending:
            pending.extend(_SENTENCES[theme])
            self._rng.shuffle(pending)
        rng = self._rng
        # French punctuation never starts a line.
        template = pending.pop().replace(" :", "\u00a0:").replace(" ;", "\u00a0;").replace(" ?", "\u00a0?")
        return template.replace(" %", "\u00a0%").format(
            place=self._place,
            structure=self._structure,
            district=rng.choice(_DISTRICTS),
            many=f"{rng.randint(12, 88)}\u00a0{rng.randint(100, 999)}",
            many2=rng.randint(40, 320),
            few=rng.randint(3, 8),
            few2=rng.randint(9, 28),
            percent=f"{rng.randint(1, 9)},{rng.randint(0, 9)}",
            percent2=rng.randint(18, 62),
            year=rng.randint(1996, 2021),
            age=rng.randint(19, 58),
        )


_COMPANIONS: Mapping[str, tuple[str, ...]] = {
    "territory": ("employment", "public", "partners"),
    "employment": ("territory", "public"),
    "public": ("territory", "guidance", "employment"),
    "partners": ("structure", "results", "project"),
    "structure": ("partners", "public", "method"),
    "guidance": ("public", "reflection", "structure"),
    "project": ("partners", "method", "public"),
    "method": ("results", "public"),
    "results": ("partners", "public", "method"),
    "theory": ("reflection", "public"),
    "reflection": ("guidance", "structure", "theory", "project"),
}
_HEADINGS: Mapping[str, Sequence[str]] = {
    "territory": ("Repères géographiques", "Population", "Logement et mobilité", "Équipements et services"),
    "employment": ("Le marché local", "Métiers en tension", "Insertion par l’activité économique"),
    "public": ("Portraits", "Freins et ressources", "Ce que disent les personnes"),
    "partners": ("Qui fait quoi", "Coopérations", "Circuits et conventions"),
    "guidance": ("Premier accueil", "Au fil des entretiens", "Moments clés"),
    "reflection": ("Ce que j’ai appris", "Doutes", "Pour la suite"),
    "": ("Constats", "Analyse", "Points d’appui", "À retenir"),
}
