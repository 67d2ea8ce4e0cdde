"""What answers look like: the fields of the commands' ``--json``, and ``links`` beside them."""

from assistant.api.models.across import AcrossModel, PriorFacts, PriorModel
from assistant.api.models.advice import AdviceModel, GoneModel, TableModel
from assistant.api.models.answers import AnswerFacts, AnswerModel, CitedHit, HitFacts
from assistant.api.models.basics import CitedModel, Id, Model, ProblemModel
from assistant.api.models.checks import CheckedFacts, CheckedModel
from assistant.api.models.jobs import JobModel
from assistant.api.models.reports import (
    AboutModel,
    CitationsModel,
    OutlineModel,
    ReportsModel,
    StretchFacts,
    StretchModel,
)

__all__ = [
    "AboutModel", "AcrossModel", "AdviceModel", "AnswerFacts", "AnswerModel", "CheckedFacts", "CheckedModel",
    "CitationsModel", "CitedHit", "CitedModel", "GoneModel", "HitFacts", "Id", "JobModel", "Model", "OutlineModel",
    "PriorFacts", "PriorModel", "ProblemModel", "ReportsModel", "StretchFacts", "StretchModel", "TableModel",
]  # fmt: skip
