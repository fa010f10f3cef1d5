"""Times of the day and days, between Python's and Qt's. This module must not know a widget."""

from datetime import date, time

from PySide6.QtCore import QDate, QTime


def qt_time(hour: time) -> QTime:
    """Return Qt's form, seconds dropped."""
    return QTime(hour.hour, hour.minute)


def time_of(hour: QTime) -> time:
    """Return Python's form, seconds dropped."""
    return time(hour.hour(), hour.minute())


def qt_day(day: date) -> QDate:
    """Return Qt's form."""
    return QDate(day.year, day.month, day.day)


def day_of(day: QDate) -> date:
    """Return Python's form."""
    return date(day.year(), day.month(), day.day())
