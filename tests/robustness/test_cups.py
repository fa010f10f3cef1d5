"""Minutes and batches through a real CUPS queue, by the system's own print dialog: what the printer was sent.

Skipped where there is no CUPS to start; ``make system-robustness`` installs it.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from cisp_desktop.application.minutes import read_minutes
from cisp_desktop.application.preparation_papers import PaperKind
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from tests.application.issued_scenes import open_completed
from tests.documents.factories import snapshot
from tests.documents.papers import content
from tests.factories import PASSPHRASE
from tests.robustness.cups import QUEUE, PrintServer, missing, print_server

SMALL = (210, 297)
"""Pixels to which pages are brought to be compared: a letter is a grey spot, a line a stroke."""
ALIKE, APART = 5.0, 1.3
"""Of 255: mean difference of two pictures of one page, at most; how many times as much the next one has."""

pytestmark = [
    pytest.mark.robustness,
    pytest.mark.skipif(bool(missing()), reason=f"no CUPS here ({missing()}): make system-robustness"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[PrintServer]:
    with print_server() as started:
        yield started


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Minutes of three lying pages, an upright paper of one, longer minutes: lying and upright."""
    folder = tmp_path_factory.mktemp("papers")
    contents = [
        MinutesRenderer().render(snapshot(3), draft=False).pdf,
        PreparationRenderer().render(PaperKind.CANDIDATE_LIST, content(3)),
        MinutesRenderer().render(snapshot(20), draft=False).pdf,
    ]
    files = [folder / f"{place}.pdf" for place in range(len(contents))]
    for file, pdf in zip(files, contents, strict=True):
        file.write_bytes(pdf)
    return files


def pictures(pdf: bytes | Path) -> list[Image.Image]:
    """Return the pages in grey, small, those that lie turned as the printer turns them."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        picture = page.render(scale=1.5).to_pil().convert("L")
        if picture.width > picture.height:
            picture = picture.rotate(90, expand=True)
        found.append(picture.resize(SMALL, Image.Resampling.BOX))
    document.close()
    return found


def difference(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def ink(picture: Image.Image) -> float:
    return 255 - ImageStat.Stat(picture).mean[0]


def send(
    server: PrintServer, papers: Sequence[Path], **told: object
) -> tuple[dict[str, Any], list[Image.Image]]:
    """Print papers as the dialog is told; return what the window knows of it, and the pages on paper."""
    server.clear()
    done = subprocess.run(
        [sys.executable, "-m", "tests.robustness.printing_child", *map(str, papers)],
        input=json.dumps({"queue": QUEUE, **told}), capture_output=True, text=True, check=False, timeout=300,
        env={**server.environment, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), pictures(server.printed())


def places(sent: Sequence[Image.Image], source: Sequence[Image.Image]) -> list[int | None]:
    """Return which page of the source each page on paper shows, None for a blank one."""
    found: list[int | None] = []
    for picture in sent:
        apart = [min(difference(picture, one), difference(picture, one.rotate(180))) for one in source]
        blank = ink(picture) < 0.01
        least, *others = sorted(apart)
        assert blank or (least < ALIKE and all(one > APART * least for one in others)), apart
        found.append(None if blank else apart.index(least))
    return found


def test_minutes_come_out_page_for_page(server: PrintServer, papers: list[Path]) -> None:
    told, sent = send(server, papers[:1])
    assert (told["queues"], told["queue"]) == ([QUEUE], QUEUE)
    assert places(sent, pictures(papers[0])) == [0, 1, 2]


def test_a_batch_is_one_job_with_every_paper_upright_or_turned(
    server: PrintServer, papers: list[Path]
) -> None:
    source = [picture for file in papers for picture in pictures(file)]
    before = server.log().count("argv[5]=")
    told, sent = send(server, papers)
    assert server.log().count("argv[5]=") == before + 1
    assert places(sent, source) == list(range(len(source)))
    assert told["pages"] == list(range(len(source)))


def test_in_duplex_each_copy_and_each_paper_begins_on_a_sheet(
    server: PrintServer, papers: list[Path]
) -> None:
    source = [picture for file in papers[:2] for picture in pictures(file)]
    told, sent = send(server, papers[:2], duplexLong=True, copies=2)
    assert "sides=two-sided-long-edge" in server.log()
    assert told["copies"] == 2
    once: list[int | None] = [0, 1, 2, None, 3, None]
    assert places(sent, source) == once * 2


def test_chosen_pages_alone_are_printed_whatever_the_blank_backs(
    server: PrintServer, papers: list[Path]
) -> None:
    source = [picture for file in papers for picture in pictures(file)]
    told, sent = send(server, papers, duplexLong=True, pages="3-5")
    assert told["pages"] == [2, 3, 4]
    assert places(sent, source) == [2, None, 3, None, 4]


def test_copies_that_are_not_collated_and_the_pile_turned_over(
    server: PrintServer, papers: list[Path]
) -> None:
    source = pictures(papers[0])
    _told, sent = send(server, papers[:1], copies=2, collate=False)
    assert places(sent, source) == [0, 0, 1, 1, 2, 2]
    _told, sent = send(server, papers[:1], reverse=True)
    assert places(sent, source) == [2, 1, 0]


def test_the_command_line_sends_the_stored_file_itself(server: PrintServer, tmp_path: Path) -> None:
    workspace, made = open_completed(tmp_path)
    (minutes,) = workspace.queries.minutes_of_session(made.id)
    source = pictures(read_minutes(workspace, minutes.id))
    workspace.close()
    server.clear()
    done = subprocess.run(
        [sys.executable, "-m", "cisp_desktop", "minutes", "print", str(workspace.path), minutes.id],
        env={**server.environment, "LPDEST": QUEUE, "CISP_PASSPHRASE": PASSPHRASE}, capture_output=True,
        text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert places(pictures(server.printed()), source) == list(range(len(source)))


def test_black_and_white_holds_no_colour(server: PrintServer, papers: list[Path]) -> None:
    send(server, papers[:1], grayscale=True)
    document = pypdfium2.PdfDocument(server.printed())
    for page in document:
        red, green, blue = page.render(scale=1).to_pil().convert("RGB").split()
        assert ImageChops.difference(red, green).getbbox() is None
        assert ImageChops.difference(red, blue).getbbox() is None
    document.close()
