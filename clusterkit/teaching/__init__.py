"""Teaching: the seminar's claims and codings, agreement, the report of a class, exercises."""
