"""Case management and evaluation for programs that offer alternatives to incarceration."""

__version__ = "0.1.0"
