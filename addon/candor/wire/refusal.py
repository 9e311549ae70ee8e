class Refused(Exception):
    """Raised before anything was written; `code` is one of contract.ts ErrorCode or the panel's own."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code
