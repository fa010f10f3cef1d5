"""Printed pages, signatures and their verification: the one room that knows ReportLab and pyHanko."""
