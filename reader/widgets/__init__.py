"""Parts of screens: they show values and post messages; none holds the archive."""
