"""Articles from files: find, read, clean, identify, store.

A file is found (``walk``), its format chosen by name and content and read
(``importers``), each article brought to one shape (``making``), given its
identity (``identity``) and put into the archive in small batches
(``pipeline``). Whatever is amiss is a notice that names file, place and
remedy; one bad file never stops the rest.
"""
