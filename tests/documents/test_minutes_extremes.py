"""Minutes at the limits of what can be typed: titles of 300 letters, 12 blocks, very long names."""

from typing import Any

from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.signature_frames import signing_seats
from tests.documents.factories import snapshot
from tests.documents.reading import whole_text

TITLE = "Coordinateur de parcours d’insertion sociale et professionnelle " * 5
NAME = "DE LA TOUR-D’AUVERGNE-LAURAGUAIS DE MONTMORENCY-LUXEMBOURG " * 3


def extreme() -> dict[str, Any]:
    content: dict[str, Any] = snapshot(4, blocks=12)
    content["certification"]["title"] = TITLE[:300]
    content["panel"]["name"] = "Jury du matin, salle Vercors"
    for candidate in content["candidates"]:
        candidate["birth_name"], candidate["first_names"] = NAME[:160], NAME[:160].title()
        candidate["birth_place"] = "SAINT-REMY-EN-BOUZEMONT-SAINT-GENEST-ET-ISSON"
    for seat in content["panel"]["seats"]:
        seat["name"], seat["employer"] = NAME[:160], TITLE[:200]
        seat["remote"], seat["remote_by"] = True, "par visioconférence"
    content["secretary"] = content["certifier_representative"] = NAME[:160]
    return content


def letters(text: str) -> str:
    return "".join(text.split()).replace("\u00ad", "")


def test_nothing_is_cut_of_the_longest_title_names_and_twelve_blocks() -> None:
    content = extreme()
    rendered = MinutesRenderer().render(content, draft=False)
    told = letters(whole_text(rendered.pdf))
    assert letters(TITLE[:300]) in told
    assert told.count(letters(NAME[:160])) >= 4 + 2 * len(content["panel"]["seats"]) + 2
    assert "BC12" in told


def test_the_frames_of_the_longest_names_stay_on_one_page_inside_the_margins() -> None:
    content = extreme()
    rendered = MinutesRenderer().render(content, draft=False)
    assert len(rendered.frames) == len(signing_seats(content["panel"]["seats"]))
    assert len({frame.page_index for frame in rendered.frames}) == 1
    assert all(frame.x0 >= 34 and frame.y0 >= 34 for frame in rendered.frames)
