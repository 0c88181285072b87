class FaithfulnessMetric:
    def __init__(self, threshold, model, async_mode):
        self.threshold = threshold

    def measure(self, test_case, _show_indicator=True):
        self.score = 1.0 if test_case.actual_output in test_case.retrieval_context else 0.0
        self.reason = "It is in the context." if self.score else "It is not in the context."
        return self.score

    def is_successful(self):
        return self.score >= self.threshold
