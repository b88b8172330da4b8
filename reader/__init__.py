"""The guest: a terminal interface and a command line over ``archive``."""
