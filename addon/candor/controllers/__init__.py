from . import ticket, turn, permit, visible, search, status
