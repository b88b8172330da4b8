"""Engines: whoever keeps the postings. Each answers leaves; the algebra is ours."""
