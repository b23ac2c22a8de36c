"""Search: words, near, open at a time and filters over everything that may be found, on both databases.

An app registers what can be found (`trellis.core.search.documents`) and calls `index` after a change
(`trellis.core.search.indexing`). A page asks with a `Query` and gets a `Found` (`trellis.core.search.finding.find`).
"""
