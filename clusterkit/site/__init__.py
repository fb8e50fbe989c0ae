"""The workbench as a folder of HTML pages that need neither Python nor a network."""

from .build import write_site

__all__ = ["write_site"]
