"""An invented case load, for trying the program out and for measuring it."""
