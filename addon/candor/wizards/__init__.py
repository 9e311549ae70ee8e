from . import calibrator_import

__all__ = ["calibrator_import"]
