"""huiwu: the conference-service SOP as a system that runs it."""

__version__ = "0.1.0"
