"""Lines of lists of candidates, for the tests of every room."""

from datetime import date
from typing import Any

from cisp_desktop.application.candidate_list import CandidateLine


def a_line(line: int = 2, number: str = "GRE-22-001", **changes: object) -> CandidateLine:
    """Return a sound line: continuing education, all blocks."""
    values: dict[str, Any] = {
        "line": line, "number": number, "civility": "Mme", "sex": "F", "birth_name": "AUBERT",
        "usage_name": "", "first_names": "Léa Marie", "birth_date": date(1991, 4, 12),
        "birth_place": "GRENOBLE",
        "birth_insee": "38185", "birth_postcode": "38000", "birth_country": "FRANCE", "email": "",
        "phone": "", "access_path": "CONTINUING_EDUCATION", "entry_level": 4, "experience_years": 5,
        "selection_passed": True, "entered_on": None, "presented": (), "held": (), "accommodations": "",
        "referent_trainer": "", "employer": "", "companion": "", "vae_admissible_on": None,
    }  # fmt: skip
    return CandidateLine(**(values | changes))
