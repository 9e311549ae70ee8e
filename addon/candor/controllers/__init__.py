from . import ticket, turn, permit, visible, search, topics, status, export
