"""What leaves the workbench: figures/, the static site, the pages without code."""
