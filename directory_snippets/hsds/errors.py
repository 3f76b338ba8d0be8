"""What a caller did wrong, in words for a developer; answered with status 400."""


class BadParameter(ValueError):
    def __init__(self, name: str, problem: str):
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem
