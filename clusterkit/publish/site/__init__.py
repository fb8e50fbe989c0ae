"""The workbench as a folder of HTML pages that need neither Python nor a network."""

__all__ = ["write_site"]
