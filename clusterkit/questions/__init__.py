"""Every question asked of the evidence: pure functions, a table in, a table out.

Nothing here draws, reads a file or needs a display.
"""
