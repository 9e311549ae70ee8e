from . import ticket, turn, permit, visible, status
