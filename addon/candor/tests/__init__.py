from . import (
    test_rendering,
    test_message,
    test_index_rendering,
    test_indexer,
    test_outbox,
    test_turn,
)
