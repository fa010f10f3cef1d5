"""Marks on 20: as typed, as stored, as shown. This module must not know models nor widgets."""

from cisp_desktop.application.wording import decimal

HALF_POINT = 50
"""Hundredths of a point: the step of a mark on 20."""


def read_points(text: str) -> int | None:
    """Read « 12,5 » as hundredths of a point (0–2000, by half points); None when it is none of them."""
    try:
        points = round(float(text.strip().replace(",", ".")) * 100)
    except (ValueError, OverflowError):
        return None
    return points if 0 <= points <= 2000 and points % HALF_POINT == 0 else None


def points_words(points: int | None) -> str:
    """« 12,5 » for hundredths of a point, an empty text for None."""
    return decimal(points / 100) if points is not None else ""
