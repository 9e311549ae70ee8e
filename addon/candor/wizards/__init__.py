from . import calibrator_import, forget

__all__ = ["calibrator_import", "forget"]
