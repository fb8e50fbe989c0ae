"""Figures: every `plot_*` takes the tables of `questions` and draws, no more; it returns Axes.

`style` holds all colours and shapes, `display` shows figures and tables in a notebook, `exports`
writes rows and figures as files. The files of figures/ are made in `publish.figures`.
"""
