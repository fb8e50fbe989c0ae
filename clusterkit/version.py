"""Version of the package; the data have one of their own (`Evidence.version`)."""

__version__ = "0.5.0"
