"""A user's own evidence: the empty workbook, reading files of any kind, marking mistakes."""
