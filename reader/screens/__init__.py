"""The screens: each turns commands into work for the archive and shows what came of it."""
