"""The domain: an archive of articles with marks on their words.

No screen, no printing, no settings; whoever wants those is a guest of it.
"""
