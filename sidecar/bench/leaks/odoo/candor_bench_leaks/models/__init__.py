from . import grouped
